import { MAX_ROOM_NAME_LENGTH } from "../../../protocol/limits.ts";
import { normalizeRoomName } from "../../../protocol/normalize-name.ts";

/** What is wrong with the name of a room (P1.1). */
export type RoomFault = "missing" | "length" | "start" | "characters";

/** A room's name, or why it is none. */
export type CheckedRoom =
  | { readonly ok: true; readonly room: string }
  | { readonly ok: false; readonly fault: RoomFault };

/**
 * Checks what was typed as the name of a room. Spaces become hyphens, as people type names of several words.
 *
 * @param raw the input's value
 */
export function checkRoom(raw: string): CheckedRoom {
  const typed = raw.trim().replace(/^#/, "").replace(/\s+/gu, "-");
  const room = normalizeRoomName(typed);
  if (room !== undefined) return { ok: true, room };
  if (typed === "") return { ok: false, fault: "missing" };
  if (!/^[a-z0-9_-]*$/i.test(typed)) return { ok: false, fault: "characters" };
  return { ok: false, fault: typed.length > MAX_ROOM_NAME_LENGTH ? "length" : "start" };
}

/** The path of a room's page. */
export function pathOfRoom(room: string): string {
  return `/r/${room}`;
}

/** Thirty-two characters that are not mistaken for each other when somebody reads them out: five bits each. */
const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

/** Characters of a random name: 100 bits, which nobody finds by trying. */
const RANDOM_LENGTH = 20;

/**
 * A name that cannot be guessed.
 *
 * @param bytes random ones; as many as the name has characters
 */
export function randomRoomName(bytes = crypto.getRandomValues(new Uint8Array(RANDOM_LENGTH))): string {
  const characters = Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
  // In groups, as people read long numbers.
  return characters.match(/.{1,5}/g)?.join("-") ?? "";
}
