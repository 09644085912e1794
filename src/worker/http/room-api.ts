import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import { readObject, usableId } from "../../protocol/frame.ts";
import { MAX_FRAME_BYTES, MAX_PAGE_MESSAGES } from "../../protocol/limits.ts";
import { LISTS, parseAction } from "../../protocol/moderation.ts";
import { normalizeRoomName } from "../../protocol/normalize-name.ts";
import type { Requester } from "../../room/handshake/requester.ts";
import { CAPABILITIES } from "../capabilities.ts";
import { type Config, readConfig } from "../config/config.ts";
import { verifyBearer } from "../identity/bearer.ts";
import { ACCESS_HEADER, refusal, verifyAccess } from "../identity/cloudflare-access.ts";
import { jsonError } from "../json-error.ts";
import type { RoomRpc, RpcRequest } from "../object/rpc.ts";
import { randomId } from "../random-id.ts";
import { corsHeaders, isOriginAllowed, preflight } from "./cors.ts";
import { isListedRoom } from "./rooms.ts";

type App = { Bindings: Env };

/** Matches `application/json` with any parameters. An HTML form on another site cannot send this type. */
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/** HTTP API of the rooms (P7, P8.8, P8.9). */
export const roomApi = new Hono<App>()
  .options("/:room", ({ env, req }) => preflight(req.header("origin"), readConfig(env)))
  .options("/:room/:part", ({ env, req }) => preflight(req.header("origin"), readConfig(env)))
  .get("/:room", readSummary)
  .get("/:room/messages", readMessages)
  .get("/:room/moderation", readModeration)
  .post(
    "/:room/moderate",
    bodyLimit({ maxSize: MAX_FRAME_BYTES, onError: () => jsonError("too_large", 413) }),
    moderate,
  )
  .on("ALL", ["/:room", "/:room/messages", "/:room/moderation"], () => wrongMethod("GET"))
  .on("ALL", "/:room/moderate", () => wrongMethod("POST"));

for (const { routes } of CAPABILITIES) if (routes !== undefined) roomApi.route("/", routes);

/** Returns a summary of the room (P7.1). */
async function readSummary(c: Context<App, "/:room">): Promise<Response> {
  const request = await authorizeRead(c, c.req.param("room"));
  return request instanceof Response ? request : answer(c, request, await request.stub.summary(request.requester));
}

const Seq = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));
const Range = v.object({
  before: v.exactOptional(Seq),
  after: v.exactOptional(Seq),
  limit: v.optional(
    v.pipe(
      Seq,
      v.minValue(1),
      v.transform((limit) => Math.min(limit, MAX_PAGE_MESSAGES)),
    ),
    "50",
  ),
});

/** Returns a page of messages (P7.2). */
async function readMessages(c: Context<App, "/:room/messages">): Promise<Response> {
  const request = await authorizeRead(c, c.req.param("room"));
  if (request instanceof Response) return request;
  const range = v.safeParse(Range, c.req.query());
  if (!range.success) return jsonError("bad_range", 400);
  return answer(c, request, await request.stub.messages(range.output, request.requester));
}

const ListQuery = v.object({ what: v.picklist(LISTS), before: v.exactOptional(Seq) });

/** Returns a moderation list (P9.11). */
async function readModeration(c: Context<App, "/:room/moderation">): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  const query = v.safeParse(ListQuery, c.req.query());
  if (!query.success) return jsonError("bad_command", 400);
  return sendCommand(c, request, { type: "list", id: randomId(), ...query.output });
}

/** Executes a moderation command (P9.3). */
async function moderate(c: Context<App, "/:room/moderate">): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  if (!JSON_TYPE.test(c.req.header("content-type") ?? "")) return jsonError("not_json", 415);
  const read = readObject(await c.req.text());
  if (!read.ok) return jsonError(read.error.code, read.error.close ? 413 : 400);
  const action = parseAction(read.value);
  if (!action.ok) return jsonError(action.error.code, 400);
  return sendCommand(c, request, { type: "moderate", id: usableId(read.value) ?? randomId(), ...action.value });
}

/** An authenticated request to a room. */
interface RoomRequest {
  readonly config: Config;
  readonly requester: Requester;
  readonly stub: RoomRpc;
}

/**
 * Authenticates a read. A Cloudflare Access token is enough (P8.8), because another site cannot cause damage with a
 * read.
 */
async function authorizeRead(c: Context<App>, name: string): Promise<RoomRequest | Response> {
  const request = await authenticate(c, name);
  if (request instanceof Response || request.requester.type !== "anonymous") return request;
  const { access } = request.config.identity;
  const verdict = await verifyAccess(c.req.header(ACCESS_HEADER), access, normalizeRoomName(name) ?? "");
  if (verdict === undefined) return request;
  return verdict.ok ? { ...request, requester: { type: "signedIn", identity: verdict.identity } } : refusal(verdict);
}

/** Authenticates a change. Requires a bearer token, which browsers never attach by themselves (P8.9). */
async function authorizeAction(c: Context<App>, name: string): Promise<RoomRequest | Response> {
  const request = await authenticate(c, name);
  if (request instanceof Response) return request;
  if (!isOriginAllowed(c.req.header("origin"), new URL(c.req.url), request.config)) {
    return jsonError("forbidden_origin", 403);
  }
  return request.requester.type === "anonymous"
    ? jsonError("token_needed", 401, { "www-authenticate": "Bearer" })
    : request;
}

/** Authenticates a request by its bearer token (P8.8). */
async function authenticate({ env, req }: Context<App>, name: string): Promise<RoomRequest | Response> {
  const room = normalizeRoomName(name);
  if (room === undefined) return jsonError("bad_room", 404);
  const config = readConfig(env);
  if (!isListedRoom(room, config.rooms)) return jsonError("no_room", 404, corsHeaders(req.header("origin"), config));
  const verdict = await verifyBearer(req.header("authorization"), room, config);
  if (!verdict.ok) return refusal(verdict);
  return { config, requester: verdict.requester, stub: roomOf(env, room) };
}

async function sendCommand(c: Context<App>, request: RoomRequest, command: RpcRequest): Promise<Response> {
  const object = await request.stub.order(command, request.requester);
  return answer(c, request, typeof object === "object" && object.type === "error" ? object.code : object);
}

/** JSON response, readable by pages of allowed origins. */
function answer({ req }: Context<App>, { config, requester }: RoomRequest, body: object | ErrorCode): Response {
  const headers = corsHeaders(req.header("origin"), config);
  if (typeof body === "object") return Response.json(body, { headers });
  return jsonError(body, statusOf(body, requester), headers);
}

/** HTTP status for an error of the room. */
function statusOf(code: ErrorCode, requester: Requester): number {
  if (code === "internal") return 500;
  if (code === "bad_token") return 401;
  if (code.startsWith("no_")) return 404;
  if (code === "bad_action" || code === "bad_word" || code === "bad_target") return 400;
  if (code === "target_deleted" || code === "too_many") return 400;
  return requester.type === "anonymous" ? 401 : 403;
}

function wrongMethod(allow: string): Response {
  return jsonError("method_not_allowed", 405, { allow });
}

function roomOf(env: Env, name: string): RoomRpc {
  // Cloudflare's stub type recurses without end on recursive JSON types.
  return env.CHAT_ROOM.getByName(name) as unknown as RoomRpc;
}
