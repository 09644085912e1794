import { isAtLeast, type Member, type Mention, type Message, RoomError, type RoomState } from "../../client/index.ts";
import type { SystemMessage } from "../log/system-messages.ts";
import type { ComposerMode } from "./composer-mode.ts";

/** All that the page shows, at one moment: the room as the client knows it, and what is the page's own. */
export interface View extends RoomState {
  /** The name with which one came in. */
  readonly givenName: string;
  /** Whose names have something beside them. */
  readonly marked: NameMarks;
  readonly systemMessages: readonly SystemMessage[];
  /** Counts how often the log began anew, or further back: what comes with that is no news. */
  readonly starts: number;
  /** Whether older messages are on their way. */
  readonly isLoading: boolean;
  /** Why older messages did not come. */
  readonly olderError: RoomError | undefined;
  /** Why a reaction or a delete did not come to be, by the `seq` of its message. */
  readonly messageErrors: ReadonlyMap<number, RoomError>;
  /** What is being typed. */
  readonly draft: string;
  /** Counts what was said here: whoever says something wants to see it. */
  readonly sends: number;
  /** What sending it will do. */
  readonly mode: ComposerMode;
  /** Whom one chose to mention in it, so that they are meant and not a namesake. */
  readonly pickedMentions: readonly Mention[];
  /** Until when slow mode lets one wait with the next message, in milliseconds since 1970; 0 where it does not. */
  readonly waitUntil: number;
  /** Why the draft cannot be sent, or what else went wrong; `undefined` when all is well. */
  readonly composerError: RoomError | undefined;
}

/** Whether one can talk; it may take a while until it is sent. */
export function isOpen({ status }: View): boolean {
  return status.state !== "disconnected" && status.state !== "failed";
}

/** One's own name; where a change of it is on its way, the new one. */
export function ownName({ givenName, pending, self }: View): string {
  const asked = pending.flatMap(({ command }) => (command.type === "rename" ? [command.username] : []));
  return asked.at(-1) ?? self?.username ?? givenName;
}

/** A person's newest name, where it is known. */
export function nameOf({ members, messages }: View, uid: string): string | undefined {
  return members.get(uid)?.username ?? messages.findLast((message) => message.uid === uid)?.username;
}

/** Whether a message is one's own, to be edited or deleted. */
export function isOwn({ self }: RoomState, { deleted, uid }: Message): boolean {
  return uid === self?.uid && deleted !== true;
}

/** The newest of one's own messages that can be edited, among those that are loaded. */
export function lastOwn(view: RoomState): Message | undefined {
  return view.messages.findLast((message) => isOwn(view, message));
}

/** Whether slow mode lets what is typed wait; an edit need not. */
export function isWaiting({ mode, waitUntil }: View): boolean {
  return waitUntil !== 0 && mode.kind !== "edit";
}

/** Why the room does not let somebody in, or has put them out (P9.5). */
const ACCESS_DENIED: ReadonlySet<string> = new Set(["banned", "members_only", "invitation_needed", "bad_invitation"]);

/** Whether one stands before a closed door. */
export function isAccessDenied({ status }: View): boolean {
  return status.state === "failed" && ACCESS_DENIED.has(status.error?.code ?? "");
}

/** Whether one has a moderator's rights. */
export function isModerator({ self }: RoomState): boolean {
  return self !== undefined && isAtLeast(self.role, "moderator");
}

/** Why one cannot write here (P9.6). */
export type WriteRestriction = "muted" | "membersWrite" | "locked";

/** Why one cannot write in a room, if so. */
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

/** People with something beside their name: a badge, or a picture. */
export type NameMarks = ReadonlyMap<string, Member>;

/** Those among the people here. @param before what came of it last time, given back while nothing of that is another */
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
