import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../../src", import.meta.url));

test("no request leaves a timer behind that keeps its object in memory: the Worker uses Deadline, not AbortSignal.timeout", () => {
  const files = ["worker", "capabilities"].flatMap((layer) =>
    readdirSync(join(src, layer), { recursive: true, encoding: "utf8" }).map((name) => join(layer, name)),
  );
  const sources = files.filter((name) => name.endsWith(".ts"));
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((name) => readFileSync(join(src, name), "utf8").includes("AbortSignal.timeout("))).toEqual([]);
});
