import type { LogEvent, VoidEvent } from "../../protocol/events.ts";
import { MAX_PAGE_MESSAGES } from "../../protocol/limits.ts";
import type { EventLog } from "../log/event-log.ts";
import { MODERATOR_VIEWER } from "../log/visibility.ts";
import type { Author } from "../model/author.ts";

/**
 * Messages that the guests of one address may send together in an interval of slow mode (P9.20). A household, an office
 * or a school shares an address and should not notice; a person who comes back as one guest after another gets no more.
 */
export const GUEST_MESSAGES_PER_ADDRESS = 5;

/** The user whose messages slow mode counts. */
type Writer = Pick<Author, "uid" | "role" | "signedIn" | "from">;

/** Whether slow mode counts an event: it puts a text or a name before everyone (P9.19). */
export function isPaced({ type }: LogEvent | VoidEvent): boolean {
  return type === "message" || type === "edit" || type === "notice";
}

/**
 * Times of the last messages, edits and renames, by person and by guests' address, for slow mode (P9.6, P9.19, P9.20).
 * Nothing is stored for it: the events of the waiting period are read from the event log once, when slow mode first needs
 * them. The log has no addresses, so after an eviction only guests who are still in the room count for theirs.
 */
export class SlowMode {
  readonly #log: EventLog;
  readonly #present: () => Iterable<Writer>;
  #last: Map<string, number> | undefined;
  /** Times of the newest events from each address, oldest first. */
  #byAddress = new Map<string, readonly number[]>();
  /** Waiting period that `#last` covers, in seconds. */
  #seconds = 0;

  /** @param present the people in the room */
  constructor(log: EventLog, present: () => Iterable<Writer>) {
    this.#log = log;
    this.#present = present;
  }

  /**
   * Time from which a person has to wait: that of their last message, edit or rename, or of the oldest of the newest
   * {@link GUEST_MESSAGES_PER_ADDRESS} from a guest's address, whichever is later.
   *
   * @param seconds waiting period of slow mode; earlier events may be ignored
   * @param now milliseconds since 1970
   * @returns milliseconds since 1970
   */
  lastOf(writer: Writer, seconds: number, now: number): number | undefined {
    if (this.#last === undefined || this.#seconds < seconds) {
      this.#last = this.#read(now - seconds * 1_000);
      this.#seconds = seconds;
    }
    const own = this.#last.get(writer.uid);
    const address = addressOf(writer);
    const shared = address === undefined ? undefined : this.#byAddress.get(address)?.at(-GUEST_MESSAGES_PER_ADDRESS);
    return shared === undefined ? own : Math.max(own ?? shared, shared);
  }

  /** Records that a person has sent a message, edited one, or renamed. */
  said(writer: Writer, now: number): void {
    this.#last?.set(writer.uid, now);
    if (this.#last !== undefined) this.#count(addressOf(writer), now);
  }

  #count(address: string | undefined, at: number): void {
    if (address === undefined) return;
    const times = this.#byAddress.get(address) ?? [];
    this.#byAddress.set(address, [...times, at].slice(-GUEST_MESSAGES_PER_ADDRESS));
  }

  #read(since: number): Map<string, number> {
    const last = new Map<string, number>();
    const addresses = new Map(Array.from(this.#present(), (writer) => [writer.uid, addressOf(writer)]));
    this.#byAddress = new Map();
    for (const event of this.#log.after(this.#lastBefore(since), MODERATOR_VIEWER)) {
      if (event.at <= since || !isPaced(event)) continue;
      last.set(event.uid, event.at);
      this.#count(addresses.get(event.uid), event.at);
    }
    return last;
  }

  /** The `seq` of the newest message that is not after `since`, or of the event before the log begins. */
  #lastBefore(since: number): number {
    let before: number | undefined;
    for (;;) {
      const range = { limit: MAX_PAGE_MESSAGES, ...(before === undefined ? {} : { before }) };
      const page = this.#log.page(range, MODERATOR_VIEWER);
      const old = page.findLast(({ at }) => at <= since);
      if (old !== undefined) return old.seq;
      before = page[0]?.seq;
      if (before === undefined) return this.#log.oldest() - 1;
    }
  }
}

/** Hash of the address that a person's messages count for; only guests' do. */
function addressOf({ from, role, signedIn }: Writer): string | undefined {
  return role === "guest" && !signedIn ? from : undefined;
}
