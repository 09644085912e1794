import type { LogEvent, Message, VoidEvent } from "../../protocol/events.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { findMentions, readMentions } from "../../protocol/mentions.ts";
import type { EventLog } from "../../room/log/event-log.ts";
import { PUBLIC_VIEWER } from "../../room/log/visibility.ts";
import type { Delivery, Place, Subject } from "./delivery.ts";
import { type Hook, type HookEvent, secretsOf } from "./hook.ts";
import type { StoredOccurrence, WebhookStore } from "./webhook-store.ts";

/** Events that are read together. */
const SLICE = 100;

/** Events that one turn looks at, for one that a hook wants. */
const MAX_SCANNED = 1_000;

/** What a hook has to do next. */
export type Next =
  | { readonly type: "deliver"; readonly delivery: Delivery }
  /** Nothing up to this place; there is more. */
  | { readonly type: "scan"; readonly place: Place }
  | { readonly type: "nothing"; readonly place: Place };

/** Finds what a hook has not delivered yet: in the log, and among the occurrences, in the order in which it happened. */
export class Backlog {
  readonly #room: string;
  readonly #log: EventLog;
  readonly #store: WebhookStore;

  constructor(room: string, log: EventLog, store: WebhookStore) {
    this.#room = room;
    this.#log = log;
    this.#store = store;
  }

  /**
   * @param own the `uid`s of all hooks, whose answers go to none of them: two could answer each other for ever
   * @param now milliseconds since 1970
   */
  next(hook: Hook, own: ReadonlySet<string>, now: number): Next {
    const occurrence = this.#occurrence(hook);
    const limit = occurrence === undefined ? this.#log.head() : Math.min(occurrence.head, this.#log.head());
    // Events that the room no longer has are passed over.
    let cursor = Math.max(hook.cursor, this.#log.oldest() - 1);
    const end = Math.min(limit, cursor + MAX_SCANNED);
    while (cursor < end) {
      const to = Math.min(cursor + SLICE, end);
      for (const event of this.#log.after(cursor, PUBLIC_VIEWER, to)) {
        if (typeOf(event, hook, own) !== undefined && !this.#isImported(event)) {
          const subject = this.#subjectOf(event, hook);
          const place = { cursor: event.seq, seen: hook.seen };
          return { type: "deliver", delivery: this.#delivery(hook, subject, event.at, now, `${event.seq}`, place) };
        }
      }
      cursor = to;
    }
    if (cursor < limit) return { type: "scan", place: { cursor, seen: hook.seen } };
    if (occurrence === undefined) {
      return { type: "nothing", place: { cursor, seen: Math.max(hook.seen, this.#store.newestOccurrence()) } };
    }
    const { at, body, number } = occurrence;
    const { type, ...data } = body;
    const place = { cursor, seen: number };
    const delivery = this.#delivery(hook, { type, body: data, uids: uidsOf(data) }, at, now, `o${number}`, place);
    return { type: "deliver", delivery };
  }

  /** A delivery of something that is not next: a test, a repeat, a command. */
  beside(hook: Hook, subject: Subject, at: number, now: number, id: string): Delivery {
    const { seq } = subject;
    const [event] = seq === undefined ? [] : this.#log.after(seq - 1, PUBLIC_VIEWER, seq);
    return this.#delivery(hook, subject, event?.at ?? at, now, id);
  }

  /** The `data` of what was sent; `undefined` if the room no longer has it. */
  dataOf({ body, seq }: Pick<Subject, "body" | "seq">): JsonObject | undefined {
    if (seq === undefined) return body;
    const [event] = this.#log.after(seq - 1, PUBLIC_VIEWER, seq);
    return event === undefined || event.type === "void" ? undefined : asData(event);
  }

  #delivery(hook: Hook, subject: Subject, at: number, now: number, id: string, place?: Place): Delivery {
    const { type } = subject;
    const data = this.dataOf(subject) ?? {};
    const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), room: this.#room, data });
    const about = { subject, ...(place === undefined ? {} : { place }) };
    return { hook: hook.id, id: `${hook.id}_${id}`, url: hook.url, secrets: secretsOf(hook, now), body, ...about };
  }

  /** P17.16: an import tells no one, and its edits came with it. */
  #isImported(event: LogEvent | VoidEvent): boolean {
    if (event.type === "message") return event.imported === true;
    return event.type === "edit" && this.#log.message(event.target)?.message.imported === true;
  }

  /** The next occurrence that a hook wants. */
  #occurrence(hook: Hook): StoredOccurrence | undefined {
    let found = this.#store.occurrenceAfter(hook.seen);
    while (found !== undefined && !isWanted(hook, found.body.type)) found = this.#store.occurrenceAfter(found.number);
    return found;
  }

  #subjectOf(event: LogEvent | VoidEvent, hook: Hook): Subject {
    const type = event.type === "message" && !isWanted(hook, "message") ? "file" : event.type;
    return { type, seq: event.seq, uids: [event.uid] };
  }
}

/** The event of a hook that an event of the log is; `undefined` if the hook doesn't want it. */
export function typeOf(event: LogEvent | VoidEvent, hook: Hook, own: ReadonlySet<string>): HookEvent | undefined {
  if (own.has(event.uid)) return undefined;
  switch (event.type) {
    case "message": {
      const type = isWanted(hook, "message") ? "message" : isWanted(hook, "file") && event.files ? "file" : undefined;
      // A message that was deleted since has nothing to tell: its deletion follows.
      return type !== undefined && !event.deleted && passes(event.message, event.mentions, hook) ? type : undefined;
    }
    case "edit":
      return isWanted(hook, "edit") && event.message !== "" && passes(event.message, undefined, hook)
        ? "edit"
        : undefined;
    case "delete":
      return isWanted(hook, "delete") ? "delete" : undefined;
    default:
      return undefined;
  }
}

function isWanted({ events }: Hook, type: string): boolean {
  return events.some((event) => event === type);
}

function passes(text: string, mentions: Message["mentions"], { filter }: Hook): boolean {
  const { mention, text: wanted } = filter;
  if (wanted !== undefined && !text.toLowerCase().includes(wanted.toLowerCase())) return false;
  if (mention === undefined) return true;
  const folded = mention.toLowerCase();
  const isMeant = readMentions(mentions).some(({ username }) => username.toLowerCase() === folded);
  return isMeant || findMentions(text.toLowerCase(), [{ uid: "", username: folded }]).length > 0;
}

function asData({ type: _, ...data }: LogEvent | VoidEvent): JsonObject {
  // Events came from JSON.
  return data as unknown as JsonObject;
}

function uidsOf(data: JsonObject): string[] {
  const { details } = data;
  const about = typeof details === "object" && details !== null && "uid" in details ? details.uid : undefined;
  return [data.uid, about].filter((uid) => typeof uid === "string");
}
