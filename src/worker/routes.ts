import { Hono } from "hono";
import { MAX_HISTORY } from "../protocol/limits.ts";
import { DEFAULT_ROOM, normalizeRoomName } from "../protocol/names.ts";
import { admissionRequest } from "./admission.ts";
import { type Config, readConfig } from "./config.ts";
import { jsonError } from "./json-error.ts";

/** What the Worker answers itself. All else is a static asset, and costs no call of the Worker. */
export const routes = new Hono<{ Bindings: Env }>()
  .get("/ws", (c) => openSocket(c.req.raw, c.env, DEFAULT_ROOM))
  .get("/ws/:room", (c) => openSocket(c.req.raw, c.env, c.req.param("room")))
  .all("/ws", () => jsonError("method_not_allowed", 405, { allow: "GET" }))
  .all("/ws/:room", () => jsonError("method_not_allowed", 405, { allow: "GET" }))
  .notFound(() => jsonError("not_found", 404))
  .onError((error) => {
    console.error("a request failed", error);
    return jsonError("internal", 500);
  });

/** P1: everything about a socket that can be refused is refused here, before any object is touched. */
async function openSocket(request: Request, env: Env, name: string): Promise<Response> {
  const room = normalizeRoomName(name);
  if (room === undefined) return jsonError("bad_room", 404);
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return jsonError("upgrade_required", 426, { upgrade: "websocket" });
  }
  const config = readConfig(env);
  if (!isOriginAllowed(request, config)) return jsonError("forbidden_origin", 403);
  if (request.headers.get("sec-websocket-protocol") !== null) return jsonError("bad_subprotocol", 400);
  const history = readHistory(new URL(request.url).searchParams.get("history"));
  if (history === undefined) return jsonError("bad_history", 400);

  const address = config.showAddresses ? (request.headers.get("cf-connecting-ip") ?? "unknown") : undefined;
  return env.CHAT_ROOM.getByName(room).fetch(
    admissionRequest({ history, ...(address === undefined ? {} : { address }) }),
  );
}

/** P1.2: the host's own pages, those on the list, and programs, which send no `Origin`. */
function isOriginAllowed(request: Request, { allowedOrigins }: Config): boolean {
  const origin = request.headers.get("origin");
  if (origin === null || allowedOrigins === "*" || allowedOrigins.has(origin)) return true;
  // `Origin: null`, which a sandboxed page sends, is no URL and no host's own.
  return URL.parse(origin)?.host === new URL(request.url).host;
}

/** P2.5: more than the room gives at once is as much as it gives. */
function readHistory(value: string | null): number | undefined {
  if (value === null) return 0;
  return /^\d{1,9}$/.test(value) ? Math.min(Number(value), MAX_HISTORY) : undefined;
}
