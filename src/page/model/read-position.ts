import * as v from "valibot";
import type { Message } from "../../client/index.ts";
import type { Chat } from "./chat.ts";
import { createStore, type Store } from "./store.ts";
import type { View } from "./view.ts";

export interface ReadPosition {
  /** The log that the numbers belong to (P3.4); absent until it is known. */
  readonly epoch: string | undefined;
  /** The last read `seq`. */
  readonly seen: number;
  /** When the user last looked, in milliseconds since 1970. */
  readonly seenAt: number;
  /** The divider before the unread messages. */
  readonly divider: NewDivider | undefined;
}

export interface NewDivider {
  /** `seq` of the last read message. */
  readonly after: number;
  /** When it was read, in milliseconds since 1970. */
  readonly since: number;
}

/** The position that the browser saves between visits. */
export type SavedReadPosition = v.InferOutput<typeof SavedReadPosition>;
export const SavedReadPosition = v.object({ epoch: v.string(), seen: v.number(), seenAt: v.number() });

export const NOTHING_READ: ReadPosition = { epoch: undefined, seen: 0, seenAt: 0, divider: undefined };

/**
 * Starts in a log when it first appears or is replaced.
 *
 * @param kept from the last visit; absent on the first, when nothing counts as unread
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

/** Puts the divider after the last read message, when a message arrives unseen. */
export function placeDivider(reading: ReadPosition): ReadPosition {
  const { seen, seenAt, divider } = reading;
  return divider?.after === seen ? reading : { ...reading, divider: { after: seen, since: seenAt } };
}

export function markSeen(reading: ReadPosition, seq: number, now: number): ReadPosition {
  return seq <= reading.seen ? reading : { ...reading, seen: seq, seenAt: now };
}

/** Removes the divider when the user writes: they have read everything before. */
export function catchUp(reading: ReadPosition, seq: number, now: number): ReadPosition {
  return { ...markSeen(reading, seq, now), divider: undefined };
}

export interface ReadTrackerPorts {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The position saved by the last visit, and for the next one. */
  readonly kept: Store<SavedReadPosition | undefined>;
}

/** Tracks how far the user has read. */
export interface ReadTracker {
  readonly value: ReadPosition;
  /** @returns a function that unsubscribes */
  subscribe(listener: () => void): () => void;
  /** Sets whether the user sees the bottom of the log, and with it every new message. */
  attend(isAttending: boolean): void;
  /** Changes the position, as when the user scrolls. */
  update(change: (reading: ReadPosition) => ReadPosition): void;
}

/** Tracks how far the user reads in a chat, for as long as the page lives. */
export function createReadTracker(chat: Chat, { kept, now }: ReadTrackerPorts): ReadTracker {
  const store = createStore<ReadPosition>(NOTHING_READ);
  let isAttending = false;
  let previous = { newest: 0, wasOnline: false };
  /** Ids of this device's own commands, which may have waited for a connection. */
  const sent = new Set<string>();

  const newest = () => chat.view.messages.at(-1);
  const set = (reading: ReadPosition) => {
    const { epoch, seen, seenAt } = reading;
    if (reading === store.value) return;
    store.set(reading);
    if (epoch === undefined) return;
    // Another tab may have read further.
    if (kept.value?.epoch !== epoch || kept.value.seen <= seen) kept.set({ epoch, seen, seenAt });
  };
  const saw = (seq: number) => set(markSeen(store.value, seq, now()));
  const follow = () => {
    const { messages, pending, position, self, status } = chat.view;
    for (const { id } of pending) sent.add(id);
    const last = newest();
    // Until the room has named its log, the messages are those of the last visit.
    if (position === undefined || (last === undefined && status.state !== "online")) return;
    const { seq, uid } = last ?? { seq: 0, uid: undefined };
    const { epoch } = store.value;
    const isFirst = position.epoch !== epoch;
    if (isFirst) set(startReading(position.epoch, kept.value, seq, now()));
    const isOwn = (message: Message) => message.uid === self?.uid;
    const unread = messages.slice(messages.findLastIndex((message) => message.seq <= store.value.seen) + 1);
    // From another device: what came before it was read there.
    const own = unread.findLast(isOwn);
    if (own !== undefined && !sent.has(own.id)) set(catchUp(store.value, own.seq, now()));
    const isNew = seq > store.value.seen && (isFirst || seq > previous.newest);
    // Own messages are never new.
    for (const message of unread) {
      if (!isOwn(message)) break;
      saw(message.seq);
    }
    // Missed messages arrive together with the reconnect, so the user has not seen them arrive.
    const isSeen = isAttending && previous.wasOnline && !isFirst;
    previous = { newest: seq, wasOnline: status.state === "online" };
    if (!isNew) return;
    if (uid === self?.uid && isSeen) set(catchUp(store.value, seq, now()));
    else if (!isSeen && seq > store.value.seen) set(placeDivider(store.value));
    if (isAttending) saw(seq);
  };
  chat.subscribe(follow, new Set<keyof View>(["messages", "pending", "position", "self", "status"]));
  follow();
  // Another tab has read further.
  kept.subscribe(() => {
    if (kept.value !== undefined && kept.value.epoch === store.value.epoch) saw(kept.value.seen);
  });

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
      // The user has looked until now, although nothing new arrived.
      if (last?.seq === store.value.seen) set({ ...store.value, seenAt: now() });
    },
    update: (change) => set(change(store.value)),
  };
}
