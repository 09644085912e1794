import { MAX_ROOM_NAME_LENGTH, MAX_USERNAME_CHARACTERS } from "./limits.ts";
import { isLongerThan, normalizeLine } from "./text.ts";

/** The room behind `/ws` and `/` (P1.1). */
export const DEFAULT_ROOM = "lobby";

const ROOM_NAME = new RegExp(`^[a-z0-9][a-z0-9_-]{0,${MAX_ROOM_NAME_LENGTH - 1}}$`);

/**
 * The one spelling of a room's name (P1.1): 1 to 64 of `a-z 0-9 - _`, beginning with a letter or digit.
 *
 * @param raw a name in any case
 * @returns the name in lower case, or `undefined` where it names no room
 */
export function normalizeRoomName(raw: string): string | undefined {
  // Lower case is taken of ASCII only: U+212A, the Kelvin sign, would become "k".
  const name = raw.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return ROOM_NAME.test(name) ? name : undefined;
}

/**
 * A person's name as it is stored and shown (P5): 1 to 32 Unicode code points after NFC and trimming, in one line, with
 * no control or bidirectional-override character and something to see.
 *
 * @returns the name, or `undefined` where it is none
 */
export function normalizeUsername(raw: string): string | undefined {
  const name = normalizeLine(raw);
  return name === undefined || isLongerThan(name, MAX_USERNAME_CHARACTERS) ? undefined : name;
}
