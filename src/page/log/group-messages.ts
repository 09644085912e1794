import type { Message, Pending, RoomError } from "../../client/index.ts";
import type { NewDivider } from "../model/read-position.ts";
import type { SystemMessage } from "../model/system-messages.ts";

/** A message, with everything else that its row shows. */
export interface Row {
  readonly message: Message;
  /** The message that it replies to, if it is loaded. */
  readonly quoted: Message | undefined;
  /** Its pending edit or delete. */
  readonly change: Pending | undefined;
  /** Why a change of it failed. */
  readonly messageError: RoomError | undefined;
}

/** Consecutive messages of one person. */
export type Rows = readonly [Row, ...Row[]];

/** Rows or a divider that stand together in the log. */
export type Group =
  | {
      readonly kind: "messages";
      readonly key: string;
      readonly rows: Rows;
      /** Continues the last group of the block before, so that the author is not repeated. */
      readonly isContinued: boolean;
    }
  | { readonly kind: "system"; readonly key: string; readonly message: SystemMessage }
  /** A new day. */
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  /** The first unread message follows. */
  | { readonly kind: "new-divider"; readonly key: string; readonly since: number };

/** Groups that are rendered and laid out together. */
export interface Block {
  readonly key: number;
  readonly groups: readonly Group[];
  /** Its inputs, compared to find out whether it changed. */
  readonly parts: BlockParts;
  readonly rows: readonly Row[];
  /** When the last of its messages was sent, in milliseconds since 1970. */
  readonly lastAt: number | undefined;
}

/** The contents of a block, and the message before it. */
interface BlockParts {
  readonly before: Message | undefined;
  /** When what stands before was sent, of whichever kind. */
  readonly lastAt: number | undefined;
  /** Whether the block before ends with something other than messages. */
  readonly isBroken: boolean;
  readonly systemMessages: readonly SystemMessage[];
  readonly divider: NewDivider | undefined;
}

/** The inputs of the log. */
export interface LogSource {
  /** By `seq`. */
  readonly messages: readonly Message[];
  /** By `after`. */
  readonly systemMessages: readonly SystemMessage[];
  /** Finds a quoted message. */
  readonly find: (seq: number) => Message | undefined;
  /** Pending changes, by the `seq` of their message. */
  readonly changes: ReadonlyMap<number, Pending>;
  readonly messageErrors: ReadonlyMap<number, RoomError>;
  readonly divider: NewDivider | undefined;
}

/**
 * Sequence numbers per block. Smaller blocks are more to compare for each new message; larger ones are more to lay out
 * in the frame in which a block scrolls into view.
 */
export const BLOCK_SEQS = 16;

/** Milliseconds between two messages of one person that still belong to one group. */
const ONE_GO_MS = 5 * 60 * 1000;

/**
 * Groups the log into blocks, with a divider at the start of each day (of the user's calendar). A block always covers
 * the same sequence numbers, so that a new, loaded or dropped message leaves other blocks unchanged.
 *
 * @param previous the last result; unchanged parts of it are reused
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
      lastAt: blocks.at(-1)?.lastAt,
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

/** Whether the divider falls between two messages. */
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
    one.lastAt === other.lastAt &&
    one.isBroken === other.isBroken &&
    one.divider === other.divider &&
    one.systemMessages.length === other.systemMessages.length &&
    one.systemMessages.every((message, index) => message === other.systemMessages[index])
  );
}

/**
 * Whether these rows still show the messages from one index to another. Runs over the whole log for every change, so it
 * allocates nothing.
 */
function hasRows(rows: readonly Row[], source: LogSource, from: number, to: number): boolean {
  if (rows.length !== to - from) return false;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index];
    const message = source.messages[from + index];
    if (row === undefined || message === undefined || !isRowOf(row, source, message)) return false;
  }
  return true;
}

/** Whether a row is unchanged. */
function isRowOf(row: Row, { changes, find, messageErrors }: LogSource, message: Message): boolean {
  if (row.message !== message) return false;
  const { replyTo, seq } = message;
  if (row.change !== (changes.size === 0 ? undefined : changes.get(seq))) return false;
  if (row.messageError !== (messageErrors.size === 0 ? undefined : messageErrors.get(seq))) return false;
  return replyTo === undefined || row.quoted === find(replyTo);
}

/** @param previous the rows that it had; unchanged ones are reused */
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
  let { before, lastAt } = parts;
  let told = 0;
  const startDay = (key: string, at: number) => {
    if (lastAt === undefined || dayOf(at) !== dayOf(lastAt)) groups.push({ kind: "day", key: `day-${key}`, at });
    lastAt = at;
  };
  const addSystemMessagesUpTo = (seq: number) => {
    for (let next = systemMessages[told]; next !== undefined && next.after < seq; next = systemMessages[told]) {
      // A note may stand before messages that are older than it is.
      if (lastAt === undefined || next.at > lastAt) startDay(next.key, next.at);
      groups.push({ kind: "system", key: next.key, message: next });
      told += 1;
    }
  };
  for (const row of rows) {
    const { message } = row;
    const { at, seq } = message;
    addSystemMessagesUpTo(seq);
    startDay(`${seq}`, at);
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
  return { key, groups, parts, rows, lastAt };
}

function rowOf({ changes, find, messageErrors }: LogSource, message: Message): Row {
  const { replyTo, seq } = message;
  const quoted = replyTo === undefined ? undefined : find(replyTo);
  return { message, quoted, change: changes.get(seq), messageError: messageErrors.get(seq) };
}

function dayOf(at: number): string {
  return new Date(at).toDateString();
}

/** Whether a message continues the group. A changed name starts a new one, and so does another picture of a webhook. */
function follows(last: Message, next: Message): boolean {
  return (
    last.uid === next.uid &&
    last.username === next.username &&
    last.avatar === next.avatar &&
    next.at - last.at < ONE_GO_MS &&
    dayOf(last.at) === dayOf(next.at)
  );
}

/** Blocks that are skipped together, so that a change is not searched for in all of them. */
export interface Section {
  readonly key: number;
  readonly blocks: readonly Block[];
}

/** Blocks per section: about the square root of a long log, so that the fewest elements are compared. */
const SECTION_BLOCKS = 24;

/**
 * Groups blocks into sections.
 *
 * @param previous the last result; unchanged parts of it are reused
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
