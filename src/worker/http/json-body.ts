import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ERRORS } from "../../protocol/error-codes.ts";
import { readObject } from "../../protocol/frame.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { MAX_FRAME_BYTES } from "../../protocol/limits.ts";
import { jsonError } from "../base/json-error.ts";

/** Matches `application/json` with any parameters. An HTML form on another site cannot send this type. */
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/** Refuses a body that is larger than a frame may be (P8.9). */
export const limitBody = bodyLimit({ maxSize: MAX_FRAME_BYTES, onError: () => jsonError("too_large", 413) });

/** Whether a request says that its body is JSON. */
export function isJson({ req }: Context): boolean {
  return JSON_TYPE.test(req.header("content-type") ?? "");
}

/** Reads a body that has to be a JSON object. */
export async function readBody(c: Context): Promise<JsonObject | Response> {
  if (!isJson(c)) return jsonError("not_json", 415);
  const read = readObject(await c.req.text());
  if (read.ok) return read.value;
  const { code } = read.error;
  // The sentences of frames, said of a body.
  return jsonError(code, code === "too_large" ? 413 : 400, {}, ERRORS[code].replace("frame", "body"));
}
