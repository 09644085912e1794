import { MAX_PAGE_MESSAGES } from "../../protocol/limits.ts";
import type { EventLog } from "../log/event-log.ts";
import { MODERATOR_VIEWER } from "../log/visibility.ts";

/**
 * When people last said something, for slow mode (P9.6). The log itself tells that, so nothing is kept beside it: what was
 * said within the wait is read back once, when somebody has to wait for the first time.
 */
export class SlowMode {
  readonly #history: EventLog;
  #last: Map<string, number> | undefined;
  /** Seconds of slow mode that `#last` was read for. */
  #seconds = 0;

  constructor(history: EventLog) {
    this.#history = history;
  }

  /**
   * When a person last said something.
   *
   * @param seconds of slow mode: what is longer ago need not be known
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

  /** A person said something. */
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
