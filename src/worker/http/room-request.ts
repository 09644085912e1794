import type { Context } from "hono";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import { normalizeRoomName } from "../../protocol/normalize-name.ts";
import type { Requester } from "../../room/handshake/requester.ts";
import { type Config, readConfig } from "../config/config.ts";
import { verifyBearer } from "../identity/bearer.ts";
import { refusal } from "../identity/cloudflare-access.ts";
import { jsonError } from "../json-error.ts";
import type { RoomRpc } from "../object/rpc.ts";
import { corsHeaders, isOriginAllowed } from "./cors.ts";

export type App = { Bindings: Env };

/** A room that is asked for something, and by whom. */
export interface RoomRequest {
  readonly config: Config;
  readonly requester: Requester;
  readonly stub: RoomRpc;
}

/** A request of somebody who wants to do something: only by a token that no browser sends by itself (P8.9). */
export async function withBearer(c: Context<App>, name: string): Promise<RoomRequest | Response> {
  const asked = await readBearer(c, name);
  if (asked instanceof Response) return asked;
  if (!isOriginAllowed(c.req.header("origin"), new URL(c.req.url), asked.config)) {
    return jsonError("forbidden_origin", 403);
  }
  return asked.requester.type === "anonymous"
    ? jsonError("token_needed", 401, { "www-authenticate": "Bearer" })
    : asked;
}

/** P8.8. */
export async function readBearer({ env, req }: Context<App>, name: string): Promise<RoomRequest | Response> {
  const room = normalizeRoomName(name);
  if (room === undefined) return jsonError("bad_room", 404);
  const config = readConfig(env);
  const verdict = await verifyBearer(req.header("authorization"), room, config);
  if (!verdict.ok) return refusal(verdict);
  return { config, requester: verdict.requester, stub: roomOf(env, room) };
}

/** JSON that the pages which may open the room may read as well. */
export function answer({ req }: Context<App>, { config, requester }: RoomRequest, body: object | ErrorCode): Response {
  const headers = corsHeaders(req.header("origin"), config);
  if (typeof body === "object") return Response.json(body, { headers });
  return jsonError(body, statusOf(body, requester), headers);
}

/** A part of a text of JSON lines, and the request of the next part. */
export interface Lines {
  readonly lines: readonly object[];
  readonly next?: object;
}

/**
 * Streams JSON lines part by part, as fast as they are read: a room is asked for the next part only once the part before
 * is on its way.
 *
 * @param read gives a part; the first one decides about the status
 */
export async function streamLines(
  c: Context<App>,
  asked: RoomRequest,
  read: (next: object | undefined) => Promise<Lines | ErrorCode>,
): Promise<Response> {
  const first = await read(undefined);
  if (typeof first === "string") return answer(c, asked, first);
  const encoder = new TextEncoder();
  let part: Lines | undefined = first;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (part === undefined) return controller.close();
      controller.enqueue(encoder.encode(part.lines.map((line) => `${JSON.stringify(line)}\n`).join("")));
      if (part.next === undefined) return controller.close();
      const following = await read(part.next);
      // Half an export must not look like a whole one.
      if (typeof following === "string") controller.error(new Error(following));
      else part = following;
    },
  });
  const headers = {
    "content-type": "application/jsonl; charset=utf-8",
    ...corsHeaders(c.req.header("origin"), asked.config),
  };
  return new Response(body, { headers });
}

/** The status of what the room refuses: there is no such thing, it may not be, or the room has to know who asks. */
function statusOf(code: ErrorCode, requester: Requester): number {
  if (code === "internal") return 500;
  if (code === "bad_token") return 401;
  if (code.startsWith("no_")) return 404;
  if (code === "bad_action" || code === "bad_word" || code === "bad_target") return 400;
  if (code === "target_deleted" || code === "too_many") return 400;
  return requester.type === "anonymous" ? 401 : 403;
}

function roomOf(env: Env, name: string): RoomRpc {
  // The platform's type of a stub works out what may cross an RPC, and does not come to an end over recursive JSON.
  return env.CHAT_ROOM.getByName(name) as unknown as RoomRpc;
}
