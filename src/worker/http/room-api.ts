import { type Context, Hono } from "hono";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import * as v from "valibot";
import { usableId } from "../../protocol/frame.ts";
import { parseAction } from "../../protocol/moderation-action.ts";
import { jsonError, wrongMethod } from "../base/json-error.ts";
import { randomId } from "../base/random-id.ts";
import { readConfig } from "../config/config.ts";
import type { Capability } from "../object/capability.ts";
import type { AuditPage, RpcRequest } from "../object/rpc.ts";
import { CORS_HEADERS, preflight } from "./cors.ts";
import { readEvents } from "./events-api.ts";
import { limitBody, readBody } from "./json-body.ts";
import { moveApi } from "./move-api.ts";
import { postingApi } from "./posting-api.ts";
import { ListQuery, MessagesQuery } from "./queries.ts";
import { type App, answer, authorizeAction, authorizeRead, type RoomRequest, streamLines } from "./room-request.ts";

/** HTTP API of the rooms (P7, P8.8, P8.9), with the routes of capabilities. */
export function createRoomApi(capabilities: readonly Pick<Capability, "routes">[]): Hono<App> {
  const api = new Hono<App>()
    .options("/:room", ({ env, req }) => preflight(req.header("origin"), readConfig(env)))
    .options("/:room/*", ({ env, req }) => preflight(req.header("origin"), readConfig(env)))
    .get("/:room", readSummary)
    .get("/:room/messages", etag({ retainedHeaders: [...RETAINED_304_HEADERS, ...CORS_HEADERS] }), readMessages)
    .get("/:room/events", readEvents)
    .get("/:room/moderation", readModeration)
    .get("/:room/audit", exportAudit)
    .post("/:room/moderate", limitBody, moderate)
    .route("/", postingApi)
    .route("/", moveApi);
  for (const { routes } of capabilities) if (routes !== undefined) api.route("/", routes);
  return api
    .on("ALL", ["/:room", "/:room/events", "/:room/moderation", "/:room/audit"], () => wrongMethod("GET"))
    .on("ALL", "/:room/messages", () => wrongMethod("GET, POST, DELETE"))
    .on("ALL", "/:room/moderate", () => wrongMethod("POST"));
}

/** Returns a summary of the room (P7.1). */
async function readSummary(c: Context<App, "/:room">): Promise<Response> {
  const request = await authorizeRead(c, c.req.param("room"));
  return request instanceof Response ? request : answer(c, request, await request.stub.summary(request.requester));
}

/** Returns a page of messages (P7.2, P7.15). */
async function readMessages(c: Context<App, "/:room/messages">): Promise<Response> {
  const request = await authorizeRead(c, c.req.param("room"));
  if (request instanceof Response) return request;
  const range = v.safeParse(MessagesQuery, c.req.query());
  if (!range.success) return jsonError("bad_range", 400);
  return answer(c, request, await request.stub.messages(range.output, request.requester));
}

/** Returns a moderation list (P9.11). */
async function readModeration(c: Context<App, "/:room/moderation">): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  const query = v.safeParse(ListQuery, c.req.query());
  if (!query.success) return jsonError("bad_command", 400);
  return sendCommand(c, request, { type: "list", id: randomId(), ...query.output });
}

/** Exports the audit log (P9.30). */
async function exportAudit(c: Context<App, "/:room/audit">): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  return streamLines(c, request, (next) => request.stub.audit(next as AuditPage | undefined, request.requester));
}

/** Executes a moderation command (P9.3). */
async function moderate(c: Context<App, "/:room/moderate">): Promise<Response> {
  const request = await authorizeAction(c, c.req.param("room"));
  if (request instanceof Response) return request;
  const body = await readBody(c);
  if (body instanceof Response) return body;
  const action = parseAction(body);
  if (!action.ok) return jsonError(action.error.code, 400);
  return sendCommand(c, request, { type: "moderate", id: usableId(body) ?? randomId(), ...action.value });
}

async function sendCommand(c: Context<App>, request: RoomRequest, command: RpcRequest): Promise<Response> {
  const object = await request.stub.order(command, request.requester);
  return answer(c, request, typeof object === "object" && object.type === "error" ? object.code : object);
}
