/** The index at which the message with this `seq` is, or would be, among messages sorted by `seq`. */
export function indexOfSeq(messages: readonly { readonly seq: number }[], seq: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((messages[middle]?.seq ?? seq) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Finds the message with this `seq` among sorted messages such as `state.messages`. */
export function findMessage<M extends { readonly seq: number }>(messages: readonly M[], seq: number): M | undefined {
  const found = messages[indexOfSeq(messages, seq)];
  return found?.seq === seq ? found : undefined;
}
