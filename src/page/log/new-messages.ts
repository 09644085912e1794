import type { Message } from "../../client/index.ts";

/**
 * How many messages of others came behind what was read.
 *
 * @param messages by `seq`
 * @param seen everything up to this `seq` was read
 * @param own the reader's `uid`
 */
export function countNew(messages: readonly Message[], seen: number, own: string | undefined): number {
  let count = 0;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message === undefined || message.seq <= seen) break;
    if (message.uid !== own && message.deleted !== true) count += 1;
  }
  return count;
}
