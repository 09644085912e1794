import { MAX_PAGE_MESSAGES } from "../../protocol/limits.ts";
import type { EventLog } from "../../room/log/event-log.ts";
import { MODERATOR_VIEWER } from "../../room/log/visibility.ts";
import type { Author } from "../../room/model/author.ts";

/** Milliseconds for which a text counts as just said. */
export const REPEAT_WINDOW_MS = 5 * 60 * 1_000;

/** Letters and digits below which a text is a short answer ("yes", "thank you"), which people say again. */
const SHORT_LENGTH = 12;

/** How often a person says a short answer within the window, and a longer text. */
const SHORT_TIMES = 3;
const LONG_TIMES = 1;

/** How often a longer text comes from one address. A school is behind one, and its people get the same link to post. */
const ADDRESS_TIMES = 3;

/** Texts that are remembered; the oldest are forgotten first. More than a room says within the window at full speed. */
const MAX_REMEMBERED = 20_000;

/** Messages that are read back after an eviction: what a room that was quiet for a moment said within the window. */
const MAX_READ_BACK = 500;

/**
 * Texts that were just said, by whom and from where (P9.23). They are in memory, so that they cost no row; after an
 * eviction, those of persons are read back from the log, where addresses are not kept.
 */
export class Repeats {
  readonly #log: EventLog;
  /** When each text was said, by who said it and by the address; the newest key last. */
  readonly #said = new Map<string, number[]>();
  #isRead = false;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /**
   * Counts a text, if it may be said.
   *
   * @param now milliseconds since 1970
   * @returns whether it was said too often just now
   */
  isRepeat({ from, uid }: Pick<Author, "uid" | "from">, text: string, now: number): boolean {
    this.#readBack(now);
    const folded = fold(text);
    const isLong = folded.length >= SHORT_LENGTH;
    const keys: [key: string, times: number][] = [[keyOf(uid, folded), isLong ? LONG_TIMES : SHORT_TIMES]];
    if (isLong && from !== undefined) keys.push([keyOf(from, folded), ADDRESS_TIMES]);
    if (keys.some(([key, times]) => this.#timesOf(key, now).length >= times)) return true;
    for (const [key] of keys) this.#add(key, now);
    return false;
  }

  #timesOf(key: string, now: number): number[] {
    return (this.#said.get(key) ?? []).filter((at) => now - at < REPEAT_WINDOW_MS);
  }

  #add(key: string, now: number): void {
    const times = [...this.#timesOf(key, now), now];
    // Deleted first, so that the key moves to the end.
    this.#said.delete(key);
    this.#said.set(key, times);
    const [oldest] = this.#said.keys();
    if (oldest !== undefined && this.#said.size > MAX_REMEMBERED) this.#said.delete(oldest);
  }

  #readBack(now: number): void {
    if (this.#isRead) return;
    this.#isRead = true;
    const read: { readonly key: string; readonly at: number }[] = [];
    let before: number | undefined;
    while (read.length < MAX_READ_BACK) {
      const range = { limit: MAX_PAGE_MESSAGES, ...(before === undefined ? {} : { before }) };
      const page = this.#log.page(range, MODERATOR_VIEWER);
      const recent = page.filter(({ at, deleted }) => now - at < REPEAT_WINDOW_MS && !deleted);
      read.push(...recent.map(({ at, message, uid }) => ({ key: keyOf(uid, fold(message)), at })).reverse());
      before = page[0]?.seq;
      if (before === undefined || recent.length === 0) break;
    }
    for (const { at, key } of read.reverse()) this.#add(key, at);
  }
}

/** A person's uid and an address hash have different alphabets or lengths, so one map serves both. */
function keyOf(who: string, folded: string): string {
  return `${who} ${folded}`;
}

/** One form of a text, whatever case, spaces, punctuation and invisible characters it is varied by. */
function fold(text: string): string {
  const letters = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, "");
  // A text of emoji or punctuation alone is compared as it is.
  return letters === "" ? text.replace(/\s+/gu, "") : letters;
}
