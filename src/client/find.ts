import type { Message } from "../protocol/events.ts";

/** Where, among messages in the order of their `seq`, the one of this `seq` is or would be. */
export function indexOfSeq(messages: readonly Message[], seq: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((messages[middle]?.seq ?? seq) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The message of this `seq`, among messages in order as `state.messages` are. */
export function findMessage(messages: readonly Message[], seq: number): Message | undefined {
  const found = messages[indexOfSeq(messages, seq)];
  return found?.seq === seq ? found : undefined;
}
