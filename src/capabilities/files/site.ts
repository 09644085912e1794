import { type Context, Hono } from "hono";
import { normalizeRoomName } from "../../protocol/normalize-name.ts";
import { jsonError } from "../../worker/base/json-error.ts";
import { readConfig } from "../../worker/config/config.ts";
import type { App } from "../../worker/http/room-request.ts";
import { isListedRoom } from "../../worker/http/rooms.ts";
import { fixedLength, RANGE_HEADER } from "./files-object.ts";
import { filesOf } from "./files-stub.ts";
import { R2FileStore } from "./r2-file-store.ts";
import { EDGE_SECONDS, isPlainRange } from "./serve.ts";
import { isFileId } from "./stored-file.ts";

/** Bytes of the largest file that the edge keeps: copying a stream holds what its slower reader has not read. */
const MAX_KEPT_BYTES = 10 * 1024 * 1024;

/** Headers of a request on which the answer depends. A range counts for GET alone (RFC 9110, 14.2). */
const CONDITIONS = { HEAD: ["if-none-match"], GET: ["range", "if-range", "if-none-match"] } as const;

/** P12.6. The room is never asked. */
export const site = new Hono<App>()
  .get("/files/:room/:id/:name", (c) => serveFile(c, c.req.param("room"), c.req.param("id")))
  .on("ALL", "/files/*", (c) =>
    c.req.method === "GET" || c.req.method === "HEAD"
      ? jsonError("not_found", 404)
      : jsonError("method_not_allowed", 405, { allow: "GET, HEAD" }),
  );

async function serveFile(c: Context<App>, name: string, id: string): Promise<Response> {
  const room = normalizeRoomName(name);
  if (room === undefined || !isFileId(id) || !isListedRoom(room, readConfig(c.env).rooms)) {
    return jsonError("not_found", 404);
  }
  const { pathname } = new URL(`/files/${room}/${id}`, c.req.url);
  const headers = conditionsOf(c.req.raw);
  const pass = c.req.query("pass");
  const key = new URL(pathname, c.req.url).href;
  const kept = pass === undefined && isForCache(headers) ? await findAtEdge(key, headers) : undefined;
  if (kept !== undefined) return forBrowser(kept);
  const query = pass === undefined ? "" : `?pass=${encodeURIComponent(pass)}`;
  const found = await filesOf({ env: c.env, room }).fetch(`https://files/serve/${id}${query}`, { headers });
  if (found.status === 404) return jsonError("not_found", 404);
  const response = await withBody(found, c.env, room, id);
  if (
    response.status === 200 &&
    isForEveryone(response) &&
    Number(response.headers.get("content-length")) <= MAX_KEPT_BYTES
  ) {
    c.executionCtx.waitUntil(keepAtEdge(key, response.clone()));
  }
  return response;
}

function conditionsOf({ headers, method }: Request): Headers {
  const conditions = new Headers();
  for (const name of CONDITIONS[method === "HEAD" ? "HEAD" : "GET"]) {
    const value = headers.get(name);
    if (value !== null) conditions.set(name, value);
  }
  return conditions;
}

/** Whether the edge's cache answers as `serve` does: it doesn't know `If-Range`, and has its own idea of odd ranges. */
function isForCache(conditions: Headers): boolean {
  const range = conditions.get("range");
  return !conditions.has("if-range") && (range === null || isPlainRange(range));
}

/** Reads the bytes that the `Files` object found in R2. */
async function withBody(found: Response, env: Env, room: string, id: string): Promise<Response> {
  const asked = found.headers.get(RANGE_HEADER);
  if (asked === null || env.FILES === undefined) return new Response(found.body, found);
  const [start = 0, end = 0] = asked.split("-").map(Number);
  const range = { start, end };
  const body = fixedLength(await new R2FileStore(env.FILES, room).read(id, range), range);
  const response = new Response(body, found);
  response.headers.delete(RANGE_HEADER);
  return response;
}

function isForEveryone({ headers }: Response): boolean {
  return headers.get("cache-control")?.startsWith("public") ?? false;
}

/** The name of the header in which a kept response has its own `cache-control`, which the edge's replaces. */
const OWN_CONTROL = "x-parley-cache-control";

/** A kept response as it was when it was made. */
function forBrowser(kept: Response): Response {
  const response = new Response(kept.body, kept);
  response.headers.set("cache-control", kept.headers.get(OWN_CONTROL) ?? "no-store");
  response.headers.delete(OWN_CONTROL);
  return response;
}

/** Finds a file in the edge's cache, which a server of your own may not have. The cache answers ranges and tags itself. */
async function findAtEdge(key: string, headers: Headers): Promise<Response | undefined> {
  try {
    return await caches.default.match(new Request(key, { headers }));
  } catch {
    return undefined;
  }
}

async function keepAtEdge(key: string, response: Response): Promise<void> {
  const kept = new Response(response.body, response);
  kept.headers.set(OWN_CONTROL, response.headers.get("cache-control") ?? "");
  kept.headers.set("cache-control", `max-age=${EDGE_SECONDS}`);
  try {
    await caches.default.put(key, kept);
  } catch {
    // Without a cache, the object is asked each time.
  }
}
