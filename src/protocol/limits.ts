/**
 * Every limit of the wire (P5): one constant each, with its unit and its reason.
 *
 * `DEFAULT_LIMITS` gathers those that an owner may set (see the table in README.md).
 */

/** Bytes of UTF-8 in one frame. Four times the longest message in a script of 3 bytes a character, less what JSON adds. */
export const MAX_FRAME_BYTES = 16 * 1024;

/** Bytes of UTF-8 in a frame past which the socket is closed with 1009: no client of this protocol sends that by mistake. */
export const MAX_FRAME_BYTES_BEFORE_CLOSE = 64 * 1024;

/** Unicode code points in a message, after NFC and trimming. A long page of text; more belongs in a document. */
export const MAX_MESSAGE_CHARACTERS = 4_000;

/** Unicode code points in a name, after NFC and trimming. Fits a line of the page at 320 px. */
export const MAX_USERNAME_CHARACTERS = 32;

/** Unicode code points that the page asks for at least; the protocol itself takes a name of one. */
export const MIN_USERNAME_CHARACTERS = 2;

/** UTF-16 units in an `id` that a client chose (P3.2). A UUID has 36. */
export const MAX_ID_LENGTH = 36;

/** Nested arrays and objects in a frame. Deeper data is nobody's chat, and unbounded depth exhausts a recursive reader. */
export const MAX_DEPTH = 32;

/** Messages that `?history=` gives at most (P2.5). Fills any screen; more is read by page. */
export const MAX_HISTORY = 100;

/** Sockets in one room until it fans out through others. What one object serves with room to spare of its 128 MB. */
export const MAX_ROOM_SOCKETS = 5_000;

/** Characters in a room name (P1.1). A DNS label has 63 and a slug is rarely longer. */
export const MAX_ROOM_NAME_LENGTH = 64;

/** The limits that an owner may set. */
export interface Limits {
  /** Unicode code points in a message. */
  readonly messageCharacters: number;
  /** Sockets in one room. */
  readonly roomSockets: number;
}

export const DEFAULT_LIMITS: Limits = {
  messageCharacters: MAX_MESSAGE_CHARACTERS,
  roomSockets: MAX_ROOM_SOCKETS,
};
