import { findMessage, type Message, type RoomState } from "../../src/client/index.ts";
import { safeLine } from "../text/safe-text.ts";
import { fit, truncate, widthOf } from "../text/width.ts";
import { layOut } from "./editor.ts";
import { filled, type Line, lineWidth, restyled, span } from "./line.ts";
import { colorOf, type LogItem } from "./log-lines.ts";
import { type LogWindow, topOf, windowOf } from "./scroll.ts";
import type { Ui } from "./ui.ts";

/** The size of a terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface ScreenInput {
  readonly state: RoomState;
  readonly ui: Ui;
  /** The log, laid out for {@link logColumns}. */
  readonly items: readonly LogItem[];
  readonly size: Size;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a terminal shows. */
export interface Screen {
  /** One for each row. None is wider than the terminal. */
  readonly lines: readonly Line[];
  readonly cursor: { readonly x: number; readonly y: number } | undefined;
  readonly log: LogWindow;
  /** The row of the first line of the log. */
  readonly logTop: number;
}

/** Columns from which there is room for a list of the people. */
const PANEL_FROM = 100;
const PANEL_COLUMNS = 20;

/** The smallest window that shows a room. */
const MIN_COLUMNS = 20;
const MIN_ROWS = 5;

const PROMPT = "> ";

/** Emoji by a digit, when reacting. */
export const QUICK_EMOJI = ["👍", "❤️", "😂", "😮", "😢", "🎉"] as const;

/** Columns of the log. */
export function logColumns({ columns }: Size): number {
  return columns - panelColumns(columns);
}

function panelColumns(columns: number): number {
  return columns >= PANEL_FROM ? PANEL_COLUMNS : 0;
}

/** Draws everything: a header, the people, the log, a line about what is going on, and the text that is being written. */
export function draw({ items, now, size, state, ui }: ScreenInput): Screen {
  const { columns, rows } = size;
  if (columns < MIN_COLUMNS || rows < MIN_ROWS) {
    const lines = Array.from(
      { length: rows },
      (_, row): Line => (row === 0 ? [span(truncate("Too small", columns))] : []),
    );
    return { lines, cursor: undefined, log: windowOf(items, 1), logTop: 1 };
  }
  const panel = panelColumns(columns);
  const width = columns - panel;
  const composer = layOut(ui.editor, Math.max(2, columns - widthOf(PROMPT)));
  const composerRows = Math.min(composer.lines.length, Math.max(1, Math.floor(rows / 3)));
  const height = Math.max(1, rows - 2 - composerRows);
  const log = windowOf(items, height);
  const body = ui.overlay === undefined ? logLines(log, ui, width) : overlayLines(ui.overlay, height, width);
  const people = panel === 0 ? [] : panelLines(state, height, panel);
  const middle = Array.from({ length: height }, (_, row): Line => {
    const line = body[row] ?? [];
    return panel === 0 ? line : [...(people[row] ?? [span(" ".repeat(panel))]), ...line];
  });
  const first = Math.max(0, Math.min(composer.row - composerRows + 1, composer.lines.length - composerRows));
  const written = composer.lines
    .slice(first, first + composerRows)
    .map(
      (line, index): Line => [
        span(index + first === 0 ? PROMPT : " ".repeat(widthOf(PROMPT)), { bold: true }),
        span(line),
      ],
    );
  const isWriting = ui.mode.kind !== "select" && ui.mode.kind !== "delete" && ui.overlay === undefined;
  const lines = [header(state, columns, now, panel > 0), ...middle, statusLine(state, ui, columns), ...written];
  return {
    lines: lines.slice(0, rows),
    cursor: isWriting
      ? { x: widthOf(PROMPT) + composer.column, y: Math.min(rows - 1, 2 + height + composer.row - first) }
      : undefined,
    log,
    logTop: 1,
  };
}

function logLines(log: LogWindow, { anchor, mode }: Ui, width: number): Line[] {
  const top = topOf(log, anchor);
  const chosen = mode.kind === "write" || mode.kind === "reply" || mode.kind === "edit" ? undefined : mode.seq;
  const shown = log.lines.slice(top, top + log.height).map(({ content, seq }): Line => {
    if (seq === undefined || seq !== chosen) return content;
    return restyled(filled(content, width), { inverse: true, dim: false });
  });
  // A short log stands at the bottom, beside what is being written.
  return [...Array.from({ length: log.height - shown.length }, (): Line => []), ...shown];
}

function overlayLines({ lines, title, top }: NonNullable<Ui["overlay"]>, height: number, width: number): Line[] {
  const shown = lines.slice(top, top + height - 1).map((line): Line => [span(truncate(line, width))]);
  return [[span(truncate(`${title} · Esc closes`, width), { bold: true })], ...shown];
}

function header(state: RoomState, columns: number, now: number, hasPanel: boolean): Line {
  const end = ` ${connection(state, now)} `;
  const people = hasPanel ? "" : `: ${peopleNames(state).join(", ")}`;
  const count = `${state.count} here${state.readers > 0 ? `, ${state.readers} reading` : ""}`;
  const reports = state.reports ? ` · ${state.reports} reports` : "";
  const start = ` ${state.room} · ${count}${reports}${state.count > 0 ? people : ""}`;
  const room = Math.max(0, columns - widthOf(end));
  return [span(fit(start, room) + truncate(end, columns), { inverse: true })];
}

/** The connection in a word or two. */
export function connection({ isReader, status }: RoomState, now: number): string {
  switch (status.state) {
    case "connecting":
      return status.isChecking ? "○ answering a check" : "○ connecting";
    case "online":
      return isReader ? "● reading" : "● online";
    case "reconnecting": {
      const seconds = Math.max(0, Math.ceil((status.nextAt - now) / 1_000));
      return seconds === 0 ? "○ reconnecting" : `○ reconnecting in ${seconds} s`;
    }
    case "refused":
      return "○ name refused";
    case "failed":
      return "✕ disconnected";
    case "closed":
      return "✕ closed";
  }
}

function peopleNames({ members, self }: RoomState): string[] {
  const others = [...members.values()].filter(({ uid }) => uid !== self?.uid);
  const names = others.map(({ username }) => safeLine(username)).sort((one, other) => one.localeCompare(other));
  return self === undefined ? names : [`${safeLine(self.username)} (you)`, ...names];
}

function panelLines(state: RoomState, height: number, width: number): Line[] {
  const { members, self, typing } = state;
  const sorted = [...members.values()].sort((one, other) => {
    if (one.uid === self?.uid) return -1;
    return other.uid === self?.uid ? 1 : one.username.localeCompare(other.username);
  });
  const room = width - 2;
  const lines = sorted.map(({ bot, role, uid, username }): Line => {
    const mark = bot ? " BOT" : role === "owner" || role === "moderator" ? " *" : "";
    const end = uid === self?.uid ? " (you)" : typing.includes(uid) ? " …" : mark;
    const name = truncate(safeLine(username), room - widthOf(end));
    const color = uid === self?.uid ? {} : { color: colorOf(uid) };
    return edged([span(name, color), span(end, { dim: true })], room);
  });
  const all: Line[] = [edged([span(`Here · ${state.count}`, { bold: true })], room), ...lines];
  const isCut = all.length > height;
  const shown = isCut
    ? [...all.slice(0, height - 1), edged([span(`+ ${all.length - height + 1} more`, { dim: true })], room)]
    : all;
  return Array.from({ length: height }, (_, row) => shown[row] ?? edged([], room));
}

function edged(line: Line, width: number): Line {
  return [...line, span(" ".repeat(Math.max(0, width - lineWidth(line)))), span("│ ", { dim: true })];
}

function statusLine(state: RoomState, ui: Ui, columns: number): Line {
  const { feedback } = ui;
  if (feedback !== undefined) {
    return [
      span(
        truncate(safeLine(feedback.text), columns),
        feedback.isError ? { color: "red", bold: true } : { bold: true },
      ),
    ];
  }
  return [span(truncate(hint(state, ui), columns), { dim: true })];
}

function hint(state: RoomState, { anchor, mode, overlay }: Ui): string {
  if (overlay !== undefined) return "Page Up and Page Down scroll · Esc closes";
  switch (mode.kind) {
    case "reply":
      return `Replying to ${about(state, mode.seq)} · Esc cancels`;
    case "edit":
      return "Editing · Enter saves · Esc cancels";
    case "react":
      return `${QUICK_EMOJI.map((emoji, index) => `${index + 1} ${emoji}`).join("  ")}  or type an emoji or :name: · Enter · Esc`;
    case "delete":
      return "Delete this message for everyone? y or n";
    case "select": {
      const message = findMessage(state.messages, mode.seq);
      const own = message !== undefined && message.uid === state.self?.uid ? " · e edit · d delete" : "";
      return `↑↓ choose · r reply · + react${own} · Esc back`;
    }
    case "write": {
      if (state.status.state === "failed")
        return safeLine(state.status.error?.message ?? `Disconnected: ${state.status.reason}`);
      const names = state.typing.flatMap((uid) => state.members.get(uid)?.username ?? []).map(safeLine);
      if (names.length > 3) return "Several people are typing …";
      if (names.length > 0) return `${names.join(" and ")} ${names.length === 1 ? "is" : "are"} typing …`;
      return anchor === undefined ? "↑ choose a message · Page Up history · /help" : "End goes to the newest messages";
    }
  }
}

function about(state: RoomState, seq: number): string {
  const message: Message | undefined = findMessage(state.messages, seq);
  return message === undefined ? `message ${seq}` : `${safeLine(message.username)}: ${safeLine(message.message)}`;
}
