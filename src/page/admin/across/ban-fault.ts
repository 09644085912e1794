import { normalizeRoomName } from "../../../protocol/normalize-name.ts";

/** The fields of a ban from all rooms, as they were typed. */
export interface TypedBan {
  readonly uid: string;
  readonly room: string;
  readonly address: string;
  readonly reason: string;
}

/** A field that can't be right, and why, by its name among the strings of bans. */
export type BanFault =
  | { readonly field: "uid"; readonly words: "noGuest" | "badUid" }
  | { readonly field: "room"; readonly words: "needsRoom" | "badRoom" }
  | { readonly field: "address"; readonly words: "badAddress" };

/** A person whom the site signed in is known in all rooms (P8.3), and a guest in one. */
export const isGuest = (uid: string) => !/^m[0-9a-f]{24}$/.test(uid);

/** The fault that can be told before the server is asked. */
export function faultBefore({ room, uid }: TypedBan): BanFault | undefined {
  if (uid.trim() !== "" && isGuest(uid.trim()) && room.trim() === "") return { field: "room", words: "needsRoom" };
  if (room.trim() !== "" && normalizeRoomName(room.trim()) === undefined) return { field: "room", words: "badRoom" };
  return undefined;
}

/**
 * The fault that the server has found.
 *
 * @param code of its error
 * @returns `undefined` if it is about no field
 */
export function faultOf(code: string, { address }: TypedBan): BanFault | undefined {
  switch (code) {
    case "no_person":
      return { field: "uid", words: "noGuest" };
    case "bad_room":
      return { field: "room", words: "badRoom" };
    case "bad_action":
      // The other fields have no form of their own.
      return address.trim() === "" ? { field: "uid", words: "badUid" } : { field: "address", words: "badAddress" };
    default:
      return undefined;
  }
}
