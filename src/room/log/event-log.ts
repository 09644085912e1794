import type { ChangeEvent, LogEvent, Message, VoidEvent } from "../../protocol/events.ts";
import type { StoredMessage, Viewer } from "./visibility.ts";

/** What a room is, since its tables were made. */
export interface LogIdentity {
  /** Which log this is: random, made with the tables (P4.2). */
  readonly epoch: string;
  /** With this the room signs its guests' tokens; it never leaves the room. */
  readonly key: Uint8Array;
}

/** An event that a command became. */
export interface StoredCommand {
  readonly seq: number;
  /** `digestOf` the command; absent where its text was deleted, which leaves nothing of it behind. */
  readonly digest?: number;
}

/** What tells a command from every other (P4.3). */
export interface CommandKey {
  readonly uid: string;
  readonly id: string;
}

/**
 * The log of one room, as the room sees it: a synchronous port. `test/support/event-log-contract.ts` says by tests what
 * every implementation has to do.
 *
 * Writes are the room's own calls, not effects, because a command has to see what the command before it wrote, in the
 * same transaction (P4.3). The shell opens that transaction and sends nothing before it is committed (P4.1).
 */
export interface EventLog {
  readonly identity: LogIdentity;
  /** Replaces the key that signs the room's tokens: those signed by the old one are no longer valid (P8.21). */
  rotateKey(key: Uint8Array): void;
  /** The `seq` of the newest event, 0 in a new room. */
  head(): number;
  /** The `seq` of the oldest event that is kept, 1 where none was pruned. */
  oldest(): number;
  /**
   * Stores the next event, and folds a change into the message that is its target. A delete erases the text of the
   * message and of its edits.
   *
   * @param event its `seq` is `head() + 1`, and its `(uid, id)` is new
   * @param digest of the command that it came from
   * @param onlyFor the only person who is shown it, besides moderators (P9.9); absent where everybody is
   * @throws where it cannot be stored; then nothing is
   */
  append(event: LogEvent, digest: number, onlyFor?: string): void;
  /**
   * Writes what was appended and is not written yet. A turn ends with this: until then, an implementation may gather
   * rows, and only this object knows of them.
   *
   * @throws where something cannot be stored; then the turn as a whole is to be rolled back
   */
  flush(): void;
  /**
   * Says which commands `find` will be asked for until the next `flush`, so that an implementation may look for all of them at
   * once. It changes no answer.
   */
  expect(commands: readonly CommandKey[]): void;
  /** The event that this person's command of that id became (P4.3). */
  find(uid: string, id: string): StoredCommand | undefined;
  /** A message in its present state, with what only some may see of it. */
  message(seq: number): StoredMessage | undefined;
  /** The `seq` of a person's newest messages that are not deleted, newest first. */
  newestOf(uid: string, limit: number): number[];
  /**
   * The events after `seq`, oldest first, as somebody gets them (P9.9). A message carries its present text and no reactions: its edits, its
   * delete and its reactions follow as events, and folding them ends in its present state.
   */
  after(seq: number, viewer: Viewer): (LogEvent | VoidEvent)[];
  /**
   * A lower bound of the UTF-16 units of JSON that `after` returns, without reading the events: of what everybody may see.
   */
  lengthAfter(seq: number): number;
  /**
   * Messages in their present state, oldest first, without those that are hidden from whoever asks: the newest `limit` of
   * those before `before`, or the oldest after `after`.
   */
  page(range: PageRange, viewer: Viewer): Message[];
  /**
   * A person's events in the order of their `id`: a message in its present state, with everything that is stored.
   *
   * @param after only those of a greater `id`; `""` for the first
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
  /** Forgets every event before `oldest`. */
  prune(oldest: number): void;
}

/** An event as it is stored. */
export interface StoredRecord {
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
  /** Exclusive. Absent: from the newest. */
  readonly before?: number;
  /** Exclusive. Where it is there, the page goes forward from it. */
  readonly after?: number;
}
