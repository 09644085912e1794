import { type Context, Hono } from "hono";
import * as v from "valibot";
import type { ErrorCode } from "../protocol/errors.ts";
import type { MessagesPage, RoomSummary } from "../protocol/http.ts";
import { MAX_HISTORY, MAX_PAGE_MESSAGES } from "../protocol/limits.ts";
import { DEFAULT_ROOM, normalizeRoomName } from "../protocol/names.ts";
import { V1 } from "../protocol/parse-v1.ts";
import type { PageRange } from "../room/history.ts";
import { type Admission, admissionRequest } from "./admission.ts";
import { type Config, readConfig } from "./config.ts";
import { platformVerifier } from "./identity/platform-verifier.ts";
import type { Issuer, Verdict } from "./identity/verifier.ts";
import { jsonError } from "./json-error.ts";
import { logFailure } from "./log.ts";
import { addressOf, limitRequests } from "./request-limit.ts";
import { secureHeaders } from "./secure-headers.ts";

type App = { Bindings: Env };

/** What Cloudflare Access puts beside each request that it lets through. */
const ACCESS_HEADER = "cf-access-jwt-assertion";

/** What the Worker answers itself. All else is a static asset, and costs no call of the Worker. */
export const routes = new Hono<App>()
  .use(secureHeaders)
  .use(limitRequests)
  .get("/ws", (c) => openSocket(c, DEFAULT_ROOM))
  .get("/ws/:room", (c) => openSocket(c, c.req.param("room")))
  .get("/api/rooms/:room", (c) => readSummary(c, c.req.param("room")))
  .get("/api/rooms/:room/messages", (c) => readMessages(c, c.req.param("room")))
  .on("ALL", ["/ws", "/ws/:room", "/api/rooms/:room", "/api/rooms/:room/messages"], () =>
    jsonError("method_not_allowed", 405, { allow: "GET" }),
  )
  .notFound(() => jsonError("not_found", 404))
  .onError((error) => {
    logFailure("request_failed", error);
    return jsonError("internal", 500);
  });

/** What the Worker asks of a room's object. */
interface RoomStub extends Pick<DurableObjectStub, "fetch"> {
  summary(): Promise<RoomSummary | ErrorCode>;
  messages(range: PageRange): Promise<MessagesPage | ErrorCode>;
}

function roomOf(env: Env, name: string): RoomStub {
  // The platform's type of a stub works out what may cross an RPC, and does not come to an end over recursive JSON.
  return env.CHAT_ROOM.getByName(name) as unknown as RoomStub;
}

/** P1: everything about a socket that can be refused is refused here, before any object is touched. */
async function openSocket({ env, req }: Context<App>, name: string): Promise<Response> {
  const room = normalizeRoomName(name);
  if (room === undefined) return jsonError("bad_room", 404);
  if (req.header("upgrade")?.toLowerCase() !== "websocket") {
    return jsonError("upgrade_required", 426, { upgrade: "websocket" });
  }
  const config = readConfig(env);
  if (!isOriginAllowed(req.header("origin"), new URL(req.url), config)) return jsonError("forbidden_origin", 403);
  const dialect = readDialect(req.header("sec-websocket-protocol"));
  if (dialect === undefined) return jsonError("bad_subprotocol", 400);
  const history = readHistory(req.query("history"));
  if (history === undefined) return jsonError("bad_history", 400);

  const vouched = await vouchedFor(req.header(ACCESS_HEADER), config.identity.access, room);
  if (vouched?.ok === false) return refusal(vouched);
  const address = addressOf(req.raw);
  const admission = {
    dialect,
    history,
    ...(address === undefined ? {} : { address }),
    ...(vouched === undefined ? {} : { identity: vouched.identity }),
  };
  return roomOf(env, room).fetch(admissionRequest(admission));
}

/** P8.7: who the gateway says this is. Whoever comes past it is a guest. */
async function vouchedFor(
  token: string | undefined,
  access: Issuer | undefined,
  room: string,
): Promise<Verdict | undefined> {
  if (token === undefined || access === undefined) return undefined;
  return platformVerifier(access).verify(token, room);
}

/** P8.1, P8.5. */
function refusal(verdict: Exclude<Verdict, { readonly ok: true }>): Response {
  switch (verdict.code) {
    case "bad_token":
      return jsonError("bad_token", 401, { "www-authenticate": "Bearer" });
    case "identity_unavailable":
      return jsonError("identity_unavailable", 503, { "retry-after": String(Math.ceil(verdict.retryAfter / 1_000)) });
  }
}

/** P7.1. */
async function readSummary({ env, req }: Context<App>, name: string): Promise<Response> {
  const room = normalizeRoomName(name);
  if (room === undefined) return jsonError("bad_room", 404);
  return answer(req.header("origin"), env, await roomOf(env, room).summary());
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

/** P7.2. */
async function readMessages({ env, req }: Context<App>, name: string): Promise<Response> {
  const room = normalizeRoomName(name);
  if (room === undefined) return jsonError("bad_room", 404);
  const range = v.safeParse(Range, req.query());
  if (!range.success) return jsonError("bad_range", 400);
  return answer(req.header("origin"), env, await roomOf(env, room).messages(range.output));
}

/** JSON that the pages which may open the room may read as well. */
function answer(origin: string | undefined, env: Env, body: object | ErrorCode): Response {
  if (typeof body === "string") return jsonError(body, 401);
  const { allowedOrigins } = readConfig(env);
  const allowed = origin !== undefined && (allowedOrigins === "*" || allowedOrigins.has(origin));
  return Response.json(body, {
    headers: { vary: "origin", ...(allowed ? { "access-control-allow-origin": origin } : {}) },
  });
}

/** P1.2: the host's own pages, those on the list, and programs, which send no `Origin`. */
function isOriginAllowed(origin: string | undefined, url: URL, { allowedOrigins }: Config): boolean {
  if (origin === undefined || allowedOrigins === "*" || allowedOrigins.has(origin)) return true;
  // To the letter, as browsers send it. TLS may have ended before us; the other way round it is a page that anybody on
  // the way could have written.
  return origin === url.origin || origin === `https://${url.host}`;
}

/** P1.3. */
function readDialect(list: string | undefined): Admission["dialect"] | undefined {
  if (list === undefined) return "plain";
  const offered = list.split(",").map((protocol) => protocol.trim());
  return offered.includes(V1) ? "v1" : undefined;
}

/** P2.5: more than the room gives at once is as much as it gives. */
function readHistory(value: string | undefined): number | undefined {
  if (value === undefined) return 0;
  return /^\d{1,9}$/.test(value) ? Math.min(Number(value), MAX_HISTORY) : undefined;
}
