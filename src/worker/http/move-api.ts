import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { jsonError, wrongMethod } from "../base/json-error.ts";
import { MoveStep } from "../object/room-move.ts";
import { isJson } from "./json-body.ts";
import { type App, answer, authorizeAction, type RoomRequest, refuse } from "./room-request.ts";

/** Bytes of a step. A page of rows has half a million characters, and a last row of any length. */
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Moves a room to another server: the steps of `parley move`. They hand out the room's keys, so they are for `OWNER_TOKEN`
 * alone, and not for the room's owners.
 */
export const moveApi = new Hono<App>()
  .post("/:room/move", bodyLimit({ maxSize: MAX_BYTES, onError: () => jsonError("too_large", 413) }), runStep)
  .on("ALL", "/:room/move", () => wrongMethod("POST"));

async function runStep(c: Context<App, "/:room/move">): Promise<Response> {
  const asked = await authorizeMove(c, c.req.param("room"));
  if (asked instanceof Response) return asked;
  if (!isJson(c)) return jsonError("not_json", 415);
  const step = v.safeParse(MoveStep, await c.req.json().catch(() => undefined));
  if (!step.success) return refuse(c, asked, { code: "bad_command" });
  return answer(c, asked, await asked.stub.move(step.output, asked.requester));
}

/** Authenticates a request about a room that moves. */
export async function authorizeMove(c: Context<App>, name: string): Promise<RoomRequest | Response> {
  const asked = await authorizeAction(c, name);
  if (asked instanceof Response || asked.requester.type === "owner") return asked;
  return refuse(c, asked, { code: "not_allowed" });
}
