import { type Context, Hono } from "hono";
import { MAX_HISTORY } from "../../protocol/limits.ts";
import { DEFAULT_ROOM, normalizeRoomName } from "../../protocol/normalize-name.ts";
import { V1 } from "../../protocol/parse-v1.ts";
import { comeBack, jsonError } from "../base/json-error.ts";
import { logFailure } from "../base/logger.ts";
import { readConfig } from "../config/config.ts";
import { objectOf } from "../config/located-objects.ts";
import { deploymentBan, networkKey } from "../deployment/ban-list.ts";
import { ACCESS_HEADER, refusal, verifyAccess } from "../identity/cloudflare-access.ts";
import type { Capability } from "../object/capability.ts";
import { encodeUpgrade, type UpgradeRequest } from "../object/upgrade.ts";
import { allowedHosts } from "./allowed-hosts.ts";
import { banApi } from "./ban-api.ts";
import { addressOf } from "./client-address.ts";
import { isOriginAllowed } from "./cors.ts";
import { embedPage } from "./embed-page.ts";
import { limitRequests } from "./request-limit.ts";
import { createRoomApi } from "./room-api.ts";
import { isListedRoom, roomAllowance } from "./rooms.ts";
import { secureHeaders } from "./secure-headers.ts";

type App = { Bindings: Env };

/** The platform's error for a method that an object does not have: it still runs the release before (P1.11). */
const UNKNOWN_METHOD = /\bRPC receiver does not implement\b/;

/** Routes of the Worker, those of capabilities included. Every other path is a static asset and does not invoke it. */
export function createRoutes(
  capabilities: readonly Pick<Capability, "operatorRoutes" | "pages" | "routes" | "site">[],
): Hono<App> {
  const rooms = createRoomApi(capabilities);
  const routes = new Hono<App>({ strict: false })
    .use(secureHeaders)
    // For a load balancer, which may come by address: before the checks of host and rate, and without any room.
    .get("/healthz", ({ text }) => text("ok\n"))
    .use(allowedHosts)
    .use(limitRequests)
    .get("/ws", (c) => openSocket(c, DEFAULT_ROOM))
    // P1.10: addresses of the PHP tutorial. On Cloudflare, the page's file is at the second one.
    .get("/websocket.php", (c) => openSocket(c, DEFAULT_ROOM))
    .get("/", (c) => openSocket(c, DEFAULT_ROOM))
    .get("/ws/:room", (c) => openSocket(c, c.req.param("room")))
    .on("ALL", ["/ws", "/ws/:room"], () => jsonError("method_not_allowed", 405, { allow: "GET" }))
    .route("/api/rooms", rooms)
    .route("/api/bans", banApi)
    .route("/embed", embedPage)
    .notFound(() => jsonError("not_found", 404))
    .onError((error) => {
      logFailure("request_failed", error);
      return UNKNOWN_METHOD.test(error.message) ? comeBack() : jsonError("internal", 500);
    });
  for (const { operatorRoutes, pages, site } of capabilities) {
    if (operatorRoutes !== undefined) routes.route("/api", operatorRoutes(rooms));
    if (pages !== undefined) routes.route("/api", pages);
    if (site !== undefined) routes.route("/", site);
  }
  return routes;
}

/** Opens a WebSocket (P1). Every check that can reject it happens here, before the request reaches a Durable Object. */
async function openSocket({ env, req }: Context<App>, name: string): Promise<Response> {
  const room = normalizeRoomName(name);
  if (room === undefined) return jsonError("bad_room", 404);
  if (req.header("upgrade")?.toLowerCase() !== "websocket") {
    return jsonError("upgrade_required", 426, { upgrade: "websocket" });
  }
  const config = readConfig(env);
  if (!isListedRoom(room, config.rooms)) return jsonError("no_room", 404);
  if (!isOriginAllowed(req.header("origin"), new URL(req.url), config)) return jsonError("forbidden_origin", 403);
  const dialect = readDialect(req.header("sec-websocket-protocol"));
  if (dialect === undefined) return jsonError("bad_subprotocol", 400);
  const history = readHistory(req.query("history"));
  if (history === undefined) return jsonError("bad_history", 400);

  const verdict = await verifyAccess(req.header(ACCESS_HEADER), config.identity.access, room);
  if (verdict?.ok === false) return refusal(verdict);
  const address = addressOf(req.raw, config.proxy);
  const network = networkKey(address, config);
  const ban = await deploymentBan(env, config, [network, verdict?.identity.uid]);
  if (ban !== undefined) return jsonError("banned", 403);
  const allowance = roomAllowance(env, config.rooms, address);
  const upgrade: UpgradeRequest = {
    dialect,
    history,
    host: new URL(req.url).hostname,
    mayMake: config.rooms.access !== "claimed" || verdict?.identity.role === "owner",
    ...(allowance === undefined ? {} : { allowance }),
    ...(address === undefined ? {} : { address }),
    ...(network === undefined ? {} : { network }),
    ...(verdict === undefined ? {} : { identity: verdict.identity }),
  };
  return objectOf(env.CHAT_ROOM, room, env).fetch(encodeUpgrade(upgrade));
}

/** Reads the dialect from the subprotocol (P1.3). */
function readDialect(list: string | undefined): UpgradeRequest["dialect"] | undefined {
  if (list === undefined) return "plain";
  const offered = list.split(",").map((protocol) => protocol.trim());
  return offered.includes(V1) ? "v1" : undefined;
}

/** Reads the number of messages to replay (P2.5), limited to the maximum. */
function readHistory(value: string | undefined): number | undefined {
  if (value === undefined) return 0;
  return /^\d{1,9}$/.test(value) ? Math.min(Number(value), MAX_HISTORY) : undefined;
}
