import { MAX_ROOM_NAME_LENGTH, MAX_USERNAME_CHARACTERS } from "./limits.ts";
import { isLongerThan, normalizeLine } from "./text.ts";

/** The room at `/ws` and `/` (P1.1). */
export const DEFAULT_ROOM = "lobby";

const ROOM_NAME = new RegExp(`^[a-z0-9][a-z0-9_-]{0,${MAX_ROOM_NAME_LENGTH - 1}}$`);

/**
 * Normalizes a room name (P1.1): 1 to 64 characters of `a-z 0-9 - _`, starting with a letter or a digit.
 *
 * @param raw a name in any case
 * @returns the name in lower case, or `undefined` if it is invalid
 */
export function normalizeRoomName(raw: string): string | undefined {
  // Only ASCII is lowercased: otherwise the Kelvin sign U+212A would become "k".
  const name = raw.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return ROOM_NAME.test(name) ? name : undefined;
}

/**
 * Code points that this version of Unicode assigns to no character. They draw nothing, or a box that looks like any
 * other. Those reserved for future emoji are allowed, because phones know new emoji before servers do.
 */
const UNASSIGNED = /(?!\p{Extended_Pictographic})\p{Cn}/u;

/**
 * Normalizes a display name (P5, P8.16): NFC, trimmed, 1 to 32 Unicode code points on one line, at least one of them
 * visible, without control, direction-override or unassigned characters.
 *
 * @returns the name, or `undefined` if it is invalid
 */
export function normalizeUsername(raw: string): string | undefined {
  const name = normalizeLine(raw);
  if (name === undefined || UNASSIGNED.test(name) || isLongerThan(name, MAX_USERNAME_CHARACTERS)) return undefined;
  return name;
}
