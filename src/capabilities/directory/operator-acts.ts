import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import * as v from "valibot";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import { normalizeRoomName } from "../../protocol/normalize-name.ts";
import { type ClaimLink, DeletionOrder, type RoomDeletion } from "../../protocol/operator.ts";
import { toBase64Url } from "../../room/tokens/base64url.ts";
import { jsonError } from "../../worker/base/json-error.ts";
import { readConfig } from "../../worker/config/config.ts";
import type { DeploymentBan } from "../../worker/deployment/ban-list.ts";
import { readBody } from "../../worker/http/json-body.ts";
import {
  type App,
  answer,
  askRoom,
  authorizeAction,
  created,
  noContent,
  operatorAs,
  type RoomRequest,
} from "../../worker/http/room-request.ts";
import { roomOf } from "../../worker/object/room-stub.ts";
import { CLAIM_MS, claimLink } from "./claim-link.ts";
import { directoryOf } from "./directory-stub.ts";
import { refresh } from "./refresh.ts";

// What an operator does, and how the audit log and the directory hear of it.

/** Random bytes of a claim link. */
const NONCE_BYTES = 16;

/** Lets bans across all rooms through if they are on, and adds them to the audit log (P18.7). */
export const noteBans = createMiddleware<App>(async (c, next) => {
  const { env, req } = c;
  if (!readConfig(env).deploymentBans) return jsonError("not_found", 404);
  await next();
  if (req.method === "GET" || !c.res.ok) return undefined;
  const { bans } = (await c.res.clone().json()) as { readonly bans: readonly DeploymentBan[] };
  const key = req.path.split("/").at(-1) ?? "";
  if (req.method === "POST") {
    await note(c, "banFromAll", { bans: bans.map(({ key, kind, until }) => ({ key, kind, until })) });
  } else await note(c, "liftFromAll", { key });
  return undefined;
});

/** Acts that the directory knows of once they are answered: the next request is about what they did (P18.12). */
const ACTS = /\/rooms\/[^/]+\/(?:moderate|claim|deletion|people|bots|hooks)(?:\/|$)/;

/** Tells the directory of a room that an operator has changed. */
export const tellActs = createMiddleware<App>(async (c, next) => {
  await next();
  const { method, path } = c.req;
  const isAct = method === "DELETE" || ((method === "POST" || method === "PUT") && ACTS.test(path));
  const room = normalizeRoomName(c.req.param("room") ?? "");
  if (isAct && c.res.ok && room !== undefined) await refresh(c.env, room);
});

/**
 * Adds an operator's export of a room to its audit log (P18.12). One that continues after a `cursor` is an export too: it has
 * all that comes after. Within an hour, they share an entry.
 */
export const noteExport = createMiddleware<App>(async (c, next) => {
  await next();
  const room = normalizeRoomName(c.req.param("room") ?? "");
  // The answer to HEAD has no messages.
  if (!c.res.ok || c.req.method !== "GET" || room === undefined) return;
  const { format = "" } = c.req.query();
  const requester = operatorAs(c.get("operator") ?? { by: "token" });
  const stub = roomOf(c.env, room);
  await stub.ask({ type: "directory.note", action: "export", details: { format } }, requester);
  await refresh(c.env, room);
});

/** Adds an export of the audit log of all rooms to that log (P18.14). */
export const noteAuditExport = createMiddleware<App>(async (c, next) => {
  await next();
  if (!c.res.ok || c.req.method !== "GET") return;
  await note(c, "exportAudit", {});
});

/** Adds what the operator did to the audit log of all rooms. */
async function note(c: Context<App>, action: string, details: Record<string, unknown>): Promise<void> {
  const username = c.get("operator")?.name ?? "";
  await directoryOf(c.env)?.note({ at: Date.now(), by: "", username, action, details });
}

/** P9.2 */
export async function makeClaim(c: Context<App, "/rooms/:room/claim">): Promise<Response> {
  const asked = await authorizeAction(c, c.req.param("room"));
  if (asked instanceof Response) return asked;
  const { ownerToken } = asked.config;
  if (ownerToken === undefined) return jsonError("not_found", 404);
  const now = Date.now();
  const nonce = toBase64Url(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
  const room = c.req.param("room").toLowerCase();
  // A link must not claim the room that takes the name of this one.
  const { deletesAt = Number.POSITIVE_INFINITY } = (await directoryOf(c.env)?.room(room)) ?? {};
  const until = Math.min(now + CLAIM_MS, deletesAt);
  const link = claimLink({ token: ownerToken, room, url: new URL(c.req.url), until, nonce });
  const action = "ownerLink";
  const noted = await askRoom(asked, { type: "directory.note", action });
  // A room that no one has entered has no log of its own yet.
  if (typeof noted === "string") await note(c, action, { room });
  return created(c, asked, { link, until } satisfies ClaimLink);
}

/** P18.8 */
export async function scheduleDeletion(c: Context<App, "/rooms/:room/deletion">): Promise<Response> {
  const asked = await authorizeAction(c, c.req.param("room"));
  if (asked instanceof Response) return asked;
  const body = await readBody(c);
  if (body instanceof Response) return body;
  const order = v.safeParse(DeletionOrder, body);
  const room = c.req.param("room").toLowerCase();
  if (!order.success || order.output.name !== room) return answer(c, asked, "bad_action");
  const done = await askAbout(asked, { type: "directory.delete" });
  if (typeof done === "string") return answer(c, asked, done);
  // Only this capability answers.
  const { deletesAt } = done as Pick<RoomDeletion, "deletesAt">;
  await directoryOf(c.env)?.setDeletion(room, deletesAt);
  return answer(c, asked, { room, deletesAt } satisfies RoomDeletion);
}

export async function cancelDeletion(c: Context<App, "/rooms/:room/deletion">): Promise<Response> {
  const asked = await authorizeAction(c, c.req.param("room"));
  if (asked instanceof Response) return asked;
  const done = await askAbout(asked, { type: "directory.keep" });
  if (typeof done !== "string") await directoryOf(c.env)?.setDeletion(c.req.param("room").toLowerCase(), undefined);
  return noContent(c, asked, done);
}

/** Asks a room something; one that no one entered has no tables, and is none to an operator. */
async function askAbout(asked: RoomRequest, question: { readonly type: string }): Promise<object | ErrorCode> {
  const answered = await askRoom(asked, question);
  return answered === "no_person" ? "no_room" : answered;
}
