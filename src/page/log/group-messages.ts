import type { Message, Pending, RoomError } from "../../client/index.ts";
import type { NewDivider } from "../model/read-position.ts";
import type { SystemMessage } from "./system-messages.ts";

/** A message, and all else that its line shows. */
export interface Row {
  readonly message: Message;
  /** What it answers, where that is loaded. */
  readonly quoted: Message | undefined;
  /** Its edit or delete that is not stored. */
  readonly change: Pending | undefined;
  /** Why something that was asked for did not happen to it. */
  readonly messageError: RoomError | undefined;
}

/** Messages of one person, said in one go. */
export type Rows = readonly [Row, ...Row[]];

/** What stands together in the log. */
export type Group =
  | {
      readonly kind: "messages";
      readonly key: string;
      readonly rows: Rows;
      /** It goes on with what the chunk before ends with, so that it need not be said again who speaks. */
      readonly isContinued: boolean;
    }
  | { readonly kind: "system"; readonly key: string; readonly message: SystemMessage }
  /** The beginning of a day. */
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  /** Where reading stopped. */
  | { readonly kind: "new-divider"; readonly key: string; readonly since: number };

/** Blocks that are rendered, laid out and left alone together. */
export interface Block {
  readonly key: number;
  readonly groups: readonly Group[];
  /** What it is made of, to tell whether any of it is another. */
  readonly parts: BlockParts;
  readonly rows: readonly Row[];
}

/** What belongs into a chunk, and what comes before it. */
interface BlockParts {
  readonly before: Message | undefined;
  /** The chunk before ends with something else than messages. */
  readonly isBroken: boolean;
  readonly systemMessages: readonly SystemMessage[];
  readonly divider: NewDivider | undefined;
}

/** What a log is made of. */
export interface LogSource {
  /** By `seq`. */
  readonly messages: readonly Message[];
  /** By `after`. */
  readonly systemMessages: readonly SystemMessage[];
  /** Finds what is answered. */
  readonly find: (seq: number) => Message | undefined;
  /** By the `seq` of their message. */
  readonly changes: ReadonlyMap<number, Pending>;
  readonly messageErrors: ReadonlyMap<number, RoomError>;
  readonly divider: NewDivider | undefined;
}

/**
 * Numbers of the log that one chunk spans. Of fewer, there are more chunks to walk over for each new message; of more,
 * there is more to lay out in the one frame in which a chunk comes into sight.
 */
export const BLOCK_SEQS = 16;

/** Milliseconds between two messages of one person that still read as said in one go. */
const ONE_GO_MS = 5 * 60 * 1000;

/**
 * Puts together what belongs together, and marks where a day (of the reader's calendar) begins. A chunk has the same
 * numbers of the log whatever else there is, so that what is said, loaded or let go leaves all other chunks as they were.
 *
 * @param previous what came of it last time; whatever stayed the same is the same object
 */
export function blocksOf(source: LogSource, previous: readonly Block[]): readonly Block[] {
  const known = new Map(previous.map((block) => [block.key, block]));
  const { messages, systemMessages } = source;
  const blocks: Block[] = [];
  let said = 0;
  let told = 0;
  while (said < messages.length || told < systemMessages.length) {
    const key = Math.floor(Math.min(messages[said]?.seq ?? END, systemMessages[told]?.after ?? END) / BLOCK_SEQS);
    const from = { said, told };
    while ((messages[said]?.seq ?? END) < (key + 1) * BLOCK_SEQS) said += 1;
    while ((systemMessages[told]?.after ?? END) < (key + 1) * BLOCK_SEQS) told += 1;
    const before = messages[from.said - 1];
    const parts: BlockParts = {
      before,
      isBroken: blocks.at(-1)?.groups.at(-1)?.kind === "system",
      systemMessages: systemMessages.slice(from.told, told),
      divider: isBetween(source.divider, before ?? messages[from.said], messages[said - 1])
        ? source.divider
        : undefined,
    };
    const same = known.get(key);
    const isSame = same !== undefined && areSame(same.parts, parts) && hasRows(same.rows, source, from.said, said);
    blocks.push(isSame ? same : blockOf(key, source, parts, messages.slice(from.said, said), same?.rows));
  }
  return blocks;
}

const END = Number.POSITIVE_INFINITY;

/** Whether what was read ends, and what was not begins, between two messages. */
function isBetween(divider: NewDivider | undefined, first: Message | undefined, last: Message | undefined): boolean {
  return (
    divider !== undefined &&
    first !== undefined &&
    last !== undefined &&
    first.seq <= divider.after &&
    divider.after < last.seq
  );
}

function areSame(one: BlockParts, other: BlockParts): boolean {
  return (
    one.before === other.before &&
    one.isBroken === other.isBroken &&
    one.divider === other.divider &&
    one.systemMessages.length === other.systemMessages.length &&
    one.systemMessages.every((message, index) => message === other.systemMessages[index])
  );
}

/** Whether these are the lines of the messages from one place to another. This is asked of all for every change, so it makes nothing. */
function hasRows(rows: readonly Row[], source: LogSource, from: number, to: number): boolean {
  if (rows.length !== to - from) return false;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index];
    const message = source.messages[from + index];
    if (row === undefined || message === undefined || !isRowOf(row, source, message)) return false;
  }
  return true;
}

/** Whether all that a line shows is as it was. */
function isRowOf(row: Row, { changes, find, messageErrors }: LogSource, message: Message): boolean {
  if (row.message !== message) return false;
  const { replyTo, seq } = message;
  if (row.change !== (changes.size === 0 ? undefined : changes.get(seq))) return false;
  if (row.messageError !== (messageErrors.size === 0 ? undefined : messageErrors.get(seq))) return false;
  return replyTo === undefined || row.quoted === find(replyTo);
}

/** @param previous the lines that it had; those that stayed the same are the same objects */
function blockOf(
  key: number,
  source: LogSource,
  parts: BlockParts,
  messages: readonly Message[],
  previous: readonly Row[] = [],
): Block {
  const { isBroken, systemMessages, divider } = parts;
  const groups: Group[] = [];
  const known = new Map(previous.map((row) => [row.message.seq, row]));
  const rows = messages.map((message) => {
    const same = known.get(message.seq);
    return same !== undefined && isRowOf(same, source, message) ? same : rowOf(source, message);
  });
  let { before } = parts;
  let told = 0;
  const addSystemMessagesUpTo = (seq: number) => {
    for (let next = systemMessages[told]; next !== undefined && next.after < seq; next = systemMessages[told]) {
      groups.push({ kind: "system", key: next.key, message: next });
      told += 1;
    }
  };
  for (const row of rows) {
    const { message } = row;
    const { at, seq } = message;
    addSystemMessagesUpTo(seq);
    if (dayOf(message) !== dayOf(before)) groups.push({ kind: "day", key: `day-${seq}`, at });
    if (divider !== undefined && (before?.seq ?? 0) <= divider.after && divider.after < seq) {
      groups.push({ kind: "new-divider", key: "new-divider", since: divider.since });
    }
    const last = groups.at(-1);
    const isOneGo = before !== undefined && follows(before, message);
    if (isOneGo && last?.kind === "messages") {
      groups[groups.length - 1] = { ...last, rows: [...last.rows, row] };
    } else {
      const isContinued = isOneGo && last === undefined && !isBroken;
      groups.push({ kind: "messages", key: `messages-${seq}`, rows: [row], isContinued });
    }
    before = message;
  }
  addSystemMessagesUpTo(END);
  return { key, groups, parts, rows };
}

function rowOf({ changes, find, messageErrors }: LogSource, message: Message): Row {
  const { replyTo, seq } = message;
  const quoted = replyTo === undefined ? undefined : find(replyTo);
  return { message, quoted, change: changes.get(seq), messageError: messageErrors.get(seq) };
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
export interface Section {
  readonly key: number;
  readonly blocks: readonly Block[];
}

/** How many chunks one stretch spans: with as many stretches as chunks in each, the least is walked over in a long log. */
const SECTION_BLOCKS = 24;

/**
 * Puts chunks together.
 *
 * @param previous what came of it last time; whatever stayed the same is the same object
 */
export function sectionsOf(blocks: readonly Block[], previous: readonly Section[]): readonly Section[] {
  const known = new Map(previous.map((section) => [section.key, section]));
  return Array.from(
    Map.groupBy(blocks, ({ key }) => Math.floor(key / SECTION_BLOCKS)),
    ([key, own]) => {
      const same = known.get(key);
      const isSame = same?.blocks.length === own.length && same.blocks.every((block, index) => block === own[index]);
      return isSame ? same : { key, blocks: own };
    },
  );
}
