import { MAX_HISTORY } from "../protocol/limits.ts";

/** What identifies an event: its place in the log, and whose it is. */
export interface Sighting {
  readonly seq: number;
  readonly uid: string;
  readonly id: string;
}

/** Tells what came before from what is new. */
export interface Seen {
  /** Takes one event: whether it came before, follows what came last, or leaves a hole behind it. */
  take(event: Sighting): "again" | "next" | "after-hole";
}

/**
 * Remembers the newest events.
 *
 * A replay is the last `MAX_HISTORY` of the log, and those of them that were seen are among the last `MAX_HISTORY` seen:
 * so many are enough to remember, however long the client runs. `seq` alone would not do: a room that begins again (a
 * fresh database, with `seq` from 1) would be taken for one that repeats itself, and everything in it be dropped.
 */
export function createSeen(): Seen {
  const keys: string[] = [];
  let last: number | undefined;
  return {
    take({ seq, uid, id }) {
      const key = JSON.stringify([seq, uid, id]);
      if (keys.includes(key)) return "again";
      keys.push(key);
      if (keys.length > MAX_HISTORY) keys.shift();
      const hole = last !== undefined && seq > last + 1;
      last = seq;
      return hole ? "after-hole" : "next";
    },
  };
}
