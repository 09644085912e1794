import { readdirSync, readFileSync } from "node:fs";
import * as v from "valibot";
import type { Template } from "./match.ts";

const folder = new URL("cases/", import.meta.url);
const Name = v.string();
const Any = v.custom<Template>(() => true);

/** One step of a case. docs/conformance.md describes them. */
const Step = v.union([
  v.strictObject({ open: Name, dialect: v.picklist(["v1", "plain"]), query: v.exactOptional(v.string()) }),
  v.strictObject({ enter: Name, hello: v.exactOptional(v.record(v.string(), Any)) }),
  v.strictObject({ as: Name, send: Any }),
  v.strictObject({ as: Name, sendText: Any }),
  v.strictObject({ as: Name, sendBytes: v.array(v.number()) }),
  v.strictObject({ as: Name, expect: Any }),
  v.strictObject({ as: Name, expectText: v.string() }),
  v.strictObject({ as: Name, closed: v.number() }),
  v.strictObject({ close: Name }),
  v.strictObject({ get: v.string(), status: v.exactOptional(v.number()), expect: Any }),
]);
export type Step = v.InferOutput<typeof Step>;

/** The rules of PROTOCOL.md that a case shows. */
export const Rules = v.array(v.pipe(v.string(), v.regex(/^P\d+\.\d+$/)));

const Case = v.strictObject({
  rules: Rules,
  /** The rule in words. */
  title: v.string(),
  steps: v.array(Step),
});
export type Case = v.InferOutput<typeof Case>;

/** All cases, in the order of their files. */
export function readCases(): readonly Case[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => v.parse(v.array(Case), JSON.parse(readFileSync(new URL(file, folder), "utf8"))));
}
