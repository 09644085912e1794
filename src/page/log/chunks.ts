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
  /** What it is made of, to tell whether any of it is another. */
  readonly parts: Parts;
  readonly lines: readonly Line[];
}

/** What belongs into a chunk, and what comes before it. */
interface Parts {
  readonly before: Message | undefined;
  /** The chunk before ends with something else than messages. */
  readonly isBroken: boolean;
  readonly notes: readonly Note[];
  readonly stop: Stop | undefined;
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
    const before = messages[from.said - 1];
    const parts: Parts = {
      before,
      isBroken: chunks.at(-1)?.blocks.at(-1)?.kind === "note",
      notes: notes.slice(from.noted, noted),
      stop: isBetween(source.stop, before ?? messages[from.said], messages[said - 1]) ? source.stop : undefined,
    };
    const same = known.get(key);
    const isSame = same !== undefined && areSame(same.parts, parts) && hasLines(same.lines, source, from.said, said);
    chunks.push(isSame ? same : chunkOf(key, source, parts, messages.slice(from.said, said), same?.lines));
  }
  return chunks;
}

const END = Number.POSITIVE_INFINITY;

/** Whether what was read ends, and what was not begins, between two messages. */
function isBetween(stop: Stop | undefined, first: Message | undefined, last: Message | undefined): boolean {
  return (
    stop !== undefined && first !== undefined && last !== undefined && first.seq <= stop.after && stop.after < last.seq
  );
}

function areSame(one: Parts, other: Parts): boolean {
  return (
    one.before === other.before &&
    one.isBroken === other.isBroken &&
    one.stop === other.stop &&
    one.notes.length === other.notes.length &&
    one.notes.every((note, index) => note === other.notes[index])
  );
}

/** Whether these are the lines of the messages from one place to another. This is asked of all for every change, so it makes nothing. */
function hasLines(lines: readonly Line[], source: LogSource, from: number, to: number): boolean {
  if (lines.length !== to - from) return false;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    const message = source.messages[from + index];
    if (line === undefined || message === undefined || !isLineOf(line, source, message)) return false;
  }
  return true;
}

/** Whether all that a line shows is as it was. */
function isLineOf(line: Line, { changes, find, troubles }: LogSource, message: Message): boolean {
  if (line.message !== message) return false;
  const { replyTo, seq } = message;
  if (line.change !== (changes.size === 0 ? undefined : changes.get(seq))) return false;
  if (line.trouble !== (troubles.size === 0 ? undefined : troubles.get(seq))) return false;
  return replyTo === undefined || line.quoted === find(replyTo);
}

/** @param previous the lines that it had; those that stayed the same are the same objects */
function chunkOf(
  key: number,
  source: LogSource,
  parts: Parts,
  messages: readonly Message[],
  previous: readonly Line[] = [],
): Chunk {
  const { isBroken, notes, stop } = parts;
  const blocks: Block[] = [];
  const known = new Map(previous.map((line) => [line.message.seq, line]));
  const lines = messages.map((message) => {
    const same = known.get(message.seq);
    return same !== undefined && isLineOf(same, source, message) ? same : lineOf(source, message);
  });
  let { before } = parts;
  let noted = 0;
  const noteUpTo = (seq: number) => {
    for (let note = notes[noted]; note !== undefined && note.after < seq; note = notes[noted]) {
      blocks.push({ kind: "note", key: note.key, note });
      noted += 1;
    }
  };
  for (const line of lines) {
    const { message } = line;
    const { at, seq } = message;
    noteUpTo(seq);
    if (dayOf(message) !== dayOf(before)) blocks.push({ kind: "day", key: `day-${seq}`, at });
    if (stop !== undefined && (before?.seq ?? 0) <= stop.after && stop.after < seq) {
      blocks.push({ kind: "stop", key: "stop", since: stop.since });
    }
    const last = blocks.at(-1);
    const isOneGo = before !== undefined && follows(before, message);
    if (isOneGo && last?.kind === "messages") {
      blocks[blocks.length - 1] = { ...last, lines: [...last.lines, line] };
    } else {
      const isContinued = isOneGo && last === undefined && !isBroken;
      blocks.push({ kind: "messages", key: `said-${seq}`, lines: [line], isContinued });
    }
    before = message;
  }
  noteUpTo(END);
  return { key, blocks, parts, lines };
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

/** Chunks that are left alone together, so that what changes need not be looked for among all of them. */
export interface Stretch {
  readonly key: number;
  readonly chunks: readonly Chunk[];
}

/** How many chunks one stretch spans: with as many stretches as chunks in each, the least is walked over in a long log. */
const STRETCH_CHUNKS = 24;

/**
 * Puts chunks together.
 *
 * @param previous what came of it last time; whatever stayed the same is the same object
 */
export function stretchesOf(chunks: readonly Chunk[], previous: readonly Stretch[]): readonly Stretch[] {
  const known = new Map(previous.map((stretch) => [stretch.key, stretch]));
  return Array.from(
    Map.groupBy(chunks, ({ key }) => Math.floor(key / STRETCH_CHUNKS)),
    ([key, own]) => {
      const same = known.get(key);
      const isSame = same?.chunks.length === own.length && same.chunks.every((chunk, index) => chunk === own[index]);
      return isSame ? same : { key, chunks: own };
    },
  );
}
