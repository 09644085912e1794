import type { LogEvent } from "../../../src/protocol/events.ts";
import type { StoredEvent } from "../stored-log.ts";

/** How often each promise was broken. */
export interface Broken {
  /** P4.1: an event that a client received is missing or different in the log; or a command was never stored. */
  lost: number;
  /** P4.3: a command is in the log twice. */
  doubled: number;
  /** P4.2: a client received events out of order, or an author's commands are stored in another order. */
  reordered: number;
  /** P4.2: a `seq` is missing, on the wire or in the log. */
  holes: number;
}

/** Descriptions that are kept; the first ones are the most useful. */
const EXAMPLES = 20;

/** Everything that all clients received, and its violations. */
export class ConsistencyChecker {
  readonly broken: Broken = { lost: 0, doubled: 0, reordered: 0, holes: 0 };
  /** The violations, in words. */
  readonly examples: string[] = [];
  /** By `seq`, the event as the first client received it. */
  readonly #seen: string[] = [];
  #epoch: string | undefined;

  /** The newest event that any client received. */
  get newest(): number {
    return Math.max(this.#seen.length - 1, 0);
  }

  /**
   * Checks the position that the room reports: at or after everything it has sent, and always in the same log.
   *
   * @param before the newest event that any client had received before the request
   */
  welcomed(who: string, epoch: string, head: number, before: number): void {
    this.#epoch ??= epoch;
    if (epoch !== this.#epoch) this.note("lost", `${who} got the welcome of another log`);
    if (head < before) this.note("lost", `${who} got head ${head} after ${before} had been received`);
  }

  /** Records that the room reported a client as up to date. */
  caughtUp(who: string, position: number, head: number): void {
    if (position !== head) this.note("holes", `${who} was told it is at ${head}, but is at ${position}`);
  }

  /**
   * Records an event that a client received.
   *
   * @param position the newest event that the client had
   */
  saw(who: string, position: number, event: LogEvent): void {
    const { seq } = event;
    if (seq > position + 1) this.note("holes", `${who} got ${seq} after ${position}`);
    if (seq <= position) this.note("reordered", `${who} got ${seq} after ${position}`);
    const what = describe(event.uid, event.id, event.type, contentOf(event));
    this.#seen[seq] ??= what;
    if (this.#seen[seq] !== what) this.note("lost", `${who} saw ${what} as ${seq}, where ${this.#seen[seq]} was`);
  }

  /**
   * Compares everything received and sent with the log on disk.
   *
   * @param sent the ids of each user's commands by `uid`, in the order in which they were sent
   */
  compare(log: readonly StoredEvent[], sent: ReadonlyMap<string, readonly string[]>): void {
    for (const [index, { seq }] of log.entries()) {
      const before = log[index - 1]?.seq ?? 0;
      if (seq !== before + 1) this.note("holes", `the log has ${seq} after ${before}`);
    }
    const bySeq = new Map(log.map(({ content, id, seq, type, uid }) => [seq, describe(uid, id, type, content)]));
    for (const [seq, what] of this.#seen.entries()) {
      if (what !== undefined && bySeq.get(seq) !== what) {
        this.note("lost", `${what} was received as ${seq}, but the log has ${bySeq.get(seq)}`);
      }
    }
    const storedBy = Map.groupBy(log, ({ uid }) => uid);
    for (const [uid, ids] of sent) this.#compareAuthor(uid, ids, storedBy.get(uid) ?? []);
  }

  #compareAuthor(uid: string, sent: readonly string[], stored: readonly StoredEvent[]): void {
    const ids = new Set(stored.map(({ id }) => id));
    const twice = stored.length - ids.size;
    if (twice > 0) this.note("doubled", `${uid} has ${twice} commands stored twice`, twice);
    const missing = sent.filter((id) => !ids.has(id));
    if (missing.length > 0) this.note("lost", `${uid} sent ${missing[0]}, which is not stored`, missing.length);
    const places = new Map(sent.map((id, index) => [id, index]));
    let last = -1;
    for (const { id, seq } of stored) {
      const place = places.get(id) ?? -1;
      if (place < last)
        this.note("reordered", `${uid} sent ${id} before a command that is stored earlier; it is ${seq}`);
      last = Math.max(place, last);
    }
  }

  /** Records a violation. */
  note(kind: keyof Broken, example: string, times = 1): void {
    this.broken[kind] += times;
    if (this.examples.length < EXAMPLES) this.examples.push(`${kind}: ${example}`);
  }
}

function describe(uid: string, id: string, type: string, content: string): string {
  return `${type} ${uid} ${id} ${content}`;
}

/** The event as the stored log has it. */
function contentOf(event: LogEvent): string {
  switch (event.type) {
    case "message":
      return event.message;
    // The text of an edit is in its message.
    case "edit":
    case "delete":
    case "preview":
      return JSON.stringify({ target: event.target });
    case "reaction":
      return JSON.stringify({ target: event.target, emoji: event.emoji, on: event.on });
    case "notice":
      return JSON.stringify({ notice: event.notice, username: event.username, previous: event.previous });
  }
}
