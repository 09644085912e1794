import type { Context } from "hono";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { normalizeRoomName } from "../../protocol/normalize-name.ts";
import type { Requester } from "../../room/handshake/requester.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import { jsonError, retryAfter } from "../base/json-error.ts";
import { type Config, readConfig } from "../config/config.ts";
import { deploymentBan, networkKey } from "../deployment/ban-list.ts";
import { verifyBearer } from "../identity/bearer.ts";
import { ACCESS_HEADER, refusal, verifyAccess } from "../identity/cloudflare-access.ts";
import type { Operator } from "../identity/operator.ts";
import { roomOf } from "../object/room-stub.ts";
import type { RoomRpc } from "../object/rpc.ts";
import { addressOf } from "./client-address.ts";
import { corsHeaders, isOriginAllowed } from "./cors.ts";
import { isListedRoom } from "./rooms.ts";

export type App = { Bindings: Env };

/** An authenticated request to a room. */
export interface RoomRequest {
  readonly config: Config;
  readonly requester: Requester;
  readonly stub: RoomRpc;
}

/** What an answer depends on. */
export type Asking = Pick<RoomRequest, "config" | "requester">;

/**
 * Authenticates a read. A Cloudflare Access token is enough (P8.8), because another site cannot cause damage with a
 * read.
 */
export async function authorizeRead(c: Context<App>, name: string): Promise<RoomRequest | Response> {
  const request = await authenticate(c, name);
  if (request instanceof Response || request.requester.type !== "anonymous") return request;
  const { access } = request.config.identity;
  const verdict = await verifyAccess(c.req.header(ACCESS_HEADER), access, normalizeRoomName(name) ?? "");
  if (verdict === undefined) return request;
  return verdict.ok ? { ...request, requester: { type: "signedIn", identity: verdict.identity } } : refusal(verdict);
}

/** Authenticates a change. Requires a bearer token, which browsers never attach by themselves (P8.9). */
export async function authorizeAction(c: Context<App>, name: string): Promise<RoomRequest | Response> {
  const request = await authenticate(c, name);
  if (request instanceof Response) return request;
  if (!isOriginAllowed(c.req.header("origin"), new URL(c.req.url), request.config)) {
    return jsonError("forbidden_origin", 403);
  }
  return request.requester.type === "anonymous"
    ? jsonError("token_needed", 401, { "www-authenticate": "Bearer" })
    : request;
}

/** Authenticates a request by its bearer token (P8.8), unless it is an operator's, who was authenticated before (P18.3). */
async function authenticate(c: Context<App>, name: string): Promise<RoomRequest | Response> {
  const { env, req } = c;
  const room = normalizeRoomName(name);
  if (room === undefined) return jsonError("bad_room", 404);
  const config = readConfig(env);
  const operator = c.get("operator");
  if (!isListedRoom(room, config.rooms) && c.get("isFormerRoom") !== true) {
    return jsonError("no_room", 404, corsHeaders(req.header("origin"), config));
  }
  if (operator !== undefined) return { config, requester: operatorAs(operator), stub: roomOf(env, room) };
  const verdict = await verifyBearer(req.header("authorization"), room, config);
  if (!verdict.ok) return refusal(verdict);
  const { requester } = verdict;
  const uid = requester.type === "signedIn" ? requester.identity.uid : undefined;
  const network = networkKey(addressOf(req.raw, config.proxy), config);
  if (await deploymentBan(env, config, [network, uid])) return jsonError("banned", 403);
  return { config, requester, stub: roomOf(env, room) };
}

/** An operator as a requester of a room: the deployment itself, with a name for the audit log. */
export function operatorAs({ name }: Operator): Requester {
  return { type: "owner", ...(name === undefined ? {} : { name }) };
}

/** JSON response, readable by pages of allowed origins. */
export function answer(c: Context<App>, request: Asking, body: object | ErrorCode): Response {
  if (typeof body === "string") return refuse(c, request, { code: body });
  return Response.json(body, { headers: corsHeaders(c.req.header("origin"), request.config) });
}

/** The response to a request that made something: 201, or why not. */
export function created(c: Context<App>, request: Asking, body: object | ErrorCode): Response {
  const made = answer(c, request, body);
  return typeof body === "string" ? made : new Response(made.body, { status: 201, headers: made.headers });
}

/** The response to a request that has nothing to tell: 204, or why not. */
export function noContent(c: Context<App>, request: Asking, done: object | ErrorCode): Response {
  if (typeof done === "string") return refuse(c, request, { code: done });
  return new Response(null, { status: 204, headers: corsHeaders(c.req.header("origin"), request.config) });
}

/** A refusal of the room as a response, readable by pages of allowed origins. `Retry-After` is in seconds. */
export function refuse({ req }: Context<App>, { config, requester }: Asking, refused: Refusal): Response {
  const { code, retryAfter: waitMs } = refused;
  const wait = waitMs === undefined ? retryAfter(code) : { "retry-after": String(Math.ceil(waitMs / 1_000)) };
  const headers = { ...corsHeaders(req.header("origin"), config), ...wait };
  return jsonError(code, statusOf(code, requester.type === "anonymous"), headers);
}

/** A part of a response of JSON lines, and the request for the next part. */
export interface Lines {
  readonly lines: readonly object[];
  readonly next?: object;
}

/**
 * Streams JSON lines.
 *
 * @param read requests a part; the first part decides the status
 */
export function streamLines(
  c: Context<App>,
  asked: Asking,
  read: (next: object | undefined) => Promise<Lines | ErrorCode>,
): Promise<Response> {
  const headers = { "content-type": "application/jsonl; charset=utf-8" };
  return streamParts(c, asked, headers, read, ({ lines }) => lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

/**
 * Streams a text part by part. A part is requested from the room once the client has read the one before it.
 *
 * @param read requests a part; the first part decides the status
 * @param write the text of a part
 */
export async function streamParts<Part extends { readonly next?: object }>(
  c: Context<App>,
  asked: Asking,
  headers: Record<string, string>,
  read: (next: object | undefined) => Promise<Part | ErrorCode>,
  write: (part: Part) => string | Promise<string>,
): Promise<Response> {
  const first = await read(undefined);
  if (typeof first === "string") return answer(c, asked, first);
  const encoder = new TextEncoder();
  let part = first;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      controller.enqueue(encoder.encode(await write(part)));
      if (part.next === undefined) return controller.close();
      const following = await read(part.next);
      // Half an export must not look like a whole one.
      if (typeof following === "string") controller.error(new Error(following));
      else part = following;
    },
  });
  return new Response(body, { headers: { ...headers, ...corsHeaders(c.req.header("origin"), asked.config) } });
}

/** HTTP statuses of the room's errors, unless their first word decides. */
const STATUSES: Partial<Record<ErrorCode, number>> = {
  internal: 500,
  bad_token: 401,
  not_found: 404,
  target_deleted: 400,
  too_many: 400,
  message_too_long: 400,
  extra_too_large: 400,
  id_conflict: 409,
  import_order: 409,
  name_taken: 409,
  too_many_reactions: 409,
  too_large: 413,
  file_too_large: 413,
  file_type: 415,
  file_rejected: 422,
  blocked_word: 422,
  links_not_allowed: 422,
  repeated: 422,
  shouting: 422,
  unreadable: 422,
  command_failed: 502,
  scan_unavailable: 503,
  room_moving: 503,
  room_moved: 503,
  rate_limited: 429,
  slow_mode: 429,
  quota: 429,
  storage_full: 507,
};

/** HTTP status for an error of the room. */
export function statusOf(code: ErrorCode, isAnonymous = false): number {
  const status = STATUSES[code];
  if (status !== undefined) return status;
  if (code.startsWith("no_")) return 404;
  if (code.startsWith("bad_")) return 400;
  return isAnonymous ? 401 : 403;
}

/** Asks the room something that a capability answers. */
export async function askRoom({ requester, stub }: RoomRequest, question: JsonObject): Promise<object | ErrorCode> {
  // Capabilities answer with objects.
  return (await stub.ask(question, requester)) as object | ErrorCode;
}
