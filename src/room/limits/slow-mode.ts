import { MAX_PAGE_MESSAGES } from "../../protocol/limits.ts";
import type { EventLog } from "../log/event-log.ts";
import { MODERATOR_VIEWER } from "../log/visibility.ts";

/**
 * Time of each person's last message, for slow mode (P9.6). Nothing is stored for it: the messages of the waiting
 * period are read from the event log once, when slow mode first needs them.
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
   * Time of a person's last message.
   *
   * @param seconds waiting period of slow mode; earlier messages may be ignored
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

  /** Records that a person has sent a message. */
  said(uid: string, now: number): void {
    this.#last?.set(uid, now);
  }

  #read(since: number): Map<string, number> {
    const last = new Map<string, number>();
    let before: number | undefined;
    for (;;) {
      const range = { limit: MAX_PAGE_MESSAGES, ...(before === undefined ? {} : { before }) };
      const page = this.#history.page(range, MODERATOR_VIEWER);
      for (const { at, uid } of page.reverse()) {
        if (at <= since) return last;
        if (!last.has(uid)) last.set(uid, at);
      }
      before = page.at(-1)?.seq;
      if (before === undefined) return last;
    }
  }
}
