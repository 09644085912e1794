import { type Context, Hono } from "hono";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import { DEFAULT_ROOM } from "../../protocol/normalize-name.ts";
import { jsonError } from "../../worker/base/json-error.ts";
import { readConfig } from "../../worker/config/config.ts";
import { findAtEdge, keepAtEdge } from "../../worker/http/edge-cache.ts";
import { isListedRoom } from "../../worker/http/rooms.ts";
import { roomOf } from "../../worker/object/room-stub.ts";
import type { ArchivePage } from "./archive.ts";
import { parseDay } from "./day.ts";
import { notFound } from "./layout.ts";
import { hrefOf, type PageAddress, parseAddress } from "./page-address.ts";

type App = { Bindings: Env };

/**
 * Seconds for which the edge keeps a page. Browsers ask again each time, so no one sees a deleted message for more than a
 * minute (P7.5).
 */
const EDGE_SECONDS = 50;

/** Headers of an unchanged page. Its policy would otherwise be replaced by the default one, which allows no style. */
const KEPT_304_HEADERS = [...RETAINED_304_HEADERS, "content-security-policy"];

/** P7.4. */
export const site = new Hono<App>({ strict: false })
  .use("/r/:room/log/*", etag({ weak: true, retainedHeaders: KEPT_304_HEADERS }))
  .get("/log", redirectToLog)
  .get("/r/:room/log", (c) => answer(c, parseAddress(c.req.param("room"))))
  .get("/r/:room/log/:day", (c) =>
    answer(c, parseAddress(c.req.param("room"), c.req.param("day"), c.req.query("part"))),
  )
  .on("ALL", ["/log", "/r/:room/log", "/r/:room/log/:day"], () =>
    jsonError("method_not_allowed", 405, { allow: "GET, HEAD" }),
  );

/**
 * Leads from the chat page, which knows its room only with JavaScript, to the log of its room: by the `Referer`, or else
 * to the lobby's.
 */
function redirectToLog(c: Context<App>): Response {
  const page = URL.parse(c.req.header("referer") ?? "");
  const name = /^\/(?:r|embed)\/([^/]+)\/?$/.exec(page?.pathname ?? "")?.[1] ?? DEFAULT_ROOM;
  return c.redirect(hrefOf(parseAddress(name) ?? { room: DEFAULT_ROOM }));
}

async function answer(c: Context<App>, address: PageAddress | undefined): Promise<Response> {
  const { archive, rooms } = readConfig(c.env);
  if (archive === undefined) return notFound();
  if (address === undefined || !isListedRoom(address.room, rooms)) return notFound(roomToLink(address));
  // The key names nothing but the page, so that other parameters don't wake the room.
  const key = new URL(hrefOf(address), c.req.url).href;
  const kept = await findAtEdge(key);
  if (kept !== undefined) return forBrowser(kept);
  const made = await makePage(c.env, address, archive === "indexed");
  c.executionCtx.waitUntil(keepAtEdge(key, made.clone(), EDGE_SECONDS));
  return forBrowser(made);
}

/** Asks the room for a page, as anyone without a token. */
async function makePage(env: Env, address: PageAddress, isIndexed: boolean): Promise<Response> {
  const day = address.day === undefined ? undefined : parseDay(address.day);
  const { part } = address;
  const request =
    day === undefined
      ? { type: "archive.newest" }
      : { type: "archive.day", from: day.from, to: day.to, ...(part === undefined ? {} : { part }) };
  // Only this capability answers this request.
  const page = (await roomOf(env, address.room).ask(request, { type: "anonymous" })) as ArchivePage | ErrorCode;
  if (page === "internal") throw new Error("the room could not read its log");
  if (typeof page === "string") return notFound(roomToLink(address));
  // Loads the parser of markup only when there is something to render.
  const { pageResponse } = await import("./document.ts");
  return pageResponse(address, page, isIndexed);
}

/** The room whose newest messages may be found if a page is not: of a day's address. */
function roomToLink(address: PageAddress | undefined): string | undefined {
  return address?.day === undefined ? undefined : address.room;
}

/** A copy that may be kept by browsers, but not shown without asking again. */
function forBrowser({ body, headers, status }: Response): Response {
  const response = new Response(body, { headers, status });
  response.headers.set("cache-control", "no-cache");
  return response;
}
