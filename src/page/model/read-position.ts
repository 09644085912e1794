import * as v from "valibot";
import type { Chat } from "./chat.ts";
import { createStore, type Store } from "./store.ts";
import type { View } from "./view.ts";

/** How far a person has read in a room. */
export interface ReadPosition {
  /** The log whose numbers these are (P3.4); absent while none is known. */
  readonly epoch: string | undefined;
  /** Everything up to this `seq` was read. */
  readonly seen: number;
  /** When they last looked, in milliseconds since 1970. */
  readonly seenAt: number;
  /** Where reading had stopped before what is new. */
  readonly divider: NewDivider | undefined;
}

/** Where reading stopped. */
export interface NewDivider {
  /** `seq` of the last message that was read. */
  readonly after: number;
  /** When that was, in milliseconds since 1970. */
  readonly since: number;
}

/** What a browser keeps of a reading, from one visit to the next. */
export type SavedReadPosition = v.InferOutput<typeof SavedReadPosition>;
export const SavedReadPosition = v.object({ epoch: v.string(), seen: v.number(), seenAt: v.number() });

/** Before anything is known. */
export const NOTHING_READ: ReadPosition = { epoch: undefined, seen: 0, seenAt: 0, divider: undefined };

/**
 * A log appears, or another in its place.
 *
 * @param kept of the last visit. On the first one there is nothing that reading could have stopped at
 * @param newest `seq` of the newest message
 */
export function startReading(
  epoch: string,
  kept: SavedReadPosition | undefined,
  newest: number,
  now: number,
): ReadPosition {
  if (kept?.epoch !== epoch) return { epoch, seen: newest, seenAt: now, divider: undefined };
  return { epoch, seen: Math.min(kept.seen, newest), seenAt: kept.seenAt, divider: undefined };
}

/** Something was said that the reader did not see come: here reading stopped, until they stop again further down. */
export function placeDivider(reading: ReadPosition): ReadPosition {
  const { seen, seenAt, divider } = reading;
  return divider?.after === seen ? reading : { ...reading, divider: { after: seen, since: seenAt } };
}

/** The reader has seen everything up to `seq`. */
export function markSeen(reading: ReadPosition, seq: number, now: number): ReadPosition {
  return seq <= reading.seen ? reading : { ...reading, seen: seq, seenAt: now };
}

/** The reader spoke up: they know what was said, and nothing before is new to them. */
export function catchUp(reading: ReadPosition, seq: number, now: number): ReadPosition {
  return { ...markSeen(reading, seq, now), divider: undefined };
}

/** What following a reader needs. */
export interface ReadTrackerPorts {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What the last visit left, and what this one leaves to the next. */
  readonly kept: Pick<Store<SavedReadPosition | undefined>, "value" | "set">;
}

/** How far a person has read, followed as they do. */
export interface ReadTracker {
  readonly value: ReadPosition;
  /** @returns a function that ends it */
  subscribe(listener: () => void): () => void;
  /** Whether they see the end of the log, and with it whatever is said. */
  attend(isAttending: boolean): void;
  /** They have seen everything up to `seq`. */
  saw(seq: number): void;
}

/** Follows how far a person reads in a chat, for as long as the page lives. */
export function createReadTracker(chat: Chat, { kept, now }: ReadTrackerPorts): ReadTracker {
  const store = createStore<ReadPosition>(NOTHING_READ);
  let isAttending = false;
  let previous = { newest: 0, wasEntered: false };

  const newest = () => chat.view.messages.at(-1);
  const set = (reading: ReadPosition) => {
    const { epoch, seen, seenAt } = reading;
    if (reading === store.value) return;
    store.set(reading);
    if (epoch === undefined) return;
    // Another tab may be further.
    if (kept.value?.epoch !== epoch || kept.value.seen <= seen) kept.set({ epoch, seen, seenAt });
  };
  const saw = (seq: number) => set(markSeen(store.value, seq, now()));
  const follow = () => {
    const { position, self, status } = chat.view;
    const last = newest();
    // While it is not known which log this is, what is shown is that of before.
    if (position === undefined || last === undefined) return;
    const { seq } = last;
    const { epoch } = store.value;
    const isFirst = position.epoch !== epoch;
    if (isFirst) set(startReading(position.epoch, kept.value, seq, now()));
    // What was missed comes together with the news that one is back: nobody saw it come.
    const isSeen = isAttending && previous.wasEntered && !isFirst;
    const isNew = seq > store.value.seen && (isFirst || seq > previous.newest);
    previous = { newest: seq, wasEntered: status.state === "entered" };
    if (!isNew) return;
    if (last.uid === self?.uid && isSeen) set(catchUp(store.value, seq, now()));
    else if (!isSeen) set(placeDivider(store.value));
    if (isAttending) saw(seq);
  };
  chat.subscribe(follow, new Set<keyof View>(["messages", "position", "self", "status"]));
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
