import type { Position } from "../protocol/commands.ts";
import type { ChangeEvent } from "../protocol/events.ts";
import type { UnknownEvent } from "../protocol/server-frame.ts";
import { indexOfSeq } from "./find.ts";
import { applyTo, type LogEvent, type Message } from "./message.ts";

/** Messages are dropped once there are a tenth more than `maxMessages`, so that the cost per message stays low. */
const SLACK = 1.1;

/** A page of older messages that is being fetched; see {@link MessageLog.expectPage}. */
export interface ExpectedPage {
  /** Its messages are older than this `seq`; absent for the newest. */
  readonly before: number | undefined;
  /** Changes since it was requested. */
  readonly changes: ChangeEvent[];
}

/**
 * The client's copy of the room's log: messages in their current state, and the position that they reflect (P4.2).
 */
export class MessageLog {
  readonly #maxMessages: number;
  readonly #selfUid: () => string | undefined;
  #position: Position | undefined;
  /** Sorted by `seq`. */
  #messages: Message[] = [];
  /** Whether the array was handed out, so that it must not change anymore. */
  #isShared = false;
  #more = false;
  /** For messages of a page that was ahead of our position, by `seq`: the last event that they already include. */
  readonly #includes = new Map<number, number>();
  /** The highest value in `#includes`. */
  #includesUpTo = 0;
  readonly #expected = new Set<ExpectedPage>();

  /**
   * @param maxMessages roughly how many messages to hold; the oldest are dropped first
   * @param selfUid the uid of the client's user, if known
   */
  constructor(maxMessages: number, selfUid: () => string | undefined = () => undefined) {
    this.#maxMessages = maxMessages;
    this.#selfUid = selfUid;
  }

  /** The newest event that was applied. */
  get position(): Position | undefined {
    return this.#position;
  }

  /** Whether the server may have older messages. */
  get more(): boolean {
    return this.#more;
  }

  /** The messages, oldest first. The array never changes: the next change creates a new one. */
  get messages(): readonly Message[] {
    this.#isShared = true;
    return this.#messages;
  }

  /**
   * Applies the gap rule (P4.2): the next event is applied, an older one is dropped, and after a gap none is applied.
   */
  take(event: LogEvent | UnknownEvent): "applied" | "old" | "hole" {
    const position = this.#position;
    if (position === undefined || event.seq > position.seq + 1) return "hole";
    if (event.seq <= position.seq) return "old";
    this.#position = { ...position, seq: event.seq };
    if (event.type === "message") this.#append(event);
    else if (event.type !== "unknown") this.#change(event);
    if (event.seq >= this.#includesUpTo) this.#includes.clear();
    return "applied";
  }

  /**
   * Replaces the whole log (P3.4).
   *
   * @param messages the newest, in their current state, oldest first
   * @param oldest `seq` of the oldest event that the server has
   */
  reset(position: Position, messages: readonly Message[], oldest: number): void {
    this.#position = position;
    this.#messages = [...messages];
    this.#isShared = false;
    this.#more = (messages[0]?.seq ?? 0) > oldest;
    this.#includes.clear();
    this.#includesUpTo = 0;
    this.#expected.clear();
  }

  /** Loads what an earlier client saved: messages in their state at a position. */
  restore(position: Position, messages: readonly Message[], more: boolean): void {
    this.#position = position;
    this.#messages = [...messages];
    this.#more = more;
  }

  /** Keeps the messages on display, but makes the next `hello` request a reset. */
  forgetPosition(): void {
    this.#position = undefined;
  }

  /**
   * Starts recording changes for a page that is about to be fetched. The page comes over HTTP and may be older than events
   * that arrive in the meantime.
   *
   * @param before a `seq`; by default that of the oldest message
   */
  expectPage(before = this.#messages[0]?.seq): ExpectedPage {
    const page = { before, changes: [] };
    this.#expected.add(page);
    return page;
  }

  /** Stops recording changes for a page that won't come. */
  dismissPage(page: ExpectedPage): void {
    this.#expected.delete(page);
  }

  /**
   * Adds a page (P7.2). Its messages are prepended, unless there is a gap between them and the log.
   *
   * @param messages oldest first, in their state at `head`
   * @param more whether there may be older ones
   * @returns the messages in their state at our position, or `undefined` if the log was reset in the meantime
   */
  takePage(page: ExpectedPage, messages: readonly Message[], head: number, more: boolean): Message[] | undefined {
    if (!this.#expected.delete(page)) return undefined;
    const changes = page.changes.filter(({ seq }) => seq > head);
    const current = messages.map((message) =>
      changes
        .filter((change) => targetOf(change) === message.seq)
        .reduce((before, change) => this.#apply(before, change), message),
    );
    const first = this.#messages[0]?.seq ?? Number.POSITIVE_INFINITY;
    // Messages between the page and the log would be missing.
    if (page.before !== undefined && page.before < first) return current;
    const position = this.#position?.seq ?? 0;
    const older = current.filter(({ seq }) => seq < first && seq <= position);
    if (head > position) {
      for (const { seq } of older) this.#includes.set(seq, head);
      this.#includesUpTo = Math.max(this.#includesUpTo, head);
    }
    this.#messages = [...older, ...this.#messages];
    this.#isShared = false;
    // A page that adds nothing, and isn't the last one, says nothing about older messages.
    if (older.length > 0 || !more) this.#more = more;
    return current;
  }

  #append(message: Message): void {
    const messages = this.#writable();
    messages.push(message);
    if (messages.length > this.#maxMessages * SLACK) {
      messages.splice(0, messages.length - this.#maxMessages);
      this.#more = true;
    }
  }

  #change(change: ChangeEvent): void {
    for (const { changes } of this.#expected) changes.push(change);
    const target = targetOf(change);
    if (target === undefined || change.seq <= (this.#includes.get(target) ?? 0)) return;
    const index = indexOfSeq(this.#messages, target);
    const message = this.#messages[index];
    if (message?.seq === target) this.#writable()[index] = this.#apply(message, change);
  }

  #apply(message: Message, change: ChangeEvent): Message {
    return applyTo(message, change, this.#selfUid());
  }

  /** Copies at most once per read, so that a burst of events costs one copy of 10,000 messages and not one per event. */
  #writable(): Message[] {
    if (this.#isShared) this.#messages = this.#messages.slice();
    this.#isShared = false;
    return this.#messages;
  }
}

function targetOf(change: ChangeEvent): number | undefined {
  return change.type === "notice" ? undefined : change.target;
}
