import * as v from "valibot";
import { ListObject } from "../../src/protocol/lists.ts";
import type { ModerationAction } from "../../src/protocol/moderation-action.ts";
import { callRoom, type RoomAccess } from "../room-api.ts";

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
 * @param access with the deployment's `OWNER_TOKEN`, which outranks a room's owners (P9.14)
 * @throws ApiError
 */
export async function roleChanges(access: RoomAccess): Promise<RoleChange[]> {
  const body: unknown = await (await callRoom(access, "/moderation", { query: { what: "audit" } })).json();
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
 * @throws ApiError
 */
export async function revoke(access: RoomAccess, uid: string): Promise<void> {
  await moderate(access, { action: "role", uid, role: "guest" });
}

/**
 * Makes a person a guest, and bans them with their address. No owner of the room can lift that.
 *
 * @returns whether an address was banned
 * @throws ApiError
 */
export async function banOwner(access: RoomAccess, uid: string): Promise<boolean> {
  await revoke(access, uid);
  const done = await moderate(access, { action: "ban", uid, address: true });
  return v.parse(v.object({ address: v.boolean() }), done).address;
}

async function moderate(access: RoomAccess, action: ModerationAction): Promise<unknown> {
  // Done twice, it would be in the audit log twice.
  return (await callRoom(access, "/moderate", { method: "POST", body: action, isRepeatable: false })).json();
}
