import { readFileSync } from "node:fs";
import * as v from "valibot";
import { expect, test } from "vitest";
import { SETTINGS } from "../../../src/worker/config/settings.ts";

const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");
const Package = v.object({
  cloudflare: v.object({
    label: v.string(),
    bindings: v.record(v.string(), v.object({ description: v.string() })),
  }),
});

test("the Deploy button asks for OWNER_TOKEN alone of all secrets, and suggests no value", () => {
  const lines = read(".dev.vars.example").split("\n");
  expect(lines.filter((line) => line !== "" && !line.startsWith("#"))).toEqual(["OWNER_TOKEN="]);
  const optional = lines.flatMap((line) => /^# ([A-Z_]+)=$/.exec(line)?.[1] ?? []);
  const secrets = SETTINGS.filter(({ group }) => group === "secrets").map(({ name }) => name);
  expect(["OWNER_TOKEN", ...optional].toSorted()).toEqual(secrets.toSorted());
});

test("the Deploy button has words for what it asks, and for settings that exist", () => {
  const { cloudflare } = v.parse(Package, JSON.parse(read("package.json")));
  const names: string[] = SETTINGS.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(cloudflare.bindings)));
  expect(cloudflare.bindings.OWNER_TOKEN?.description).toContain("openssl rand -base64 32");
});
