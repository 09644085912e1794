import type { LogEvent, Message, VoidEvent } from "../../src/protocol/events.ts";
import { MAX_ID_LENGTH } from "../../src/protocol/limits.ts";
import type {
  EventLog,
  FirstSince,
  LogIdentity,
  PageRange,
  StoredCommand,
  StoredRecord,
} from "../../src/room/log/event-log.ts";
import {
  eventFor,
  foldStored,
  isShown,
  messageFor,
  type StoredMessage,
  type Viewer,
} from "../../src/room/log/visibility.ts";

interface Entry {
  event: LogEvent;
  digest: number | undefined;
  onlyFor: string | undefined;
}

/** An in-memory event log, for room tests without a database. */
export class MemoryHistory implements EventLog {
  identity: LogIdentity;
  #entries: Entry[] = [];
  #messages = new Map<number, StoredMessage>();
  #head = 0;
  #oldest = 1;

  constructor(epoch = "epoch-1") {
    this.identity = { epoch, key: new TextEncoder().encode(epoch) };
  }

  rotateKey(key: Uint8Array): void {
    this.identity = { ...this.identity, key };
  }

  head(): number {
    return this.#head;
  }

  oldest(): number {
    return this.#oldest;
  }

  append(event: LogEvent, digest: number, onlyFor?: string): void {
    if (event.seq !== this.#head + 1) throw new Error(`seq ${event.seq} after ${this.#head}`);
    if (this.find(event.uid, event.id) !== undefined) throw new Error("this (uid, id) is stored already");
    this.#entries.push({ event: structuredClone(event), digest, onlyFor });
    this.#head = event.seq;
    if (event.type === "message") {
      const message = structuredClone(event);
      this.#messages.set(event.seq, { message, ...(onlyFor === undefined ? {} : { onlyFor }) });
    } else if (event.type !== "notice") this.#change(event.target, event, onlyFor);
  }

  flush(): void {}

  expect(): void {}

  find(uid: string, id: string): StoredCommand | undefined {
    const entry = this.#entries.find(({ event }) => event.uid === uid && event.id === id);
    if (entry === undefined) return undefined;
    const { seq } = entry.event;
    return entry.digest === undefined ? { seq } : { seq, digest: entry.digest };
  }

  message(seq: number): StoredMessage | undefined {
    return this.#messages.get(seq);
  }

  newestOf(uid: string, limit: number): number[] {
    return [...this.#messages.values()]
      .filter(({ message }) => message.uid === uid && !message.deleted)
      .map(({ message }) => message.seq)
      .reverse()
      .slice(0, limit);
  }

  after(seq: number, viewer: Viewer): (LogEvent | VoidEvent)[] {
    return this.#entries
      .filter(({ event }) => event.seq > seq)
      .map(({ event, onlyFor }) => {
        const kept = this.#messages.get(event.seq);
        if (event.type !== "message" || kept === undefined) return eventFor(event, onlyFor, viewer);
        const { editedAt: _, reactions: __, hidden: ___, ...present } = messageFor(kept, viewer) ?? kept.message;
        return eventFor(present, onlyFor, viewer);
      });
  }

  lengthAfter(seq: number): number {
    return this.after(seq, { uid: "", isModerator: false }).reduce(
      (sum, event) => sum + ("message" in event ? event.message.length : 0),
      0,
    );
  }

  page({ after = 0, before = Number.POSITIVE_INFINITY, limit }: PageRange, viewer: Viewer): Message[] {
    const range = [...this.#messages.values()]
      .filter(({ message: { seq }, onlyFor }) => seq > after && seq < before && isShown(onlyFor, viewer))
      .flatMap((kept) => messageFor(kept, viewer) ?? []);
    return after === 0 ? range.slice(Math.max(range.length - limit, 0)) : range.slice(0, limit);
  }

  recordsOf(uid: string, after: string, limit: number, upTo?: number): StoredRecord[] {
    return this.#entries
      .filter(({ event }) => event.uid === uid && event.id > after)
      .filter(({ event }) => upTo === undefined || (event.seq <= upTo && event.id.length <= MAX_ID_LENGTH))
      .sort((one, other) => (one.event.id < other.event.id ? -1 : 1))
      .slice(0, limit)
      .map(({ event, onlyFor }) => {
        const kept = this.#messages.get(event.seq);
        const present = kept && messageFor(kept, { uid, isModerator: false });
        return { event: present ?? event, ...(onlyFor === undefined ? {} : { onlyFor }) };
      });
  }

  forget(seqs: readonly number[]): void {
    for (const entry of this.#entries.filter(({ event }) => seqs.includes(event.seq))) {
      const { event } = entry;
      const id = `erased-${String(event.seq).padStart(MAX_ID_LENGTH, "0")}`;
      if (event.type === "notice") entry.event = { ...event, id, username: "", previous: "" };
      else if (event.type === "message") entry.event = { ...event, id, username: "" };
      else if (event.type === "reaction") entry.event = { ...event, id, on: false };
      else entry.event = { ...event, id };
      entry.digest = undefined;
      const kept = this.#messages.get(event.seq);
      if (kept !== undefined) {
        this.#messages.set(event.seq, { ...kept, message: { ...kept.message, id, username: "" } });
      }
    }
  }

  firstSince(at: number, limit: number): FirstSince {
    const end = Math.min(this.#oldest + limit, this.#head + 1);
    const first = this.#entries.find(({ event }) => event.seq < end && event.at >= at);
    return first === undefined ? { seq: end } : { seq: first.event.seq, at: first.event.at };
  }

  prune(oldest: number): void {
    this.#entries = this.#entries.filter(({ event }) => event.seq >= oldest);
    for (const seq of this.#messages.keys()) if (seq < oldest) this.#messages.delete(seq);
    this.#oldest = oldest;
  }

  #change(target: number, event: Exclude<LogEvent, { type: "message" }>, onlyFor: string | undefined): void {
    const kept = this.#messages.get(target);
    if (kept === undefined) return;
    this.#messages.set(target, foldStored(kept, event, onlyFor));
    if (event.type !== "delete") return;
    for (const entry of this.#entries) {
      const own = entry.event.seq === target;
      const edit = entry.event.type === "edit" && entry.event.target === target;
      if (own || edit) entry.digest = undefined;
      if (edit) entry.event = { ...entry.event, message: "" } as LogEvent; // the spread of a union widens it
    }
  }
}
