import type { EditEvent, LogEvent, Message, NoticeEvent, PreviewEvent, VoidEvent } from "../../src/protocol/events.ts";
import { MAX_HIDDEN_EVENTS, MAX_ID_LENGTH } from "../../src/protocol/limits.ts";
import type {
  EventLog,
  FirstSince,
  LogIdentity,
  PageRange,
  ReactorRange,
  StoredCommand,
  StoredNotice,
  StoredRecord,
} from "../../src/room/log/event-log.ts";
import {
  applyReaction,
  needsOwnReactions,
  type OwnReaction,
  type ReactionRow,
  type ReactionRows,
  type Reactor,
} from "../../src/room/log/reactions.ts";
import {
  applyStored,
  eventFor,
  isShown,
  messageFor,
  type StoredMessage,
  type Viewer,
} from "../../src/room/log/visibility.ts";

interface Entry {
  event: LogEvent;
  /** The command's id, also if a moderator deleted the event. One that was forgotten has a mark in its place. */
  id: string;
  digest: number | undefined;
  readonly onlyFor: string | undefined;
}

/** Whether an event tells the present state of its target. */
function isTold(event: LogEvent): event is EditEvent | PreviewEvent {
  return event.type === "edit" || event.type === "preview";
}

function withCurrent(event: EditEvent | PreviewEvent, present: Message | undefined): EditEvent | PreviewEvent {
  if (event.type === "edit") return { ...event, message: present?.message ?? "" };
  const { preview: _, ...bare } = event;
  return present?.preview === undefined ? bare : { ...bare, preview: present.preview };
}

class MemoryReactions implements ReactionRows {
  rows: ReactionRow[] = [];

  of(target: number, uid: string): OwnReaction[] {
    const own = this.rows.filter((row) => row.target === target && row.uid === uid);
    return own.map(({ emoji, isHidden }) => ({ emoji, isHidden }));
  }

  first(target: number, emoji: string, isHidden: boolean, limit: number): string[] {
    const all = this.rows.filter((row) => row.target === target && row.emoji === emoji && row.isHidden === isHidden);
    const inOrder = all.sort((a, b) => a.seq - b.seq);
    return inOrder.slice(0, limit).map(({ uid }) => uid);
  }

  put(row: ReactionRow): void {
    this.remove(row.target, row.uid, row.emoji);
    this.rows.push(row);
  }

  remove(target: number, uid: string, emoji: string): void {
    this.rows = this.rows.filter((row) => row.target !== target || row.uid !== uid || row.emoji !== emoji);
  }
}

/** An in-memory event log, for room tests without a database. */
export class MemoryEventLog implements EventLog {
  identity: LogIdentity;
  #entries: Entry[] = [];
  #messages = new Map<number, StoredMessage>();
  readonly #reactions = new MemoryReactions();
  #head = 0;
  #oldest = 1;

  constructor(epoch = "epoch-1") {
    this.identity = { epoch, key: new TextEncoder().encode(epoch) };
  }

  rotateKey(key: Uint8Array): void {
    this.identity = { ...this.identity, key };
  }

  renewEpoch(epoch: string): void {
    this.identity = { ...this.identity, epoch };
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
    this.#entries.push({ event: structuredClone(event), id: event.id, digest, onlyFor });
    this.#head = event.seq;
    if (event.type === "message") {
      const message = structuredClone(event);
      this.#messages.set(event.seq, { message, ...(onlyFor === undefined ? {} : { onlyFor }) });
    } else if (event.type !== "notice") this.#change(event.target, event, onlyFor);
    if (onlyFor !== undefined) this.#dropSurplus(onlyFor);
  }

  flush(): void {}

  expect(): void {}

  find(uid: string, id: string): StoredCommand | undefined {
    const entry = this.#entries.find((entry) => entry.event.uid === uid && entry.id === id);
    if (entry === undefined) return undefined;
    const { seq } = entry.event;
    return entry.digest === undefined ? { seq } : { seq, digest: entry.digest };
  }

  message(seq: number): StoredMessage | undefined {
    return this.#messages.get(seq);
  }

  notice(seq: number): StoredNotice | undefined {
    const entry = this.#entries.find(({ event }) => event.seq === seq);
    if (entry?.event.type !== "notice") return undefined;
    return { event: entry.event, ...(entry.onlyFor === undefined ? {} : { onlyFor: entry.onlyFor }) };
  }

  reactionsOf(target: number, uid: string): readonly OwnReaction[] {
    return this.#reactions.of(target, uid);
  }

  reactors({ before, emoji, limit, target }: ReactorRange, viewer: Viewer): readonly Reactor[] {
    return this.#reactions.rows
      .filter((row) => row.target === target && row.emoji === emoji && row.seq < (before ?? Number.POSITIVE_INFINITY))
      .filter(({ isHidden, uid }) => isShown(isHidden ? uid : undefined, viewer))
      .sort((a, b) => b.seq - a.seq)
      .slice(0, limit)
      .map(({ seq, uid }) => ({ seq, uid }));
  }

  newestOf(uid: string, limit: number): number[] {
    return [...this.#messages.values()]
      .filter(({ message }) => message.uid === uid && !message.deleted)
      .map(({ message }) => message.seq)
      .reverse()
      .slice(0, limit);
  }

  after(seq: number, viewer: Viewer, upTo = this.#head): (LogEvent | VoidEvent)[] {
    return this.#entries
      .filter(({ event }) => event.seq > seq && event.seq <= upTo)
      .map(({ event, onlyFor }) => {
        const stored = this.#messages.get(isTold(event) ? event.target : event.seq);
        const present = stored && (messageFor(stored, viewer) ?? stored.message);
        if (isTold(event)) return eventFor(withCurrent(event, present), onlyFor, viewer);
        if (event.type !== "message" || present === undefined) return eventFor(event, onlyFor, viewer);
        const { editedAt: _, reactions: __, hidden: ___, preview: ____, ...message } = present;
        return eventFor(message, onlyFor, viewer);
      });
  }

  lengthAfter(seq: number): number {
    return this.after(seq, { uid: "", isModerator: false }).reduce(
      (sum, event) => sum + ("message" in event ? event.message.length : 0),
      0,
    );
  }

  page({ after, before = Number.POSITIVE_INFINITY, limit }: PageRange, viewer: Viewer): Message[] {
    const range = [...this.#messages.values()]
      .filter(({ message: { seq }, onlyFor }) => seq > (after ?? 0) && seq < before && isShown(onlyFor, viewer))
      .flatMap((stored) => {
        const own = needsOwnReactions(stored) ? this.reactionsOf(stored.message.seq, viewer.uid) : undefined;
        return messageFor(stored, viewer, own) ?? [];
      });
    return after === undefined ? range.slice(Math.max(range.length - limit, 0)) : range.slice(0, limit);
  }

  recordsOf(uid: string, after: string, limit: number, upTo?: number): StoredRecord[] {
    return this.#entries
      .filter(({ event, id }) => event.uid === uid && id > after)
      .filter(({ event, id }) => upTo === undefined || (event.seq <= upTo && id.length <= MAX_ID_LENGTH))
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .slice(0, limit)
      .map(({ event, id, onlyFor }) => {
        const stored = this.#messages.get(isTold(event) ? event.target : event.seq);
        const viewer = { uid, isModerator: false };
        const present = stored && (messageFor(stored, viewer, this.reactionsOf(event.seq, uid)) ?? stored.message);
        const current = isTold(event) ? withCurrent(event, present) : (present ?? event);
        return { cursor: id, event: current, ...(onlyFor === undefined ? {} : { onlyFor }) };
      });
  }

  forget(seqs: readonly number[]): void {
    for (const entry of this.#entries.filter(({ event }) => seqs.includes(event.seq))) {
      const event = { ...entry.event, id: "" };
      if (event.type === "notice") entry.event = { ...event, username: "", previous: "" };
      else if (event.type === "message") entry.event = { ...event, username: "", erased: true };
      else if (event.type === "reaction") entry.event = { ...event, on: false };
      else entry.event = event;
      entry.id = `erased-${String(event.seq).padStart(MAX_ID_LENGTH, "0")}`;
      entry.digest = undefined;
      const stored = this.#messages.get(event.seq);
      if (stored !== undefined) {
        this.#messages.set(event.seq, {
          ...stored,
          message: { ...stored.message, id: "", username: "", erased: true },
        });
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
    this.#reactions.rows = this.#reactions.rows.filter(({ target }) => target >= oldest);
    this.#oldest = oldest;
  }

  #change(
    target: number,
    event: Exclude<LogEvent, { type: "message" } | NoticeEvent>,
    onlyFor: string | undefined,
  ): void {
    const stored = this.#messages.get(target);
    if (event.type === "delete") {
      this.#erase(target, event.uid);
      this.#reactions.rows = this.#reactions.rows.filter((row) => row.target !== target);
    }
    if (stored === undefined) return;
    const next =
      event.type === "reaction"
        ? applyReaction(stored, event, onlyFor, this.#reactions)
        : applyStored(stored, event, onlyFor);
    this.#messages.set(target, next);
  }

  #erase(target: number, by: string): void {
    for (const entry of this.#entries) {
      const { event } = entry;
      const isTarget = event.seq === target;
      if (!isTarget && (event.type !== "edit" || event.target !== target)) continue;
      entry.digest = undefined;
      if (event.type === "notice") entry.event = { ...event, id: "", username: "", previous: "" };
      else if (event.uid !== by) entry.event = { ...event, id: "" } as LogEvent; // The spread of a union widens it.
    }
  }

  #dropSurplus(onlyFor: string): void {
    const hidden = this.#entries.filter((entry) => entry.onlyFor === onlyFor);
    const [surplus] = hidden;
    if (surplus === undefined || hidden.length <= MAX_HIDDEN_EVENTS) return;
    const { event } = surplus;
    this.#entries = this.#entries.filter((entry) => entry !== surplus);
    this.#messages.delete(event.seq);
    if (event.type !== "reaction" || !event.on) return;
    const stored = this.#messages.get(event.target);
    const isHidden = this.reactionsOf(event.target, event.uid).some((one) => one.emoji === event.emoji && one.isHidden);
    if (stored === undefined || !isHidden) return;
    this.#messages.set(event.target, applyReaction(stored, { ...event, on: false }, event.uid, this.#reactions));
  }
}
