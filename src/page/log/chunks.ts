import type { Message, Pending, RoomError } from "../../client/index.ts";
import type { Stop } from "../model/reading.ts";
import type { Note } from "./notes.ts";

/** A message, and all else that its line shows. */
export interface Line {
  readonly message: Message;
  /** What it answers, where that is loaded. */
  readonly quoted: Message | undefined;
  /** Its edit or delete that is not stored. */
  readonly change: Pending | undefined;
  /** Why something that was asked for did not happen to it. */
  readonly trouble: RoomError | undefined;
}

/** Messages of one person, said in one go. */
export type Lines = readonly [Line, ...Line[]];

/** What stands together in the log. */
export type Block =
  | {
      readonly kind: "messages";
      readonly key: string;
      readonly lines: Lines;
      /** It goes on with what the chunk before ends with, so that it need not be said again who speaks. */
      readonly isContinued: boolean;
    }
  | { readonly kind: "note"; readonly key: string; readonly note: Note }
  /** The beginning of a day. */
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  /** Where reading stopped. */
  | { readonly kind: "stop"; readonly key: string; readonly since: number };

/** Blocks that are rendered, laid out and left alone together. */
export interface Chunk {
  readonly key: number;
  readonly blocks: readonly Block[];
  /** All that it shows, to tell whether any of it is another. */
  readonly madeOf: readonly unknown[];
}

/** What a log is made of. */
export interface LogSource {
  /** By `seq`. */
  readonly messages: readonly Message[];
  /** By `after`. */
  readonly notes: readonly Note[];
  /** Finds what is answered. */
  readonly find: (seq: number) => Message | undefined;
  /** By the `seq` of their message. */
  readonly changes: ReadonlyMap<number, Pending>;
  readonly troubles: ReadonlyMap<number, RoomError>;
  readonly stop: Stop | undefined;
}

/**
 * Numbers of the log that one chunk spans. Of fewer, there are more chunks to walk over for each new message; of more,
 * there is more to lay out in the one frame in which a chunk comes into sight.
 */
export const CHUNK_SEQS = 16;

/** Milliseconds between two messages of one person that still read as said in one go. */
const ONE_GO_MS = 5 * 60 * 1000;

/**
 * Puts together what belongs together, and marks where a day (of the reader's calendar) begins. A chunk has the same
 * numbers of the log whatever else there is, so that what is said, loaded or let go leaves all other chunks as they were.
 *
 * @param previous what came of it last time; whatever stayed the same is the same object
 */
export function chunksOf(source: LogSource, previous: readonly Chunk[]): readonly Chunk[] {
  const known = new Map(previous.map((chunk) => [chunk.key, chunk]));
  const { messages, notes } = source;
  const chunks: Chunk[] = [];
  let said = 0;
  let noted = 0;
  while (said < messages.length || noted < notes.length) {
    const key = Math.floor(Math.min(messages[said]?.seq ?? END, notes[noted]?.after ?? END) / CHUNK_SEQS);
    const from = { said, noted };
    while ((messages[said]?.seq ?? END) < (key + 1) * CHUNK_SEQS) said += 1;
    while ((notes[noted]?.after ?? END) < (key + 1) * CHUNK_SEQS) noted += 1;
    const parts: Parts = {
      key,
      before: messages[from.said - 1],
      isBroken: chunks.at(-1)?.blocks.at(-1)?.kind === "note",
      messages: messages.slice(from.said, said),
      notes: notes.slice(from.noted, noted),
    };
    const made = madeOf(source, parts);
    const same = known.get(key);
    chunks.push(same !== undefined && isSame(same.madeOf, made) ? same : chunkOf(source, parts, made));
  }
  return chunks;
}

const END = Number.POSITIVE_INFINITY;

/** What belongs into a chunk, and what comes before it. */
interface Parts {
  readonly key: number;
  readonly before: Message | undefined;
  /** The chunk before ends with something else than messages. */
  readonly isBroken: boolean;
  readonly messages: readonly Message[];
  readonly notes: readonly Note[];
}

/** All that a chunk shows, to tell whether any of it is another. */
function madeOf({ changes, find, stop, troubles }: LogSource, parts: Parts): readonly unknown[] {
  const made: unknown[] = [parts.before, parts.isBroken, ...parts.notes];
  for (const message of parts.messages) {
    const { replyTo, seq } = message;
    made.push(message);
    for (const part of [replyTo && find(replyTo), changes.get(seq), troubles.get(seq)]) {
      if (part !== undefined) made.push(part);
    }
  }
  if (isInside(stop, parts)) made.push(stop);
  return made;
}

/** Whether what was read ends, and what was not begins, right before one of these messages. */
function isInside(stop: Stop | undefined, { before, messages }: Parts): stop is Stop {
  const [first, last] = [before?.seq ?? messages[0]?.seq, messages.at(-1)?.seq];
  return stop !== undefined && first !== undefined && last !== undefined && first <= stop.after && stop.after < last;
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

function chunkOf(source: LogSource, parts: Parts, made: readonly unknown[]): Chunk {
  const stop = isInside(source.stop, parts) ? source.stop : undefined;
  const blocks: Block[] = [];
  let { before } = parts;
  let noted = 0;
  const noteUpTo = (seq: number) => {
    for (let note = parts.notes[noted]; note !== undefined && note.after < seq; note = parts.notes[noted]) {
      blocks.push({ kind: "note", key: note.key, note });
      noted += 1;
    }
  };
  for (const message of parts.messages) {
    const { at, seq } = message;
    noteUpTo(seq);
    if (dayOf(message) !== dayOf(before)) blocks.push({ kind: "day", key: `day-${seq}`, at });
    if (stop !== undefined && (before?.seq ?? 0) <= stop.after && stop.after < seq) {
      blocks.push({ kind: "stop", key: "stop", since: stop.since });
    }
    const last = blocks.at(-1);
    const line = lineOf(source, message);
    const isOneGo = before !== undefined && follows(before, message);
    if (isOneGo && last?.kind === "messages") {
      blocks[blocks.length - 1] = { ...last, lines: [...last.lines, line] };
    } else {
      const isContinued = isOneGo && last === undefined && !parts.isBroken;
      blocks.push({ kind: "messages", key: `said-${seq}`, lines: [line], isContinued });
    }
    before = message;
  }
  noteUpTo(END);
  return { key: parts.key, blocks, madeOf: made };
}

function lineOf({ changes, find, troubles }: LogSource, message: Message): Line {
  const { replyTo, seq } = message;
  const quoted = replyTo === undefined ? undefined : find(replyTo);
  return { message, quoted, change: changes.get(seq), trouble: troubles.get(seq) };
}

function dayOf(message: Message | undefined): string | undefined {
  return message && new Date(message.at).toDateString();
}

/** A name may change, and then it has to be said again. */
function follows(last: Message, next: Message): boolean {
  return (
    last.uid === next.uid &&
    last.username === next.username &&
    next.at - last.at < ONE_GO_MS &&
    dayOf(last) === dayOf(next)
  );
}
