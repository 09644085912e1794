import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import * as v from "valibot";
import type { ListObject } from "../../protocol/lists.ts";
import { normalizeRoomName } from "../../protocol/normalize-name.ts";
import {
  type AuditPage,
  AuditQuery,
  FindQuery,
  type FirstRun,
  OPERATOR_PROOFS,
  type OperatorStatus,
  type PublicRoomPage,
  PublicRoomQuery,
  type QueuedReport,
  ReportQuery,
  type ReportQueue,
  type RoomPage,
  RoomQuery,
  SeriesQuery,
} from "../../protocol/operator.ts";
import { jsonError, wrongMethod } from "../../worker/base/json-error.ts";
import { randomId } from "../../worker/base/random-id.ts";
import { type Config, readConfig } from "../../worker/config/config.ts";
import { banRoutes } from "../../worker/http/ban-api.ts";
import { limitBody } from "../../worker/http/json-body.ts";
import { type App, streamLines } from "../../worker/http/room-request.ts";
import { isListedRoom } from "../../worker/http/rooms.ts";
import { ACCESS_HEADER, refusal } from "../../worker/identity/cloudflare-access.ts";
import { verifyOperator } from "../../worker/identity/operator.ts";
import { roomOf } from "../../worker/object/room-stub.ts";
import { directoryOf } from "./directory-stub.ts";
import {
  cancelDeletion,
  makeClaim,
  noteAuditExport,
  noteBans,
  noteExport,
  scheduleDeletion,
  tellActs,
} from "./operator-acts.ts";
import { refresh } from "./refresh.ts";
import { seriesOf } from "./series.ts";
import { usageOf } from "./usage.ts";

/** Rooms whose reports a page of the queue has: each is asked by a request of its own. */
const QUEUED_ROOMS = 5;

const EMPTY_PAGE: RoomPage = { rooms: [], total: 0, sums: { people: 0, messagesToday: 0, bytes: 0, openReports: 0 } };

/**
 * The operator's API (P18), below `/api`, and the public list of rooms (P18.9).
 *
 * @param rooms the HTTP API of the rooms
 */
export function createOperatorRoutes(rooms: Hono<App>): Hono<App> {
  const operator = new Hono<App>()
    .use(authorizeOperator)
    .use("/rooms/:room/*", findFormerRoom)
    .use("/rooms/:room/*", tellActs)
    .use("/rooms/:room/export", noteExport)
    .use("/audit/export", noteAuditExport)
    .get("/", status)
    .get("/rooms", listRooms)
    .get("/rooms/:room", findRoom)
    .get("/series", readSeries)
    .get("/usage", async ({ env }) => Response.json((await directoryOf(env)?.usage()) ?? usageOf([], 0, Date.now())))
    .get("/reports", readReports)
    .get("/audit", readAudit)
    .get("/audit/export", exportAudit)
    .post("/rooms/:room/claim", makeClaim)
    .put("/rooms/:room/deletion", limitBody, scheduleDeletion)
    .delete("/rooms/:room/deletion", cancelDeletion)
    .use("/bans/*", noteBans)
    .route("/bans", banRoutes)
    .on("ALL", ["/", "/rooms", "/series", "/usage", "/reports", "/audit", "/audit/export"], () => wrongMethod("GET"))
    .on("ALL", "/rooms/:room/claim", () => wrongMethod("POST"))
    .on("ALL", "/rooms/:room/deletion", () => wrongMethod("PUT, DELETE"))
    .route("/rooms", rooms);
  return new Hono<App>()
    .get("/directory", listPublicRooms)
    .on("ALL", "/directory", () => wrongMethod("GET"))
    .get("/first-run", readFirstRun)
    .on("ALL", "/first-run", () => wrongMethod("GET"))
    .route("/operator", operator);
}

/**
 * Lets operators through (P18.3). A browser attaches the cookie of Access to the requests of every site, so a request with
 * no token of its own has to come from a page of this origin.
 */
const authorizeOperator = createMiddleware<App>(async (c, next) => {
  const { env, req } = c;
  const origin = req.header("origin");
  const { host, origin: own } = new URL(req.url);
  // TLS may end at a proxy.
  if (origin !== undefined && origin !== own && origin !== `https://${host}`) return jsonError("forbidden_origin", 403);
  const isRead = req.method === "GET" || req.method === "HEAD";
  if (!isRead && origin === undefined && req.header("authorization") === undefined) {
    return jsonError("forbidden_origin", 403);
  }
  const verdict = await verifyOperator(req.header("authorization"), req.header(ACCESS_HEADER), readConfig(env));
  if (verdict.ok) {
    c.set("operator", verdict.operator);
    await next();
    c.header("cache-control", "no-store");
    return undefined;
  }
  switch (verdict.code) {
    case "token_needed":
      return jsonError("token_needed", 401, { "www-authenticate": "Bearer" });
    case "not_allowed":
      return jsonError("not_allowed", 403);
    default:
      return refusal(verdict);
  }
});

/** Lets an operator reach a room that the directory knows, although `ROOM_NAMES` no longer has it (P18.16). */
const findFormerRoom = createMiddleware<App>(async (c, next) => {
  const room = normalizeRoomName(c.req.param("room") ?? "");
  if (room !== undefined && !isListedRoom(room, readConfig(c.env).rooms)) {
    c.set("isFormerRoom", ((await directoryOf(c.env)?.room(room)) ?? null) !== null);
  }
  await next();
});

function status(c: Context<App>): Response {
  const config = readConfig(c.env);
  const { deploymentBans, hasDirectory, identity, ownerToken, publicDirectory } = config;
  const siteKey = identity.site?.key.kind;
  return Response.json({
    ...(c.get("operator") ?? { by: "token" }),
    directory: hasDirectory,
    public: publicDirectory,
    bans: deploymentBans,
    claims: ownerToken !== undefined,
    ...signInWays(config),
    ...(siteKey === undefined ? {} : { siteKey }),
    now: Date.now(),
  } satisfies OperatorStatus);
}

/** P18.4 */
async function listRooms({ env, req }: Context<App>): Promise<Response> {
  const query = v.safeParse(RoomQuery, req.query());
  if (!query.success) return jsonError("bad_range", 400);
  return Response.json((await directoryOf(env)?.list(query.output, false)) ?? EMPTY_PAGE);
}

async function findRoom({ env, req }: Context<App, "/rooms/:room">): Promise<Response> {
  const query = v.safeParse(FindQuery, req.query());
  if (!query.success) return jsonError("bad_range", 400);
  const name = normalizeRoomName(req.param("room"));
  if (name === undefined) return jsonError("bad_room", 404);
  if (query.output.fresh === "true") await refresh(env, name);
  const room = await directoryOf(env)?.room(name);
  return room ? Response.json(room) : jsonError("no_room", 404);
}

/** P18.9, P18.16 */
async function listPublicRooms({ env, req }: Context<App>): Promise<Response> {
  const { publicDirectory, rooms: existing } = readConfig(env);
  const directory = publicDirectory ? directoryOf(env) : undefined;
  if (directory === undefined) return jsonError("not_found", 404);
  const query = v.safeParse(PublicRoomQuery, req.query());
  if (!query.success) return jsonError("bad_range", 400);
  const { next, rooms, total } = await directory.list(
    query.output,
    true,
    existing.access === "listed" ? [...existing.names] : undefined,
  );
  return Response.json({
    rooms: rooms.map(({ people, room, title, topic }) => ({ room, title, ...(topic ? { topic } : {}), people })),
    total,
    ...(next === undefined ? {} : { next }),
  } satisfies PublicRoomPage);
}

/** P18.11: without a directory, nobody is told to claim a room. */
async function readFirstRun({ env }: Context<App>): Promise<Response> {
  const claimed = (await directoryOf(env)?.isClaimed()) ?? true;
  return Response.json({ claimed, ...signInWays(readConfig(env)) } satisfies FirstRun);
}

/** P18.13 */
function signInWays({ identity, ownServer, ownerToken }: Config): Pick<FirstRun, "ownServer" | "signIn"> {
  const ways = { token: ownerToken, jwt: identity.site, access: identity.operatorAccess };
  return { signIn: OPERATOR_PROOFS.filter((way) => ways[way] !== undefined), ownServer };
}

/** P18.5 */
async function readSeries({ env, req }: Context<App>): Promise<Response> {
  const query = v.safeParse(SeriesQuery, req.query());
  if (!query.success) return jsonError("bad_range", 400);
  const directory = directoryOf(env);
  if (directory === undefined) return Response.json(seriesOf([], query.output, 0));
  const { room: name, ...series } = query.output;
  if (name === undefined) return Response.json(await directory.series(series));
  const room = normalizeRoomName(name);
  if (room === undefined || (await directory.room(room)) === null) return jsonError("no_room", 404);
  return Response.json(await directory.series({ ...series, room }));
}

/** P18.6: asks the rooms that have open reports, and no others. */
async function readReports({ env, req }: Context<App>): Promise<Response> {
  const query = v.safeParse(ReportQuery, req.query());
  if (!query.success) return jsonError("bad_range", 400);
  const found = (await directoryOf(env)?.reported(query.output.after ?? "", QUEUED_ROOMS)) ?? [];
  const unreachable: string[] = [];
  const lists = await Promise.all(
    found.map(async ({ room, title }): Promise<QueuedReport[]> => {
      try {
        const list = await roomOf(env, room).order(
          { type: "list", id: randomId(), what: "reports" },
          { type: "owner" },
        );
        // The answer to this list, or an error.
        const items = typeof list === "object" && list.type === "list" ? (list as ListObject).items : [];
        return (items as QueuedReport["report"][]).map((report) => ({ room, title, report }));
      } catch {
        unreachable.push(room);
        return [];
      }
    }),
  );
  const last = found.at(-1);
  return Response.json({
    reports: lists.flat(),
    unreachable,
    ...(last === undefined || found.length < QUEUED_ROOMS ? {} : { next: last.room }),
  } satisfies ReportQueue);
}

/** P18.7 */
async function readAudit({ env, req }: Context<App>): Promise<Response> {
  const query = v.safeParse(AuditQuery, req.query());
  if (!query.success) return jsonError("bad_range", 400);
  const directory = directoryOf(env);
  if (directory === undefined) return Response.json({ entries: [] } satisfies AuditPage);
  const { room: name, ...range } = query.output;
  // What was done to all rooms has an empty name.
  if (!name) return Response.json(await directory.audit(query.output));
  const room = normalizeRoomName(name);
  if (room === undefined) return jsonError("no_room", 404);
  const page = await directory.audit({ ...range, room });
  // The entries of a deleted room are still there.
  if (page.entries.length === 0 && (await directory.room(room)) === null) return jsonError("no_room", 404);
  return Response.json(page);
}

async function exportAudit(c: Context<App>): Promise<Response> {
  // It is whole: there is nothing to select, and nothing to continue.
  if (Object.keys(c.req.query()).length > 0) return jsonError("bad_range", 400);
  const directory = directoryOf(c.env);
  const config = readConfig(c.env);
  return streamLines(c, { config, requester: { type: "owner" } }, async (next) => {
    const page = await directory?.audit({ ...next });
    if (page === undefined) return { lines: [] };
    return { lines: page.entries, ...(page.next === undefined ? {} : { next: { before: page.next } }) };
  });
}
