import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ERRORS, type ErrorCode } from "../../protocol/error-codes.ts";
import { jsonError } from "../../worker/base/json-error.ts";
import { corsHeaders } from "../../worker/http/cors.ts";
import { isJson } from "../../worker/http/json-body.ts";
import { type App, answer, authorizeAction } from "../../worker/http/room-request.ts";
import { parseBatch } from "./batch.ts";
import { IMPORT_BATCH } from "./import.ts";

/** Bytes of a batch: 500 messages of the usual length many times over. */
const MAX_BYTES = 4 * 1024 * 1024;

/** P17.12. */
export const routes = new Hono<App>()
  .post("/:room/import", bodyLimit({ maxSize: MAX_BYTES, onError: () => jsonError("too_large", 413) }), importBatch)
  .on("ALL", "/:room/import", () => jsonError("method_not_allowed", 405, { allow: "POST" }));

async function importBatch(c: Context<App, "/:room/import">): Promise<Response> {
  const asked = await authorizeAction(c, c.req.param("room"));
  if (asked instanceof Response) return asked;
  if (!isJson(c)) return jsonError("not_json", 415);
  const body = await c.req.json().catch(() => undefined);
  if (body === undefined) return jsonError("bad_json", 400);
  const batch = parseBatch(body);
  if (!batch.ok) {
    // Only the sender can tell which of their messages it is.
    const error = { code: "bad_import", message: ERRORS.bad_import, field: batch.field };
    return Response.json({ error }, { status: 400, headers: corsHeaders(c.req.header("origin"), asked.config) });
  }
  // Parsed JSON, and what became of it, is JSON.
  const request = { type: IMPORT_BATCH, batch: JSON.parse(JSON.stringify(batch.value)) };
  const taken: object | ErrorCode = await asked.stub.ask(request, asked.requester);
  return answer(c, asked, taken === "no_person" ? "no_room" : taken);
}
