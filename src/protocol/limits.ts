import type { AnnouncedLimits } from "./server-objects.ts";

/**
 * Every limit of the protocol (P5), with its unit and its reason.
 *
 * `DEFAULT_LIMITS` contains those that an owner can configure (see docs/configuration.md).
 */

/** Bytes of UTF-8 in one frame. Enough for the longest message at 4 bytes per character, minus JSON overhead. */
export const MAX_FRAME_BYTES = 16 * 1024;

/** Commands in one frame (P3.21): a burst of frames. Each of them may be answered with an error. */
export const MAX_FRAME_COMMANDS = 100;

/** Bytes of UTF-8 in a frame above which the socket is closed with 1009: no client sends that by mistake. */
export const MAX_FRAME_BYTES_BEFORE_CLOSE = 64 * 1024;

/** Unicode code points in a message, after NFC and trimming. A long page of text. Anything longer belongs in a document. */
export const MAX_MESSAGE_CHARACTERS = 4_000;

/** Unicode code points in a name, after NFC and trimming. Fits on a line of the page at 320 px. */
export const MAX_USERNAME_CHARACTERS = 32;

/** Minimum length of a name on the page, in Unicode code points. The protocol itself accepts 1. */
export const MIN_USERNAME_CHARACTERS = 2;

/** UTF-16 units in an `id` chosen by a client (P3.2). A UUID has 36. */
export const MAX_ID_LENGTH = 36;

/** Nested arrays and objects in a frame. No chat needs more, and unbounded depth overflows recursive readers. */
export const MAX_DEPTH = 32;

/** Maximum for `?history=`, in messages (P2.5). Fills any screen; older ones are available page by page. */
export const MAX_HISTORY = 100;

/**
 * Frames per second and socket, on average (P5.1). A busy user needs five, and the client library sends one command per round
 * trip.
 */
export const MAX_FRAMES_PER_SECOND = 50;

/** Frame burst, in seconds of the average rate: more than anyone types, and too little to affect others (P5.1). */
export const BURST_SECONDS = 2;

/** Files of one message (P12.4): a grid that fits a phone's screen. */
export const MAX_MESSAGE_FILES = 10;

/** UTF-16 units of a file's description. Screen readers read it aloud as a whole. */
export const MAX_ALT_LENGTH = 1_000;

/** Milliseconds of a voice message: five minutes. */
export const MAX_VOICE_MS = 5 * 60 * 1_000;

/** Bars of a voice message's waveform: as many as fit on a phone. */
export const MAX_VOICE_PEAKS = 64;

/** Sockets per room. One object serves that many well within its 128 MB. */
export const MAX_ROOM_SOCKETS = 5_000;

/**
 * Sockets per room and IP address (P5.3). Enough for a school or a company behind one address, and a tenth of a room, so that
 * filling it takes at least ten addresses.
 */
export const MAX_SOCKETS_PER_ADDRESS = 500;

/** Characters in a room name (P1.1). A DNS label has 63, and a slug is rarely longer. */
export const MAX_ROOM_NAME_LENGTH = 64;

/** Maximum number of events that a resume sends (P4.4). A client that missed more starts over with a reset. */
export const MAX_RESUME_EVENTS = 500;

/** Maximum size of the events that a resume sends, in UTF-16 units (P4.4). A phone parses that without a pause. */
export const MAX_RESUME_LENGTH = 256 * 1024;

/** Messages in a `reset` (P3.4). Two screens; older ones are available page by page. */
export const RESET_MESSAGES = 50;

/** Messages per page (P7.2). */
export const MAX_PAGE_MESSAGES = 100;

/** Users up to which the member list is sent; larger rooms only send the count (P3.4, P3.6). */
export const MAX_MEMBERS = 200;

/** Users who can be shown as typing at once (P3.9). A page names only a few of them. */
export const MAX_TYPING = 20;

/**
 * Events that a v1 client may leave unacknowledged before it is closed with 4008 (P3.8, P3.17). In a busy room they are about as
 * large as half of `MAX_LAG_LENGTH`.
 */
export const MAX_LAG_EVENTS = 32_000;

/**
 * UTF-16 units of text frames, or bytes of binary ones, that a v1 client may leave unacknowledged before it is closed with 4008
 * (P3.8, P3.17): several seconds of the busiest room, so that no reader that keeps up is closed.
 */
export const MAX_LAG_LENGTH = 8 * 1024 * 1024;

/**
 * Acknowledgements per full lag (P3.17). More of them would cost the room more than they tell it: at 1,000 readers, one every
 * 500 events took a quarter of its time.
 */
export const ACKS_PER_LAG = 8;

/**
 * UTF-16 units of frames sent to a plain socket that sent nothing in the meantime, not even a `ping` (P2.9). The plain dialect has
 * no acknowledgements. This is about twenty thousand messages, and an object can bear twenty sockets that have stopped reading.
 */
export const MAX_UNHEARD_LENGTH = 4 * 1024 * 1024;

/** Milliseconds from the upgrade to `hello` (P3.1). Several times what a slow phone needs. */
export const HELLO_WITHIN_MS = 10_000;

/** Milliseconds between two `ping`s of a client, minus jitter (P4.5). */
export const PING_EVERY_MS = 25_000;

/**
 * Milliseconds without a `ping` after which a client that sends them counts as gone (P4.5). Longer than a minute, because that
 * is how often browsers run the timers of a hidden page.
 */
export const SILENT_AFTER_MS = 75_000;

/** Distinct emoji per message. More would be noise, and they are sent with every page. */
export const MAX_REACTION_EMOJI = 20;

/**
 * Users listed with each emoji of a message (P3.13): as many as a tooltip can name. The others are counted, and listed on
 * request.
 */
export const MAX_SHOWN_REACTORS = 20;

/** Users per emoji of a message (P3.14). More than a room has in a busy month, and deleting them takes a second. */
export const MAX_REACTORS = 100_000;

/**
 * Bytes of UTF-8 in the JSON of a message's extra fields (P4.8). Enough for a color and a few references; without a limit,
 * a message of one character could store a whole frame.
 */
export const MAX_EXTRA_BYTES = 1_024;

/** Bytes of UTF-8 in the JSON of a message's `mentions` (P4.8): `MAX_MENTIONS` of the longest names. */
export const MAX_MENTIONS_BYTES = 4 * 1_024;

/**
 * Events per second and user, on average (P5.2). Bursts of five times as many are allowed, so no one who types notices it.
 */
export const MAX_EVENTS_PER_SECOND = 5;

/** Event burst, in seconds of the average rate: room for an outbox that filled up while offline (P5.2). */
export const EVENTS_BURST_SECONDS = 5;

/**
 * Events per second of a bot or an incoming webhook, on average (P15.5). Slack's and Discord's webhooks have about as many, so
 * programs written for those stay within it.
 */
export const BOT_EVENTS_PER_SECOND = 1;

/** Event burst of a bot or an incoming webhook (P15.5): what one push or one outage brings at once. */
export const BOT_EVENT_BURST = 30;

/** Bots of a room, and as many incoming webhooks (P15.1, P15.20). More would be a mistake of a program. */
export const MAX_BOTS = 50;

/**
 * Hidden events of one author that a room keeps; older ones are dropped (P9.17). No fewer than a resume sends, so that every
 * event that a resume has to account for is still there.
 */
export const MAX_HIDDEN_EVENTS = MAX_RESUME_EVENTS;

/** Mentions per message (P2.10). */
export const MAX_MENTIONS = 20;

/** Maximum for slow mode, in seconds (P9.6): an hour. */
export const MAX_SLOW_MODE_SECONDS = 60 * 60;

/** Milliseconds until a kicked user can rejoin (P9.3): long enough to be noticed. */
export const KICK_MS = 60 * 1_000;

/** Maximum for a mute, in milliseconds (P9.3): 30 days. Beyond that, ban the user. */
export const MAX_MUTE_MS = 30 * 24 * 60 * 60 * 1_000;

/** Maximum for a temporary ban, in milliseconds (P9.3): a year. */
export const MAX_TIMED_BAN_MS = 365 * 24 * 60 * 60 * 1_000;

/** Messages that one `clear` deletes (P9.3): no more than a resume can send (P4.4). */
export const MAX_CLEARED = MAX_RESUME_EVENTS;

/** Pinned messages per room (P9.4). They are shown above the log, and more would fill a phone's screen. */
export const MAX_PINNED = 5;

/** Unicode code points in the reason for a ban or a report. */
export const MAX_REASON_CHARACTERS = 200;

/** Unicode code points of a room's title, and of its topic (P18.10). */
export const MAX_TITLE_CHARACTERS = 64;
export const MAX_TOPIC_CHARACTERS = 250;

/** Maximum number of uses of an invite (P9.7). */
export const MAX_INVITATION_USES = 1_000;

/** Default lifetime of an invite, in milliseconds (P9.7): a week. */
export const INVITATION_MS = 7 * 24 * 60 * 60 * 1_000;

/** Maximum lifetime of an invite, in milliseconds (P9.7): a year. */
export const MAX_INVITATION_MS = 365 * 24 * 60 * 60 * 1_000;

/** UTF-16 units in a secret that a client sends. The longest, that of a claim, has fewer than 120. */
export const MAX_SECRET_LENGTH = 256;

/** Words in each of the two lists of blocked words (P9.8). Each text is searched for each of them. */
export const MAX_WORDS = 100;

/** Unicode code points in a blocked word. */
export const MAX_WORD_CHARACTERS = 64;

/** Seconds for which new guests can only read, at most (P10.5): an hour, as for slow mode. */
export const MAX_NEWCOMER_SECONDS = 60 * 60;

/** UTF-16 units in the answer to a challenge. A Turnstile token has at most 2,048. */
export const MAX_ANSWER_LENGTH = 2_048;

/** Characters in a domain name, as in the DNS. */
export const MAX_DOMAIN_LENGTH = 253;

/** Domains that everyone can link to (P9.22). */
export const MAX_LINK_DOMAINS = 50;

/** Users whom one user can block (P11.6). The list comes with every welcome. */
export const MAX_BLOCKED = 200;

/** Items in one response to `list` (P9.11). */
export const MAX_LIST_ITEMS = 50;

/** The limits that an owner can configure. */
export interface Limits {
  /** Unicode code points in a message. */
  readonly messageCharacters: number;
  /** Sockets per room. */
  readonly roomSockets: number;
  /** Sockets per room and IP address. */
  readonly addressSockets: number;
  /** Frames per second and socket, on average. */
  readonly framesPerSecond: number;
  /** Bytes of UTF-8 in a message's extra fields. */
  readonly extraBytes: number;
  /** Events per second and user, on average (P5.2). */
  readonly eventsPerSecond: number;
  /** Events that a room keeps; the oldest are deleted first. Absent if all are kept. */
  readonly keptEvents?: number;
}

export const DEFAULT_LIMITS: Limits = {
  messageCharacters: MAX_MESSAGE_CHARACTERS,
  roomSockets: MAX_ROOM_SOCKETS,
  addressSockets: MAX_SOCKETS_PER_ADDRESS,
  framesPerSecond: MAX_FRAMES_PER_SECOND,
  extraBytes: MAX_EXTRA_BYTES,
  eventsPerSecond: MAX_EVENTS_PER_SECOND,
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
    burst: limits.framesPerSecond * BURST_SECONDS,
    events: limits.eventsPerSecond,
    eventBurst: limits.eventsPerSecond * EVENTS_BURST_SECONDS,
    members: MAX_MEMBERS,
    reactions: MAX_REACTION_EMOJI,
    lag: { events: MAX_LAG_EVENTS, length: MAX_LAG_LENGTH },
    resume: { events: MAX_RESUME_EVENTS, length: MAX_RESUME_LENGTH },
  };
}
