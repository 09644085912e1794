import type { Position } from "../protocol/commands.ts";
import type { ChangeEvent, LogEvent, Message } from "../protocol/events.ts";
import { applyChange } from "../protocol/fold.ts";
import type { UnknownEvent } from "../protocol/server-frame.ts";
import { indexOfSeq } from "./find.ts";

/** How much may pile up over `keep` before the oldest go: a tenth, so that dropping them costs little for each message. */
const KEEP_SLACK = 1.1;

/** A page of older messages that is being read; see {@link MessageLog.expectPage}. */
export interface ExpectedPage {
  /** Its messages are older than this `seq`; absent for the newest there are. */
  readonly before: number | undefined;
  /** What changed since it was asked for. */
  readonly changes: ChangeEvent[];
}

/**
 * What this client knows of the room's log: the messages in their present state, and how far it has come (P4.2).
 */
export class MessageLog {
  readonly #keep: number;
  #position: Position | undefined;
  /** In the order of their `seq`. */
  #messages: Message[] = [];
  /** Whether somebody holds the array, so that it must not change any more. */
  #lent = false;
  #more = false;
  /** By `seq` of a message from a page that was ahead of us: the last event that it has in it already. */
  readonly #includes = new Map<number, number>();
  /** The last event of all in `#includes`. */
  #includesUpTo = 0;
  readonly #expected = new Set<ExpectedPage>();

  /** @param keep how many messages to hold, roughly; the oldest go first */
  constructor(keep: number) {
    this.#keep = keep;
  }

  /** The newest event that was taken. */
  get position(): Position | undefined {
    return this.#position;
  }

  /** Whether the room may have older messages than those here. */
  get more(): boolean {
    return this.#more;
  }

  /** The messages, oldest first. The array never changes; the next change makes a new one. */
  get messages(): readonly Message[] {
    this.#lent = true;
    return this.#messages;
  }

  /**
   * The gap rule (P4.2): the next event applies, one from before is dropped, and after a hole nothing applies.
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
   * Everything known is void; this is what is known instead (P3.4).
   *
   * @param messages the newest, in their present state, oldest first
   * @param oldest `seq` of the oldest event that the room keeps
   */
  reset(position: Position, messages: readonly Message[], oldest: number): void {
    this.#position = position;
    this.#messages = [...messages];
    this.#lent = false;
    this.#more = (messages[0]?.seq ?? 0) > oldest;
    this.#includes.clear();
    this.#includesUpTo = 0;
    this.#expected.clear();
  }

  /** What an earlier client knew: the messages as they were at a position, from which events go on. */
  restore(position: Position, messages: readonly Message[], more: boolean): void {
    this.#position = position;
    this.#messages = [...messages];
    this.#more = more;
  }

  /** What is known stays to be shown, but the next hello asks for a reset. */
  forgetPosition(): void {
    this.#position = undefined;
  }

  /**
   * A page is about to be read, on another way than the events come: what changes from here on is noted, because the
   * page may be from before it.
   *
   * @param before a `seq`; without it, the oldest message here
   */
  expectPage(before = this.#messages[0]?.seq): ExpectedPage {
    const page = { before, changes: [] };
    this.#expected.add(page);
    return page;
  }

  /** The page will not come. */
  dismissPage(page: ExpectedPage): void {
    this.#expected.delete(page);
  }

  /**
   * Takes a page in (P7.2). Its messages go in front of those here, unless others are missing in between.
   *
   * @param messages oldest first, in the state that they had at `head`
   * @param more whether there may be older ones
   * @returns the messages in the state that they have at our position, or `undefined` where the log was reset meanwhile
   */
  takePage(page: ExpectedPage, messages: readonly Message[], head: number, more: boolean): Message[] | undefined {
    if (!this.#expected.delete(page)) return undefined;
    const changes = page.changes.filter(({ seq }) => seq > head);
    const present = messages.map((message) =>
      changes.filter((change) => targetOf(change) === message.seq).reduce(applyChange, message),
    );
    const first = this.#messages[0]?.seq ?? Number.POSITIVE_INFINITY;
    // Between an older page and what is here, messages would be missing.
    if (page.before !== undefined && page.before < first) return present;
    const position = this.#position?.seq ?? 0;
    const older = present.filter(({ seq }) => seq < first && seq <= position);
    if (head > position) {
      for (const { seq } of older) this.#includes.set(seq, head);
      this.#includesUpTo = Math.max(this.#includesUpTo, head);
    }
    this.#messages = [...older, ...this.#messages];
    this.#lent = false;
    // A page that adds nothing and is not the last says nothing about what is older than the messages here.
    if (older.length > 0 || !more) this.#more = more;
    return present;
  }

  #append(message: Message): void {
    const messages = this.#writable();
    messages.push(message);
    if (messages.length > this.#keep * KEEP_SLACK) {
      messages.splice(0, messages.length - this.#keep);
      this.#more = true;
    }
  }

  #change(change: ChangeEvent): void {
    for (const { changes } of this.#expected) changes.push(change);
    const target = targetOf(change);
    if (target === undefined || change.seq <= (this.#includes.get(target) ?? 0)) return;
    const index = indexOfSeq(this.#messages, target);
    const message = this.#messages[index];
    if (message?.seq === target) this.#writable()[index] = applyChange(message, change);
  }

  /** Copies once for each reading in between: a burst of events over 10,000 messages costs one copy, not one an event. */
  #writable(): Message[] {
    if (this.#lent) this.#messages = this.#messages.slice();
    this.#lent = false;
    return this.#messages;
  }
}

function targetOf(change: ChangeEvent): number | undefined {
  return change.type === "notice" ? undefined : change.target;
}
