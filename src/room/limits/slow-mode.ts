import type { LogEvent, VoidEvent } from "../../protocol/events.ts";
import { MAX_PAGE_MESSAGES } from "../../protocol/limits.ts";
import type { EventLog } from "../log/event-log.ts";
import { MODERATOR_VIEWER } from "../log/visibility.ts";

/** Whether slow mode counts an event: it puts a text or a name before everyone (P9.22). */
export function isPaced({ type }: LogEvent | VoidEvent): boolean {
  return type === "message" || type === "edit" || type === "notice";
}

/**
 * Time of each person's last message, edit or rename, for slow mode (P9.6, P9.22). Nothing is stored for it: the events of
 * the waiting period are read from the event log once, when slow mode first needs them.
 */
export class SlowMode {
  readonly #history: EventLog;
  #last: Map<string, number> | undefined;
  /** Waiting period that `#last` covers, in seconds. */
  #seconds = 0;

  constructor(history: EventLog) {
    this.#history = history;
  }

  /**
   * Time of a person's last message, edit or rename.
   *
   * @param seconds waiting period of slow mode; earlier events may be ignored
   * @param now milliseconds since 1970
   * @returns milliseconds since 1970
   */
  lastOf(uid: string, seconds: number, now: number): number | undefined {
    if (this.#last === undefined || this.#seconds < seconds) {
      this.#last = this.#read(now - seconds * 1_000);
      this.#seconds = seconds;
    }
    return this.#last.get(uid);
  }

  /** Records that a person has sent a message, edited one, or renamed. */
  said(uid: string, now: number): void {
    this.#last?.set(uid, now);
  }

  #read(since: number): Map<string, number> {
    const last = new Map<string, number>();
    for (const event of this.#history.after(this.#lastBefore(since), MODERATOR_VIEWER)) {
      if (event.at > since && isPaced(event)) last.set(event.uid, event.at);
    }
    return last;
  }

  /** The `seq` of the newest message that is not after `since`, or of the event before the log begins. */
  #lastBefore(since: number): number {
    let before: number | undefined;
    for (;;) {
      const range = { limit: MAX_PAGE_MESSAGES, ...(before === undefined ? {} : { before }) };
      const page = this.#history.page(range, MODERATOR_VIEWER);
      const old = page.findLast(({ at }) => at <= since);
      if (old !== undefined) return old.seq;
      before = page[0]?.seq;
      if (before === undefined) return this.#history.oldest() - 1;
    }
  }
}
