import type { Message, RoomView, UnsentCommand } from "../../src/client/index.ts";
import { findMentions, findMessage, readMentions } from "../../src/client/index.ts";
import { blocksOf, type Group, type Row } from "../../src/page/log/group-messages.ts";
import type { SystemMessage } from "../../src/page/model/system-messages.ts";
import { bodyLines } from "../text/log-text.ts";
import { safeLine, safeLines } from "../text/safe-text.ts";
import { fit, truncate, widthOf, wrap } from "../text/width.ts";
import { type Color, type Line, type Span, span } from "./line.ts";

/** Lines that belong together, and scroll as one. */
export interface LogItem {
  readonly key: string;
  /** Of a message that can be chosen. */
  readonly seq?: number;
  readonly lines: readonly Line[];
}

/** The inputs of the log. */
export interface LogInput {
  readonly view: RoomView;
  readonly notes: readonly SystemMessage[];
  readonly self: string | undefined;
  /** The last message before the mark of what is new. */
  readonly readTo: number | undefined;
  readonly hasMore: boolean;
  readonly isLoadingOlder: boolean;
  readonly columns: number;
  readonly url: URL;
}

/** Columns of a time and the blank after it. */
const TIME_COLUMNS = 6;

const COLORS: readonly Color[] = ["green", "blue", "magenta", "cyan", "yellow"];

/** The log as lines, oldest first. */
export function logItems(input: LogInput): LogItem[] {
  const { columns, hasMore, isLoadingOlder, notes, readTo, view } = input;
  const divider = readTo === undefined ? undefined : { after: readTo, since: 0 };
  const blocks = blocksOf(
    {
      messages: view.messages,
      systemMessages: notes,
      find: (seq) => findMessage(view.messages, seq),
      changes: view.changes,
      messageErrors: new Map(),
      divider,
    },
    [],
  );
  let isOpen = false;
  const items = blocks
    .flatMap(({ groups }) => groups)
    .flatMap((group) => {
      const isContinued = isOpen && group.kind === "messages" && group.isContinued;
      isOpen = group.kind === "messages";
      return groupItems(group, isContinued, input);
    });
  const older = isLoadingOlder ? "Loading older messages …" : "Page Up loads older messages";
  return [
    ...(hasMore ? [{ key: "older", lines: [centered(older, columns)] }] : []),
    ...items,
    ...view.unsent.map((unsent) => unsentItem(unsent, input)),
  ];
}

function groupItems(group: Group, isContinued: boolean, input: LogInput): LogItem[] {
  switch (group.kind) {
    case "day":
      return [{ key: group.key, lines: [rule(dayText(group.at), input.columns, { dim: true })] }];
    case "new-divider":
      return [{ key: group.key, lines: [rule("new", input.columns, { color: "red", bold: true })] }];
    case "system":
      return [{ key: group.key, lines: noteLines(group.message, input.columns) }];
    case "messages":
      return group.rows.map((row, index) => ({
        key: `${row.message.seq}`,
        seq: row.message.seq,
        lines: messageLines(row, index === 0 && !isContinued, input),
      }));
  }
}

/** The width of names, which leaves most of the line to the text. */
function nameColumns(columns: number): number {
  return columns < 60 ? 8 : columns < 100 ? 12 : 16;
}

/** @param isFirst whether the time and the name are shown */
function messageLines({ change, message, quoted }: Row, isFirst: boolean, input: LogInput): Line[] {
  const { columns, self, url } = input;
  const names = nameColumns(columns);
  const indent = TIME_COLUMNS + names + 1;
  const width = Math.max(2, columns - indent);
  const isOwn = message.uid === self;
  const name = message.username === "" ? "Deleted user" : safeLine(message.username);
  const mark = message.bot ? " BOT" : "";
  const color: { color?: Color } = isOwn ? {} : { color: colorOf(message.uid) };
  const head: Line = isFirst
    ? [
        span(fit(clock(message.at), TIME_COLUMNS), { dim: true }),
        span(truncate(name, names - widthOf(mark)), { bold: true, ...color }),
        span(mark, { dim: true }),
      ]
    : [];
  const lines: Line[] = [];
  const { replyTo } = message;
  if (replyTo !== undefined) {
    const text = quoted === undefined ? `message ${replyTo}` : `${safeLine(quoted.username)}: ${quoteOf(quoted)}`;
    lines.push([span(truncate(`┌ ${text}`, width), { dim: true })]);
  }
  const isCalled = self !== undefined && mentions(message, self);
  const style = isCalled ? { bold: true, color: "yellow" as const } : {};
  if (message.deleted) lines.push([span("Message deleted", { dim: true })]);
  else if ("blocked" in message) lines.push([span("Message of a person whom you blocked", { dim: true })]);
  else {
    const body = bodyLines(message, url).flatMap((line) => wrap(line, width));
    lines.push(...body.map((line): Line => [span(line, style)]));
    if (message.editedAt !== undefined) append(lines, " (edited)", width);
  }
  if (change?.state === "sending") append(lines, " …", width);
  if (change?.state === "failed") {
    lines.push([span(truncate(`Not changed: ${safeLine(change.error?.message ?? "")}`, width), { color: "red" })]);
  }
  const reactions = message.reactions ?? [];
  if (reactions.length > 0) lines.push(...reactionLines(reactions, width));
  return lines.map((line, index) => {
    const start = index === 0 ? head : [];
    const used = start.reduce((sum, { text }) => sum + widthOf(text), 0);
    return [...start, span(" ".repeat(indent - used)), ...line];
  });
}

function reactionLines(reactions: NonNullable<Message["reactions"]>, width: number): Line[] {
  const lines: Span[][] = [[]];
  let used = 0;
  for (const { count, emoji, me } of reactions) {
    const text = truncate(me ? `[${safeLine(emoji)} ${count}]` : ` ${safeLine(emoji)} ${count} `, width);
    if (used > 0 && used + widthOf(text) > width) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)?.push(span(text, me ? { bold: true } : { dim: true }));
    used += widthOf(text);
  }
  return lines;
}

function unsentItem({ at, command, error, id, state }: UnsentCommand, { columns }: LogInput): LogItem {
  const indent = TIME_COLUMNS + nameColumns(columns) + 1;
  const width = Math.max(2, columns - indent);
  const start = fit(clock(at), indent);
  const lines = safeLines(command.message).flatMap((line) => wrap(line, width));
  const shown = lines.map(
    (line, index): Line => [span(index === 0 ? start : " ".repeat(indent), { dim: true }), span(line, { dim: true })],
  );
  const why = state === "failed" ? `Not sent: ${safeLine(error?.message ?? "")} /retry or /discard` : "Sending …";
  const reason: Line[] = wrap(why, width).map((line) => [
    span(" ".repeat(indent)),
    span(line, state === "failed" ? { color: "red" } : { dim: true }),
  ]);
  return { key: `unsent-${id}`, lines: [...shown, ...reason] };
}

function noteLines(note: SystemMessage, columns: number): Line[] {
  const people = note.kind === "presence" ? [...note.people.values()] : [];
  const names = (isHere: boolean) =>
    people
      .filter((one) => one.isHere === isHere)
      .map(({ username }) => safeLine(username))
      .join(", ");
  const [came, went] = [names(true), names(false)];
  const text =
    note.kind === "rename"
      ? `${safeLine(note.previous)} is now ${safeLine(note.username)}`
      : [came === "" ? "" : `${came} joined`, went === "" ? "" : `${went} left`].filter(Boolean).join(" · ");
  return wrap(text, Math.max(2, columns - TIME_COLUMNS)).map((line, index) => [
    span(index === 0 ? fit(clock(note.at), TIME_COLUMNS) : " ".repeat(TIME_COLUMNS), { dim: true }),
    span(line, { dim: true }),
  ]);
}

/** Adds a note to the last line, or below it. */
function append(lines: Line[], text: string, width: number): void {
  const last = lines.at(-1) ?? [];
  const used = last.reduce((sum, part) => sum + widthOf(part.text), 0);
  if (used + widthOf(text) <= width) lines[lines.length - 1] = [...last, span(text, { dim: true })];
  else lines.push([span(text.trimStart(), { dim: true })]);
}

function quoteOf({ blocked, deleted, message }: RoomView["messages"][number]): string {
  if (deleted) return "message deleted";
  return blocked ? "a person whom you blocked" : safeLine(message);
}

/** Whether a message mentions a user (P2.10). */
function mentions({ extra, message }: Message, uid: string): boolean {
  return findMentions(message, readMentions(extra.mentions)).some(({ mention }) => mention.uid === uid);
}

/** The same color for the same person, always. */
export function colorOf(uid: string): Color {
  let sum = 0;
  for (let index = 0; index < uid.length; index += 1) sum = (sum * 31 + uid.charCodeAt(index)) >>> 0;
  return COLORS[sum % COLORS.length] ?? "cyan";
}

function rule(text: string, columns: number, style: Omit<Span, "text">): Line {
  const side = "─".repeat(Math.max(1, Math.floor((columns - widthOf(text) - 2) / 2)));
  return [span(truncate(`${side} ${text} ${side}`, columns), style)];
}

function centered(text: string, columns: number): Line {
  return [
    span(" ".repeat(Math.max(0, Math.floor((columns - widthOf(text)) / 2)))),
    span(truncate(text, columns), { dim: true }),
  ];
}

function clock(at: number): string {
  const time = new Date(at);
  return `${String(time.getHours()).padStart(2, "0")}:${String(time.getMinutes()).padStart(2, "0")}`;
}

const DAY = new Intl.DateTimeFormat("en", { weekday: "long", year: "numeric", month: "long", day: "numeric" });

function dayText(at: number): string {
  return DAY.format(at);
}
