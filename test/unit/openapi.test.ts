import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { renderDocument, renderReference } from "../../scripts/openapi/render.ts";

const root = new URL("../../", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), "utf8");

test("public/openapi.json and docs/api-reference.md are up to date; if not, run `npm run openapi`", () => {
  expect(read("public/openapi.json")).toBe(renderDocument());
  expect(read("docs/api-reference.md")).toBe(renderReference());
});

test("docs/api-reference.md marks what may be absent, in tables and within a type", () => {
  const operator = renderReference()
    .split("\n### ")
    .find((part) => part.includes("`GET /api/operator`"));
  expect(operator).toMatch(/\{`by`: .*`name\?`: string.*`siteKey\?`: /);
});

test("public/openapi.json is a valid OpenAPI document", async () => {
  const result = await new Validator().validate(JSON.parse(renderDocument()));
  expect(result).toMatchObject({ valid: true });
});
