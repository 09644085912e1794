import type { ChangeEvent, LogEvent, Message, NoticeEvent, VoidEvent } from "../../protocol/events.ts";
import type { OwnReaction, Reactor } from "./reactions.ts";
import type { StoredMessage, Viewer } from "./visibility.ts";

/** Identity of a log, created with its tables. */
export interface LogIdentity {
  /** Random; another log has another one (P4.2). */
  readonly epoch: string;
  /** Signs guest tokens; never leaves the room. */
  readonly key: Uint8Array;
}

/** The event that a command became. */
export interface StoredCommand {
  readonly seq: number;
  /** `commandDigest` of the command; absent if its text was deleted. */
  readonly digest?: number;
}

/** Identifies a command (P4.3). */
export interface CommandKey {
  readonly uid: string;
  readonly id: string;
}

/** A rename in the log. */
export interface StoredNotice {
  readonly event: NoticeEvent;
  /** The only person who sees it, besides moderators; absent if everyone does. */
  readonly onlyFor?: string;
}

/**
 * The log of one room: a synchronous port. Every implementation passes `test/support/event-log-contract.ts`.
 *
 * Writes are direct calls instead of effects, because a command has to see what the command before it wrote, in the same
 * transaction (P4.3). The shell opens that transaction and sends nothing before it is committed (P4.1).
 */
export interface EventLog {
  readonly identity: LogIdentity;
  /** Replaces the key that signs the room's tokens: those signed by the old one are no longer valid (P8.19). */
  rotateKey(key: Uint8Array): void;
  /** Gives the log another epoch: clients that resume from the one before start over (P4.4). Its events stay as they are. */
  renewEpoch(epoch: string): void;
  /** The `seq` of the newest event, 0 in a new room. */
  head(): number;
  /** The `seq` of the oldest event that is kept, 1 if none was pruned. */
  oldest(): number;
  /**
   * Stores the next event, and applies a change to its target. A delete erases the text of the message and of its edits; if
   * another person deletes it, everything that the author chose (P3.15).
   *
   * Of hidden events, the newest `MAX_HIDDEN_EVENTS` of each person are kept (P9.17).
   *
   * @param event its `seq` is `head() + 1`, and its `(uid, id)` is new
   * @param digest of the command that it came from
   * @param onlyFor the only person who sees it, besides moderators (P9.9); absent if everyone does
   * @throws if it cannot be stored; then nothing is
   */
  append(event: LogEvent, digest: number, onlyFor?: string): void;
  /**
   * Writes what was appended. Each turn ends with this: until then, an implementation may buffer rows.
   *
   * @throws if something cannot be stored; then the whole turn has to be rolled back
   */
  flush(): void;
  /**
   * Announces the commands that `find` will be asked for until the next `flush`, so that they can be looked up together.
   * Changes no result.
   */
  expect(commands: readonly CommandKey[]): void;
  /** The event that a command became (P4.3), also after a moderator deleted it. */
  find(uid: string, id: string): StoredCommand | undefined;
  /** A message in its current state, with what is hidden of it. */
  message(seq: number): StoredMessage | undefined;
  /** A rename. */
  notice(seq: number): StoredNotice | undefined;
  /** A person's reactions to a message, hidden ones included. */
  reactionsOf(target: number, uid: string): readonly OwnReaction[];
  /** The people who reacted to a message with an emoji, newest first, as a person sees them (P3.13). */
  reactors(range: ReactorRange, viewer: Viewer): readonly Reactor[];
  /** The `seq` of a person's newest messages that are not deleted, newest first. */
  newestOf(uid: string, limit: number): number[];
  /**
   * The events after `seq`, oldest first, as a person receives them (P9.9). Messages and edits carry the newest text (P3.16),
   * and messages no reactions: applying the changes that follow ends in the current state.
   *
   * @param upTo the last of them; the newest by default
   */
  after(seq: number, viewer: Viewer, upTo?: number): (LogEvent | VoidEvent)[];
  /**
   * A lower bound of the UTF-16 units of JSON that `after` returns, without reading the events: of what everybody may see.
   */
  lengthAfter(seq: number): number;
  /** Messages in their current state, oldest first, without those that are hidden from the viewer. */
  page(range: PageRange, viewer: Viewer): Message[];
  /**
   * A person's events, each in its current state, with everything that is stored. Events whose ids were erased are among
   * them.
   *
   * @param after the `cursor` of the last one, to continue after it; `""` for the first
   * @param upTo only events up to this `seq` that {@link forget} has not blanked
   */
  recordsOf(uid: string, after: string, limit: number, upTo?: number): readonly StoredRecord[];
  /**
   * Blanks what their authors chose of these events, once their text is deleted: names and ids. A reaction becomes one
   * that was taken back.
   */
  forget(seqs: readonly number[]): void;
  /** Looks at the oldest events, `limit` at most, for the first that is not older than `at` (milliseconds since 1970). */
  firstSince(at: number, limit: number): FirstSince;
  /** Deletes every event before `oldest`. */
  prune(oldest: number): void;
}

/** An event as it is stored. */
export interface StoredRecord {
  /** Where it is in the order of {@link EventLog.recordsOf}. */
  readonly cursor: string;
  readonly event: Message | ChangeEvent;
  /** The only person who is shown it, besides moderators (P9.9). */
  readonly onlyFor?: string;
}

export interface FirstSince {
  /** Its `seq`, or that of the first event which was not looked at. */
  readonly seq: number;
  /** When it happened, in milliseconds since 1970; absent if every event that was looked at is older. */
  readonly at?: number;
}

export interface PageRange {
  readonly limit: number;
  /** Exclusive. Absent for the newest. */
  readonly before?: number;
  /** Exclusive. If present, the page goes forward from it. */
  readonly after?: number;
}

export interface ReactorRange {
  readonly target: number;
  readonly emoji: string;
  readonly limit: number;
  /** Only reactions before this `seq`. Absent for the newest. */
  readonly before?: number;
}
