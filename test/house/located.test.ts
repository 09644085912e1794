import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../../src", import.meta.url));
const LOCATED = join("worker", "config", "located-objects.ts");

test("every object is asked for in the deployment's jurisdiction: no file but located-objects.ts calls getByName", () => {
  const files = ["worker", "capabilities"].flatMap((layer) =>
    readdirSync(join(src, layer), { recursive: true, encoding: "utf8" }).map((name) => join(layer, name)),
  );
  const callers = files
    .filter((name) => name.endsWith(".ts"))
    .filter((name) => readFileSync(join(src, name), "utf8").includes(".getByName("));
  expect(callers).toEqual([LOCATED]);
});
