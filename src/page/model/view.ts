import { isAtLeast, type Member, type Mention, type Message, RoomError, type RoomState } from "../../client/index.ts";
import { nameOf } from "../../client/name-of.ts";
import { CLOSE } from "../../protocol/close-codes.ts";
import type { ComposerMode } from "./composer-mode.ts";
import type { SystemMessage } from "./system-messages.ts";

export { nameOf };

/** The state of a room that the page adds to the client's. */
export interface OwnState {
  /** The name that the user joined with. */
  readonly givenName: string;
  /** Members with a badge or a picture. */
  readonly marked: NameMarks;
  readonly systemMessages: readonly SystemMessage[];
  /** Counts how often the log was replaced or extended backward: the messages that come with that are not new. */
  readonly starts: number;
  /** Whether older messages are loading. */
  readonly isLoading: boolean;
  /** Why older messages failed to load. */
  readonly olderError: RoomError | undefined;
  /** Why a reaction or a delete failed, by the `seq` of its message. */
  readonly messageErrors: ReadonlyMap<number, RoomError>;
  readonly draft: string;
  /** Counts sent messages; each scrolls the log to its bottom. */
  readonly sends: number;
  readonly mode: ComposerMode;
  /** The people picked from the suggestions, who take precedence over others with the same name. */
  readonly pickedMentions: readonly Mention[];
  /** When slow mode allows the next message, in milliseconds since 1970; 0 for now. */
  readonly waitUntil: number;
  /** What waits for the reader's name; the page asks for it while there is something. */
  readonly asking: (() => void) | undefined;
  /** The error above the composer. */
  readonly composerError: RoomError | undefined;
}

/** Everything that the page shows of a room: the client's state and the page's own. */
export interface View extends RoomState, OwnState {}

/** Whether the user can act, at once or after a reconnect. */
export function isOpen({ status }: View): boolean {
  return status.state !== "closed" && status.state !== "failed";
}

/** What the room is called: its title, or else its name (P18.10). */
export function titleOf({ room, settings }: RoomState): string {
  return settings.title || `#${room}`;
}

/** The user's name, or the new one that is on its way. */
export function ownName({ givenName, pending, self }: View): string {
  const asked = pending.flatMap(({ command }) => (command.type === "rename" ? [command.username] : []));
  return asked.at(-1) ?? self?.username ?? givenName;
}

/** Whether a message is the user's own and can be edited or deleted. */
export function isOwn({ self }: RoomState, { deleted, uid }: Message): boolean {
  return uid === self?.uid && deleted !== true;
}

/** The newest loaded message that the user can edit. */
export function lastOwn(view: RoomState): Message | undefined {
  return view.messages.findLast((message) => isOwn(view, message));
}

/** Whether slow mode delays the draft. It never delays an edit. */
export function isWaiting({ mode, waitUntil }: View): boolean {
  return waitUntil !== 0 && mode.kind !== "edit";
}

/** Errors of a room that denies access or has removed the user (P9.5). */
const ACCESS_DENIED: ReadonlySet<string> = new Set([
  "banned",
  "members_only",
  "invitation_needed",
  "bad_invitation",
  "challenge_needed",
  "bad_challenge",
]);

/** Why the room does not let the user in, if that is so. */
export function accessDenied({ settings: { read }, status }: View): string | undefined {
  if (status.state !== "failed") return undefined;
  const { code, error } = status;
  if (error !== undefined && ACCESS_DENIED.has(error.code)) return error.code;
  // P9.5: a changed rule comes before the close.
  if (code !== CLOSE.roomClosed || read === "everyone") return undefined;
  return read === "invited" ? "invitation_needed" : "members_only";
}

export function isModerator({ self }: RoomState): boolean {
  return self !== undefined && isAtLeast(self.role, "moderator");
}

/** Why the user cannot write (P9.6). */
export type WriteRestriction = "muted" | "membersWrite" | "locked";

export function writeRestriction({ mutedUntil, self, settings }: RoomState): WriteRestriction | undefined {
  const role = self?.role ?? "guest";
  if (mutedUntil !== undefined) return "muted";
  switch (settings.write) {
    case "everyone":
      return undefined;
    case "members":
      return isAtLeast(role, "member") ? undefined : "membersWrite";
    case "moderators":
      return isAtLeast(role, "moderator") ? undefined : "locked";
  }
}

/** Errors that the page shows in another way, for example as the state of the connection. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set([
  ...ACCESS_DENIED,
  "closed",
  "superseded",
  "storage",
  "unreachable",
  "bad_token",
  "identity_unavailable",
]);

/**
 * The error of a request, if it needs a message of its own.
 *
 * @throws anything that is not the client's error
 */
export function visibleError(error: unknown): RoomError | undefined {
  if (!(error instanceof RoomError)) throw error;
  return SHOWN_ELSEWHERE.has(error.code) ? undefined : error;
}

/** Members with a badge or a picture beside their name. */
export type NameMarks = ReadonlyMap<string, Member>;

/**
 * The marked members.
 *
 * @param before the last result, returned again if nothing of it has changed
 */
export function markedAmong(members: ReadonlyMap<string, Member>, before: NameMarks): NameMarks {
  const marked = new Map([...members].filter(([, member]) => isMarked(member)));
  const isSame = marked.size === before.size && [...marked].every(([uid, member]) => looksAs(member, before.get(uid)));
  return isSame ? before : marked;
}

function isMarked({ avatar, role, signedIn }: Member): boolean {
  return avatar !== undefined || signedIn === true || isAtLeast(role, "moderator");
}

function looksAs(one: Member, other: Member | undefined): boolean {
  return one.role === other?.role && one.signedIn === other.signedIn && one.avatar === other.avatar;
}
