import { type Context, Hono } from "hono";
import { normalizeRoomName } from "../../protocol/normalize-name.ts";
import { jsonError } from "../../worker/base/json-error.ts";
import { readConfig } from "../../worker/config/config.ts";
import { findAtEdge, keepAtEdge } from "../../worker/http/edge-cache.ts";
import { isListedRoom } from "../../worker/http/rooms.ts";
import { roomOf } from "../../worker/object/room-stub.ts";
import { fetchPublic, PREVIEW_HEADER } from "../../worker/outgoing/fetch-public.ts";
import { pictureType } from "./picture-type.ts";

type App = { Bindings: Env };

/** Bytes of a picture. Cards are small, and a larger one would cost a phone more than the page itself. */
const MAX_PICTURE_BYTES = 2 * 1_024 * 1_024;

/** Milliseconds for a picture. */
const PICTURE_TIMEOUT_MS = 5_000;

/** Seconds for which the edge keeps a picture: so long can one be seen by its address after its preview is gone (P13.9). */
const EDGE_SECONDS = 60 * 60;

/** Seconds for which the edge remembers that there is no picture, so that another site is not asked each time. */
const MISSING_SECONDS = 60;

/** Seconds for which a browser keeps a picture. */
const BROWSER_SECONDS = 24 * 60 * 60;

/** P13.9. */
export const site = new Hono<App>()
  .get("/previews/:room/:id", answerPicture)
  .on("ALL", "/previews/*", (c) =>
    c.req.method === "GET" ? jsonError("not_found", 404) : jsonError("method_not_allowed", 405, { allow: "GET, HEAD" }),
  );

async function answerPicture(c: Context<App, "/previews/:room/:id">): Promise<Response> {
  const { previews, rooms } = readConfig(c.env);
  const room = normalizeRoomName(c.req.param("room"));
  const id = c.req.param("id");
  const isAddress = room !== undefined && isListedRoom(room, rooms) && /^[a-z\d]{32}$/.test(id);
  if (!previews || !isAddress || c.req.header(PREVIEW_HEADER) !== undefined) return jsonError("not_found", 404);
  // The key names nothing but the picture, so that other parameters don't wake the room.
  const key = new URL(`/previews/${room}/${id}`, c.req.url).href;
  const kept = await findAtEdge(key);
  if (kept !== undefined) return forBrowser(kept);
  const made = await makePicture(c.env, room, id);
  const seconds = made.ok ? EDGE_SECONDS : MISSING_SECONDS;
  c.executionCtx.waitUntil(keepAtEdge(key, made.clone(), seconds));
  return forBrowser(made);
}

async function makePicture(env: Env, room: string, id: string): Promise<Response> {
  // Only this capability answers this request.
  const asked = (await roomOf(env, room).ask({ type: "previews.picture", id }, { type: "anonymous" })) as
    | { readonly url: string }
    | string;
  if (typeof asked === "string") return jsonError("not_found", 404);
  const asking = {
    accept: "image/*",
    timeoutMs: PICTURE_TIMEOUT_MS,
    maxBytes: MAX_PICTURE_BYTES,
    beyond: "refuse",
  } as const;
  const answered = await fetchPublic(asked.url, asking, fetch);
  const type = answered && pictureType(answered.body);
  if (type === undefined) return jsonError("not_found", 404);
  const headers = {
    "content-type": type,
    "content-security-policy": "default-src 'none'; sandbox",
    "content-disposition": "inline",
    // Anyone on the web can see it, and pages of other origins have clients too (P1.2).
    "cross-origin-resource-policy": "cross-origin",
  };
  return new Response(answered?.body, { headers });
}

function forBrowser({ body, headers, ok, status }: Response): Response {
  const response = new Response(body, { headers, status });
  response.headers.set("cache-control", ok ? `public, max-age=${BROWSER_SECONDS}, immutable` : "no-store");
  return response;
}
