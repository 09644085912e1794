import { MAX_ROOM_NAME_LENGTH } from "../../../protocol/limits.ts";
import { normalizeRoomName } from "../../../protocol/normalize-name.ts";

export type RoomFault = "missing" | "length" | "start" | "characters";

export type CheckedRoom =
  | { readonly ok: true; readonly room: string }
  | { readonly ok: false; readonly fault: RoomFault };

/**
 * Validates a room's name as typed. Spaces become hyphens.
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

export function pathOfRoom(room: string): string {
  return `/r/${room}`;
}

/** 32 characters (five bits each) that are not confused when read aloud. */
const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

/** Characters of a random name: 100 bits, which cannot be guessed. */
const RANDOM_LENGTH = 20;

/**
 * A room's name that cannot be guessed.
 *
 * @param bytes random, one for each character
 */
export function randomRoomName(bytes = crypto.getRandomValues(new Uint8Array(RANDOM_LENGTH))): string {
  const characters = Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
  // Grouped for reading.
  return characters.match(/.{1,5}/g)?.join("-") ?? "";
}
