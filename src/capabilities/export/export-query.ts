import * as v from "valibot";
import { FORMATS } from "./format.ts";

/** The `cursor` and the `format` of an export's query. */
export const Cursor = v.pipe(v.optional(v.string(), "0"), v.regex(/^\d{1,15}$/), v.transform(Number));
export const FormatName = v.optional(v.picklist(FORMATS), "jsonl");
