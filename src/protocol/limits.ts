import type { AnnouncedLimits } from "./server-objects.ts";

/**
 * Every limit of the wire (P5): one constant each, with its unit and its reason.
 *
 * `DEFAULT_LIMITS` gathers those that an owner may set (see docs/configuration.md).
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

/**
 * Frames a second of one socket, on average (P5.1). A person who types, sends, reacts and reads needs five, and the client library
 * sends one command a round trip.
 */
export const MAX_FRAMES_PER_SECOND = 50;

/** Sockets in one room until it fans out through others. What one object serves with room to spare of its 128 MB. */
export const MAX_ROOM_SOCKETS = 5_000;

/**
 * Sockets in one room from one address (P5.3). A school or a company is behind one; and it is a tenth of a room, so that nobody
 * fills one with less than ten addresses.
 */
export const MAX_SOCKETS_PER_ADDRESS = 500;

/** Characters in a room name (P1.1). A DNS label has 63 and a slug is rarely longer. */
export const MAX_ROOM_NAME_LENGTH = 64;

/** Events that a resume repeats at most (P4.4). More is a screen of its own, and the page reads it as one. */
export const MAX_RESUME_EVENTS = 500;

/** UTF-16 units of the events that a resume repeats at most (P4.4). One frame that a phone takes in without a pause. */
export const MAX_RESUME_LENGTH = 256 * 1024;

/** Messages of a `reset` (P3.4). Two screens; what is older is read by page. */
export const RESET_MESSAGES = 50;

/** Messages of a page (P7.2). */
export const MAX_PAGE_MESSAGES = 100;

/** People that are told one by one; in a larger room only the count is (P3.4, P3.6). */
export const MAX_MEMBERS = 200;

/** People who are told to be typing at one time (P3.9). A page names a few; the rest is only that there are more. */
export const MAX_TYPING = 20;

/**
 * Events that a v1 client may leave unacknowledged before it is closed with 4008 (P3.8). In a busy room they take as much as
 * `MAX_LAG_LENGTH`, and they bear that a room which is overloaded reads an acknowledgement late.
 */
export const MAX_LAG_EVENTS = 4_000;

/** UTF-16 units of frames that a v1 client may leave unacknowledged before it is closed with 4008 (P3.8). */
export const MAX_LAG_LENGTH = 1024 * 1024;

/**
 * UTF-16 units of frames sent to a plain socket that meanwhile sent nothing, not even a `ping` (P2.9). That dialect has no
 * acknowledgement, and this is some twenty thousand messages; twenty sockets that do not read hold as much as an object can bear.
 */
export const MAX_UNHEARD_LENGTH = 4 * 1024 * 1024;

/** Milliseconds from the upgrade to `hello` (P3.1). A slow phone's round trips, several times over. */
export const HELLO_WITHIN_MS = 10_000;

/** Milliseconds between two `ping`s of a client, less jitter (P4.5). */
export const PING_EVERY_MS = 25_000;

/**
 * Milliseconds without a `ping` after which a peer that sends them is gone (P4.5). Browsers run the timers of a page that
 * is long hidden once a minute, and such a page is still there.
 */
export const SILENT_AFTER_MS = 75_000;

/** Distinct emoji on one message. More are noise, and they are told with every page. */
export const MAX_REACTION_EMOJI = 20;

/** People that one message means (P2.10). More are better told that everybody is meant. */
export const MAX_MENTIONS = 20;

/** Seconds of slow mode at most (P9.6): an hour. Longer is a room in which nobody talks. */
export const MAX_SLOW_MODE_SECONDS = 60 * 60;

/** Milliseconds for which somebody who is kicked stays out (P9.3): long enough to be noticed. */
export const KICK_MS = 60 * 1_000;

/** Milliseconds of a mute at most (P9.3): 30 days. Whoever is to be silent for longer is better banned. */
export const MAX_MUTE_MS = 30 * 24 * 60 * 60 * 1_000;

/** Milliseconds of a ban that ends by itself, at most (P9.3): a year. */
export const MAX_TIMED_BAN_MS = 365 * 24 * 60 * 60 * 1_000;

/** Messages that one `clear` deletes (P9.3). As many events as a reader resumes over (P4.4). */
export const MAX_CLEARED = MAX_RESUME_EVENTS;

/** Pinned messages (P9.4). They stand above all others, and more would fill a phone. */
export const MAX_PINNED = 5;

/** Unicode code points of the reason for a ban or a report. */
export const MAX_REASON_CHARACTERS = 200;

/** People who may come in by one invitation (P9.7). */
export const MAX_INVITATION_USES = 1_000;

/** Milliseconds for which an invitation holds, where nothing else was said (P9.7): a week. */
export const INVITATION_MS = 7 * 24 * 60 * 60 * 1_000;

/** Milliseconds for which an invitation may hold (P9.7): a year. */
export const MAX_INVITATION_MS = 365 * 24 * 60 * 60 * 1_000;

/** UTF-16 units of a secret that a client says. That of a claim, the longest, has below 120. */
export const MAX_SECRET_LENGTH = 256;

/** Blocked words in one of the two lists (P9.8). Each is looked for in each text. */
export const MAX_WORDS = 100;

/** Unicode code points of a blocked word. */
export const MAX_WORD_CHARACTERS = 64;

/** Items of one answer to `list` (P9.11). */
export const MAX_LIST_ITEMS = 50;

/** The limits that an owner may set. */
export interface Limits {
  /** Unicode code points in a message. */
  readonly messageCharacters: number;
  /** Sockets in one room. */
  readonly roomSockets: number;
  /** Sockets in one room from one address. */
  readonly addressSockets: number;
  /** Frames a second of one socket, on average. */
  readonly framesPerSecond: number;
  /** Events a second of one person, on average (P5.2). Absent where only frames are limited. */
  readonly eventsPerSecond?: number;
  /** Events that a room keeps; the oldest go first. Absent where all are kept. */
  readonly keptEvents?: number;
}

export const DEFAULT_LIMITS: Limits = {
  messageCharacters: MAX_MESSAGE_CHARACTERS,
  roomSockets: MAX_ROOM_SOCKETS,
  addressSockets: MAX_SOCKETS_PER_ADDRESS,
  framesPerSecond: MAX_FRAMES_PER_SECOND,
};

/** The limits that the server announces to clients, as `welcome.limits` (P5). */
export function announce(limits: Limits): AnnouncedLimits {
  return {
    frame: MAX_FRAME_BYTES,
    message: limits.messageCharacters,
    username: MAX_USERNAME_CHARACTERS,
    id: MAX_ID_LENGTH,
    room: limits.roomSockets,
    frames: limits.framesPerSecond,
    members: MAX_MEMBERS,
    reactions: MAX_REACTION_EMOJI,
    lag: { events: MAX_LAG_EVENTS, length: MAX_LAG_LENGTH },
    resume: { events: MAX_RESUME_EVENTS, length: MAX_RESUME_LENGTH },
  };
}
