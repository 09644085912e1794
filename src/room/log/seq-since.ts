import type { EventLog } from "./event-log.ts";
import { MODERATOR_VIEWER } from "./visibility.ts";

/** The `seq` from which on messages are not older than `at`, hidden ones included, by bisection: a row for each step. */
export function seqSince(log: EventLog, at: number): number {
  let [low, high] = [log.oldest(), log.head() + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [message] = log.page({ after: middle - 1, limit: 1 }, MODERATOR_VIEWER);
    if (message === undefined || message.at >= at) high = middle;
    else low = message.seq + 1;
  }
  return low;
}
