import type { CapabilityRoom, PlugIn } from "../../room/capability/capability.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Events that one turn forgets at most: some milliseconds' work. */
const PRUNED_AT_ONCE = 1_000;

/** Milliseconds between two slices. */
const SLICE_AFTER_MS = 1_000;

/** Milliseconds between two looks, at least: no one counts the minutes of a day that was weeks ago. */
const LOOK_AFTER_MS = 60 * 60 * 1_000;

const PRUNE = "retention.prune";

/**
 * Forgets events after some days (P11.5). Nothing is written with a message: a job looks at the oldest event, and comes
 * back when that one is due.
 *
 * @param days `undefined` keeps everything, and costs nothing
 */
export function plugInRetention(days: number | undefined): PlugIn {
  return (room) => {
    if (days === undefined) return {};
    // A room that was quiet while the variable was set, or that has no job yet, looks at once.
    if (room.log.head() >= room.log.oldest() && !room.jobs.isScheduled(PRUNE)) room.jobs.schedule(PRUNE, 0);
    let isScheduled = room.jobs.isScheduled(PRUNE);
    return {
      jobs: {
        [PRUNE]: ({ now }) => {
          const next = prune(room, days * DAY_MS, now);
          isScheduled = next !== undefined;
          if (next !== undefined) room.jobs.schedule(PRUNE, next);
          return [];
        },
      },
      after: (_events, { now }) => {
        if (!isScheduled) room.jobs.schedule(PRUNE, now + days * DAY_MS);
        isScheduled = true;
        return [];
      },
    };
  };
}

/** @returns when to look next, in milliseconds since 1970; `undefined` if nothing is left */
function prune(room: CapabilityRoom, keptMs: number, now: number): number | undefined {
  const { log } = room;
  const { at, seq } = log.firstSince(now - keptMs, PRUNED_AT_ONCE);
  if (seq > log.oldest()) room.prune(seq);
  if (at !== undefined) return Math.max(at + keptMs + 1, now + LOOK_AFTER_MS);
  return log.head() >= log.oldest() ? now + SLICE_AFTER_MS : undefined;
}
