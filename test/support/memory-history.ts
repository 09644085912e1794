import type { LogEvent, Message } from "../../src/protocol/events.ts";
import { applyChange } from "../../src/protocol/fold.ts";
import type { History, PageRange, RoomIdentity, Stored } from "../../src/room/history.ts";

interface Entry {
  event: LogEvent;
  digest: number | undefined;
}

/** A room's log in memory, for tests of the room without a database. */
export class MemoryHistory implements History {
  readonly identity: RoomIdentity;
  #entries: Entry[] = [];
  #messages = new Map<number, Message>();
  #head = 0;
  #oldest = 1;

  constructor(epoch = "epoch-1") {
    this.identity = { epoch, key: new TextEncoder().encode(epoch) };
  }

  head(): number {
    return this.#head;
  }

  oldest(): number {
    return this.#oldest;
  }

  append(event: LogEvent, digest: number): void {
    if (event.seq !== this.#head + 1) throw new Error(`seq ${event.seq} after ${this.#head}`);
    if (this.find(event.uid, event.id) !== undefined) throw new Error("this (uid, id) is stored already");
    this.#entries.push({ event: structuredClone(event), digest });
    this.#head = event.seq;
    if (event.type === "message") this.#messages.set(event.seq, structuredClone(event));
    else if (event.type !== "notice") this.#change(event.target, event);
  }

  flush(): void {}

  expect(): void {}

  find(uid: string, id: string): Stored | undefined {
    const entry = this.#entries.find(({ event }) => event.uid === uid && event.id === id);
    if (entry === undefined) return undefined;
    const { seq } = entry.event;
    return entry.digest === undefined ? { seq } : { seq, digest: entry.digest };
  }

  message(seq: number): Message | undefined {
    return this.#messages.get(seq);
  }

  after(seq: number): LogEvent[] {
    return this.#entries
      .filter(({ event }) => event.seq > seq)
      .map(({ event }) => {
        if (event.type !== "message") return event;
        const { editedAt: _, reactions: __, ...present } = this.#messages.get(event.seq) ?? event;
        return present;
      });
  }

  page({ after = 0, before = Number.POSITIVE_INFINITY, limit }: PageRange): Message[] {
    const range = [...this.#messages.values()].filter(({ seq }) => seq > after && seq < before);
    return after === 0 ? range.slice(Math.max(range.length - limit, 0)) : range.slice(0, limit);
  }

  prune(oldest: number): void {
    this.#entries = this.#entries.filter(({ event }) => event.seq >= oldest);
    for (const seq of this.#messages.keys()) if (seq < oldest) this.#messages.delete(seq);
    this.#oldest = oldest;
  }

  #change(target: number, event: Exclude<LogEvent, { type: "message" }>): void {
    const message = this.#messages.get(target);
    if (message === undefined) return;
    this.#messages.set(target, applyChange(message, event));
    if (event.type !== "delete") return;
    for (const entry of this.#entries) {
      const own = entry.event.seq === target;
      const edit = entry.event.type === "edit" && entry.event.target === target;
      if (own || edit) entry.digest = undefined;
      if (edit) entry.event = { ...entry.event, message: "" } as LogEvent; // the spread of a union widens it
    }
  }
}
