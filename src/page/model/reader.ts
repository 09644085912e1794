import type { Chat } from "./chat.ts";
import { begin, type KeptReading, NO_READING, pause, type Reading, see, speakUp } from "./reading.ts";
import { createStore, type Store } from "./store.ts";

/** What following a reader needs. */
export interface ReaderPorts {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What the last visit left, and what this one leaves to the next. */
  readonly kept: Pick<Store<KeptReading | undefined>, "value" | "set">;
}

/** How far a person has read, followed as they do. */
export interface Reader {
  readonly value: Reading;
  /** @returns a function that ends it */
  subscribe(listener: () => void): () => void;
  /** Whether they see the end of the log, and with it whatever is said. */
  attend(isAttending: boolean): void;
  /** They have seen everything up to `seq`. */
  saw(seq: number): void;
}

/** Follows how far a person reads in a chat, for as long as the page lives. */
export function createReader(chat: Chat, { kept, now }: ReaderPorts): Reader {
  const store = createStore<Reading>(NO_READING);
  let isAttending = false;
  let previous = { newest: 0, wasEntered: false };

  const newest = () => chat.view.messages.at(-1);
  const set = (reading: Reading) => {
    const { epoch, seen, seenAt } = reading;
    if (reading === store.value) return;
    store.set(reading);
    if (epoch === undefined) return;
    // Another tab may be further.
    if (kept.value?.epoch !== epoch || kept.value.seen <= seen) kept.set({ epoch, seen, seenAt });
  };
  const saw = (seq: number) => set(see(store.value, seq, now()));
  const follow = () => {
    const { position, self, status } = chat.view;
    const last = newest();
    // While it is not known which log this is, what is shown is that of before.
    if (position === undefined || last === undefined) return;
    const { seq } = last;
    const { epoch } = store.value;
    const isFirst = position.epoch !== epoch;
    if (isFirst) set(begin(position.epoch, kept.value, seq, now()));
    // What was missed comes together with the news that one is back: nobody saw it come.
    const isSeen = isAttending && previous.wasEntered && !isFirst;
    const isNew = seq > store.value.seen && (isFirst || seq > previous.newest);
    previous = { newest: seq, wasEntered: status.state === "entered" };
    if (!isNew) return;
    if (last.uid === self?.uid && isSeen) set(speakUp(store.value, seq, now()));
    else if (!isSeen) set(pause(store.value));
    if (isAttending) saw(seq);
  };
  chat.subscribe(follow);
  follow();

  return {
    get value() {
      return store.value;
    },
    subscribe: store.subscribe,
    attend(next) {
      if (next === isAttending) return;
      isAttending = next;
      const last = newest();
      if (next) {
        if (last !== undefined) saw(last.seq);
        return;
      }
      // Until now they looked, although nothing was said.
      if (last?.seq === store.value.seen) set({ ...store.value, seenAt: now() });
    },
    saw,
  };
}
