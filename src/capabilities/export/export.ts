import * as v from "valibot";
import type { Message, Reaction } from "../../protocol/events.ts";
import { isAtLeast } from "../../protocol/moderation.ts";
import type { CapabilityRoom, PlugIn } from "../../room/capability/capability.ts";
import type { EventLog } from "../../room/log/event-log.ts";
import { seqSince } from "../../room/log/seq-since.ts";
import { PUBLIC_VIEWER } from "../../room/log/visibility.ts";
import { err, ok } from "../../room/model/result.ts";
import { type QuotedMessage, quotedBy } from "../archive/archive.ts";

/** Messages of one part: a turn of some milliseconds. */
const MESSAGES_AT_ONCE = 500;

const Whole = v.pipe(v.number(), v.integer());

const Request = v.object({
  type: v.literal("export.page"),
  /** Only messages after this `seq`. */
  after: Whole,
  /** Milliseconds since 1970. */
  from: v.exactOptional(Whole),
  /** Milliseconds since 1970, exclusive. */
  to: v.exactOptional(Whole),
});
export type ExportRequest = v.InferOutput<typeof Request>;

/** A part of an export. */
export interface ExportPart {
  /** Oldest first, as everyone may see them, without deleted ones. Reactions have all their uids. */
  readonly messages: readonly Message[];
  /** Messages that those of this part reply to. */
  readonly quoted: readonly QuotedMessage[];
  /** Absent from the last part. */
  readonly next?: { readonly after: number };
}

/** Hands owners the log, part by part (P17.6). */
export const plugInExport: PlugIn = (room) => ({
  ask: (author, sent, _turn, refusal) => {
    const request = v.safeParse(Request, sent);
    if (!request.success) return undefined;
    const denied = refusal();
    if (denied !== undefined) return { effects: [], result: err(denied.code) };
    if (!isAtLeast(author.role, "owner")) return { effects: [], result: err("not_allowed") };
    return { effects: [], result: ok(readPart(room, request.output)) };
  },
});

function readPart({ log }: CapabilityRoom, { after, from, to }: ExportRequest): ExportPart {
  const start = Math.max(after, from === undefined ? 0 : seqSince(log, from) - 1);
  const end = to === undefined ? log.head() + 1 : seqSince(log, to);
  const found = log.page({ after: start, before: end, limit: MESSAGES_AT_ONCE }, PUBLIC_VIEWER);
  const messages = found.filter(({ deleted }) => !deleted).map((message) => withAllReactors(log, message));
  const last = found.at(-1);
  return {
    messages,
    quoted: quotedBy(log, messages),
    ...(last === undefined || found.length < MESSAGES_AT_ONCE ? {} : { next: { after: last.seq } }),
  };
}

function withAllReactors(log: EventLog, message: Message): Message {
  if (message.reactions === undefined) return message;
  return { ...message, reactions: message.reactions.map((reaction) => withAll(log, message.seq, reaction)) };
}

/** A message names the first people who reacted. An export names all of them. */
function withAll(log: EventLog, target: number, { count, emoji, uids }: Reaction): Reaction {
  if (uids.length >= count) return { emoji, uids, count };
  const reactors = log.reactors({ target, emoji, limit: count }, PUBLIC_VIEWER);
  return { emoji, uids: reactors.map(({ uid }) => uid).reverse(), count };
}
