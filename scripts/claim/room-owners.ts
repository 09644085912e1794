import * as v from "valibot";
import { ListObject } from "../../src/protocol/lists.ts";
import type { ModerationAction } from "../../src/protocol/moderation-action.ts";

/** A room of a deployment, and the token that outranks its owners (P9.14). */
export interface OwnedRoom {
  /** The deployment's `OWNER_TOKEN`. */
  readonly token: string;
  /** The room's name, in lower case. */
  readonly room: string;
  /** Any address of the site. */
  readonly url: URL;
  readonly fetch: typeof fetch;
}

/** Someone who claimed the room, or whose role was changed. */
export interface RoleChange {
  /** ISO 8601. */
  readonly at: string;
  readonly uid: string;
  readonly username: string;
  readonly role: string;
}

/**
 * Lists claims and role changes from the newest page of the audit log, newest first.
 *
 * @throws Error with the server's message
 */
export async function roleChanges(owned: OwnedRoom): Promise<RoleChange[]> {
  const body = await call(owned, "moderation?what=audit");
  const list = v.parse(ListObject, body);
  if (list.what !== "audit") throw new Error("The server answered with another list.");
  return list.items.flatMap(({ action, at, by, details, username }) => {
    const time = new Date(at).toISOString();
    if (action === "claim") return [{ at: time, uid: by, username, role: "owner" }];
    if (action !== "role") return [];
    return [{ at: time, uid: String(details.uid), username: String(details.username), role: String(details.role) }];
  });
}

/**
 * Makes a person a guest, whatever their role.
 *
 * @throws Error with the server's message
 */
export async function revoke(owned: OwnedRoom, uid: string): Promise<void> {
  await moderate(owned, { action: "role", uid, role: "guest" });
}

/**
 * Makes a person a guest, and bans them with their address. No owner of the room can lift that.
 *
 * @returns whether an address was banned
 * @throws Error with the server's message
 */
export async function banOwner(owned: OwnedRoom, uid: string): Promise<boolean> {
  await revoke(owned, uid);
  const done = await moderate(owned, { action: "ban", uid, address: true });
  return v.parse(v.object({ address: v.boolean() }), done).address;
}

function moderate(owned: OwnedRoom, action: ModerationAction): Promise<unknown> {
  return call(owned, "moderate", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(action),
  });
}

const Refusal = v.object({ error: v.object({ code: v.string(), message: v.string() }) });

/**
 * Sends a request below `/api/rooms/<room>/`.
 *
 * @returns the JSON of the answer; `undefined` if it has none
 * @throws Error with the server's message
 */
export async function call(
  { fetch, room, token, url }: OwnedRoom,
  path: string,
  init: RequestInit = {},
): Promise<unknown> {
  const response = await fetch(new URL(`/api/rooms/${room}/${path}`, url), {
    ...init,
    headers: { ...init.headers, authorization: `Bearer ${token}` },
  });
  const body: unknown = response.status === 204 ? undefined : await response.json();
  if (response.ok) return body;
  const refusal = v.safeParse(Refusal, body);
  throw new Error(refusal.success ? refusal.output.error.message : `The server answered with ${response.status}.`);
}
