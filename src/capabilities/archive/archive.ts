import * as v from "valibot";
import type { Message } from "../../protocol/events.ts";
import type { Json } from "../../protocol/json.ts";
import type { PlugIn } from "../../room/capability/capability.ts";
import type { EventLog } from "../../room/log/event-log.ts";
import { seqSince } from "../../room/log/seq-since.ts";
import { messageFor, PUBLIC_VIEWER } from "../../room/log/visibility.ts";
import { err, ok } from "../../room/model/result.ts";
import { mayRead } from "../../room/moderation/permissions.ts";

/** Messages on the page of the newest ones: two screens. */
const NEWEST = 50;

/**
 * `seq` numbers of one part of a day. Parts begin at multiples of it, so a message stays in its part whatever is hidden or
 * deleted before it.
 */
export const PART_EVENTS = 200;

/** Deleted messages that are skipped, at most, to find one that is shown. */
const SKIPPED = 100;

const Milliseconds = v.pipe(v.number(), v.integer());

const Request = v.variant("type", [
  v.object({ type: v.literal("archive.newest") }),
  v.object({
    type: v.literal("archive.day"),
    from: Milliseconds,
    to: Milliseconds,
    part: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
]);

/** A request for a page of the log; times are in milliseconds since 1970. */
export type ArchiveRequest = v.InferOutput<typeof Request>;

/** A message that another one replies to. */
export type QuotedMessage = Pick<Message, "seq" | "at" | "username" | "message"> & { readonly mentions?: Json };

/** A page of the log, as everyone may see it (P9.9). */
export interface ArchivePage {
  /** Oldest first, without deleted ones. */
  readonly messages: readonly Message[];
  /** Messages that those of this page reply to. */
  readonly quoted: readonly QuotedMessage[];
  /** Time of the nearest message before the page, or before its day. */
  readonly previous?: number;
  /** Time of the nearest message after the day. */
  readonly next?: number;
  /** Parts of the same day that have messages. Before the newest messages, the part that ends with the one at `previous`. */
  readonly previousPart?: number;
  readonly nextPart?: number;
}

/** Gives the Worker pages of a room's log, if everyone may read the room. */
export function plugInArchive(isOn: boolean): PlugIn {
  return (room) => {
    if (!isOn) return {};
    return {
      ask: (_author, sent) => {
        const request = v.safeParse(Request, sent);
        if (!request.success) return undefined;
        if (!mayRead(room.settings(), "guest", false)) return { effects: [], result: err("members_only") };
        const page = readPage(room.log, request.output);
        return { effects: [], result: page === undefined ? err("not_found") : ok(page) };
      },
    };
  };
}

/**
 * @returns `undefined` for a day, or a part of one, without messages. One whose messages were all deleted is a page without any,
 * so that the links lead past it (P7.12)
 */
export function readPage(log: EventLog, request: ArchiveRequest): ArchivePage | undefined {
  return request.type === "archive.newest" ? newestPage(log) : dayPage(log, request);
}

function newestPage(log: EventLog): ArchivePage {
  const messages = log.page({ limit: NEWEST }, PUBLIC_VIEWER);
  const [oldest] = messages;
  const earlier = oldest && before(log, oldest.seq);
  return withQuoted(log, messages, { previous: earlier?.at, previousPart: earlier && partOf(earlier.seq) });
}

function dayPage(
  log: EventLog,
  { from, part: asked, to }: Extract<ArchiveRequest, { type: "archive.day" }>,
): ArchivePage | undefined {
  const [start, end] = [seqSince(log, from), seqSince(log, to)];
  const first = after(log, start);
  const part = asked ?? partOf(first?.seq ?? start);
  const range = { from: Math.max(start, part * PART_EVENTS), to: Math.min(end, (part + 1) * PART_EVENTS) };
  if (range.from >= range.to) return undefined;
  const messages = log.page({ after: range.from - 1, before: range.to, limit: PART_EVENTS }, PUBLIC_VIEWER);
  if (messages.length === 0) return undefined;
  const earlier = before(log, range.from);
  const later = after(log, range.to);
  return withQuoted(log, messages, {
    previous: before(log, start)?.at,
    next: after(log, end)?.at,
    previousPart: earlier && earlier.seq >= start ? partOf(earlier.seq) : undefined,
    nextPart: later && later.seq < end ? partOf(later.seq) : undefined,
  });
}

/** The part of a day in which a message is. */
export function partOf(seq: number): number {
  return Math.floor(seq / PART_EVENTS);
}

/** The nearest message before a `seq`. After too many deleted ones, one of these, so that no day is cut off. */
function before(log: EventLog, seq: number): Message | undefined {
  const read = (limit: number) => log.page({ before: seq, limit }, PUBLIC_VIEWER).reverse();
  return nearest(read);
}

/** The nearest message from a `seq` on. After too many deleted ones, one of these. */
function after(log: EventLog, seq: number): Message | undefined {
  return nearest((limit) => log.page({ after: seq - 1, limit }, PUBLIC_VIEWER));
}

/** @param read reads that many messages, the nearest first */
function nearest(read: (limit: number) => readonly Message[]): Message | undefined {
  const [next] = read(1);
  if (!next?.deleted) return next;
  const messages = read(SKIPPED);
  return messages.find(({ deleted }) => !deleted) ?? messages.at(-1);
}

type Neighbors = { readonly [key in "previous" | "next" | "previousPart" | "nextPart"]?: number | undefined };

function withQuoted(log: EventLog, found: readonly Message[], neighbors: Neighbors): ArchivePage {
  const messages = found.filter(({ deleted }) => !deleted);
  const known = Object.entries(neighbors).filter(([, value]) => value !== undefined);
  return { messages, quoted: quotedBy(log, messages), ...Object.fromEntries(known) };
}

/** The messages that some reply to, as everyone may see them. */
export function quotedBy(log: EventLog, messages: readonly Message[]): QuotedMessage[] {
  const targets = new Set(messages.flatMap(({ replyTo }) => replyTo ?? []));
  return Array.from(targets).flatMap((seq) => {
    const stored = log.message(seq);
    const message = stored && messageFor(stored, PUBLIC_VIEWER);
    return message === undefined || message.deleted ? [] : [pick(message)];
  });
}

function pick({ at, mentions, message, seq, username }: Message): QuotedMessage {
  return { seq, at, username, message, ...(mentions === undefined ? {} : { mentions }) };
}
