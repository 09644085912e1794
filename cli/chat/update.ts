import { findMessage, type Message, type RoomState } from "../../src/client/index.ts";
import { charactersOf } from "../text/width.ts";
import { completed } from "./complete.ts";
import { type EditorAction, EMPTY, edited, editorOf } from "./editor.ts";
import { QUICK_EMOJI, type Screen } from "./screen.ts";
import { choices, revealed, scrolledBy } from "./scroll.ts";
import type { Ui } from "./ui.ts";

/** What a person does. */
export type Action =
  | EditorAction
  | { readonly type: "enter" | "newline" | "escape" | "up" | "down" | "complete" }
  | { readonly type: "quit" }
  | { readonly type: "suspend" }
  /** Leaves if nothing has been written. */
  | { readonly type: "leave" }
  | { readonly type: "redraw" }
  /** Never a command, whatever the keys are for. */
  | { readonly type: "paste"; readonly text: string }
  | { readonly type: "scroll"; readonly lines: number }
  | { readonly type: "page"; readonly pages: number }
  | { readonly type: "end"; readonly of: "start" | "end" }
  | { readonly type: "click"; readonly x: number; readonly y: number }
  | { readonly type: "focus"; readonly isFocused: boolean };

/** What the room is asked to do then. */
export type Effect =
  | { readonly type: "send"; readonly text: string; readonly replyTo: number | undefined }
  | { readonly type: "edit"; readonly seq: number; readonly text: string }
  | { readonly type: "delete"; readonly seq: number }
  | { readonly type: "react"; readonly seq: number; readonly emoji: string }
  | { readonly type: "command"; readonly text: string; readonly replyTo: number | undefined }
  | { readonly type: "typing"; readonly isTyping: boolean }
  | { readonly type: "loadOlder" | "redraw" | "suspend" | "quit" };

export interface Update {
  readonly ui: Ui;
  readonly effects: readonly Effect[];
}

/** What an action depends on. */
export interface Surroundings {
  readonly state: RoomState;
  /** The screen that the person sees. */
  readonly screen: Screen;
}

/** Lines that a turn of the mouse wheel scrolls. */
export const WHEEL_LINES = 3;

/** Applies an action. */
export function update(ui: Ui, action: Action, around: Surroundings): Update {
  if (action.type === "quit" || action.type === "redraw" || action.type === "suspend") {
    return { ui, effects: [{ type: action.type }] };
  }
  if (action.type === "leave") {
    if (ui.editor.text === "" && ui.mode.kind === "write") return { ui, effects: [{ type: "quit" }] };
    return update(ui, { type: "erase", what: "right" }, around);
  }
  if (action.type === "focus") return only(focused(ui, action.isFocused, around.state));
  if (ui.overlay !== undefined) return only(inOverlay(ui, ui.overlay, action, around));
  const calm = ui.feedback === undefined ? ui : { ...ui, feedback: undefined };
  switch (action.type) {
    case "scroll":
      return scrolled(calm, action.lines, around);
    case "page":
      return scrolled(calm, action.pages * Math.max(1, around.screen.log.height - 1), around);
    case "end":
      return scrolled(calm, action.of === "start" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY, around);
    case "click":
      return only(clicked(calm, action.y, around));
    case "paste":
      return pasted(calm, action.text, around);
    case "insert":
      return inserted(calm, action.text, around);
    default:
      return inMode(calm, action, around);
  }
}

type Key = Exclude<
  Action,
  { readonly type: "quit" | "suspend" | "leave" | "redraw" | "focus" | "scroll" | "page" | "end" | "click" | "paste" }
>;

/** Whether each key is a command of its own. */
function takesKeys({ mode: { kind } }: Ui): boolean {
  return kind === "select" || kind === "delete" || kind === "react";
}

/** Keys that arrive at once are taken one by one where each is a command. */
function inserted(ui: Ui, text: string, around: Surroundings): Update {
  if (!takesKeys(ui)) return inMode(ui, { type: "insert", text }, around);
  const [first = "", ...others] = charactersOf(text);
  const one = inMode(ui, { type: "insert", text: first }, around);
  if (others.length === 0) return one;
  const rest = inserted(one.ui, others.join(""), around);
  return { ui: rest.ui, effects: [...one.effects, ...rest.effects] };
}

function pasted(ui: Ui, text: string, around: Surroundings): Update {
  const isChoosing = ui.mode.kind === "select" || ui.mode.kind === "delete";
  return inMode(isChoosing ? { ...ui, mode: { kind: "write" } } : ui, { type: "insert", text }, around);
}

function inMode(ui: Ui, action: Key, around: Surroundings): Update {
  const { mode } = ui;
  switch (mode.kind) {
    case "select":
      return selecting(ui, mode.seq, action, around);
    case "delete": {
      const isYes = action.type === "insert" && action.text.toLowerCase() === "y";
      const next: Ui = { ...ui, mode: { kind: "write" } };
      return { ui: next, effects: isYes ? [{ type: "delete", seq: mode.seq }] : [] };
    }
    case "react":
      return reacting(ui, mode, action);
    case "write":
    case "reply":
    case "edit":
      return writing(ui, action, around);
  }
}

function writing(ui: Ui, action: Key, around: Surroundings): Update {
  const { editor, mode } = ui;
  switch (action.type) {
    case "enter":
      return entered(ui);
    case "newline":
      return changed(ui, { type: "insert", text: "\n" });
    case "escape": {
      if (mode.kind === "edit") return only({ ...ui, editor: mode.draft, mode: { kind: "write" } });
      if (mode.kind === "reply") return only({ ...ui, mode: { kind: "write" } });
      // All that is new has been seen.
      return only({ ...ui, readTo: undefined, anchor: undefined });
    }
    case "up": {
      // Within a text of several lines, the cursor moves.
      if (editor.text.lastIndexOf("\n", editor.cursor - 1) >= 0)
        return only({ ...ui, editor: verticallyMoved(ui, -1) });
      const newest = choices(around.screen.log).at(-1);
      return mode.kind !== "write" || newest === undefined ? only(ui) : only(selected(ui, newest, around));
    }
    case "down":
      return only({ ...ui, editor: verticallyMoved(ui, 1) });
    case "complete": {
      const next = completed(editor, around.state);
      return next === undefined ? only(ui) : only({ ...ui, editor: next });
    }
    default:
      return changed(ui, action);
  }
}

/** Moves the cursor a line up or down, at the same distance from the start of the line. */
function verticallyMoved({ editor: { cursor, text } }: Ui, by: -1 | 1): Ui["editor"] {
  const start = text.lastIndexOf("\n", cursor - 1) + 1;
  const other = by < 0 ? text.lastIndexOf("\n", start - 2) + 1 : text.indexOf("\n", cursor) + 1;
  if (by > 0 && other === 0) return { text, cursor: text.length };
  const line = text.slice(other).split("\n")[0] ?? "";
  const before = charactersOf(text.slice(start, cursor)).length;
  return { text, cursor: other + charactersOf(line).slice(0, before).join("").length };
}

function changed(ui: Ui, action: EditorAction): Update {
  const editor = edited(ui.editor, action);
  if (editor.text === ui.editor.text) return only({ ...ui, editor });
  // A command is nobody's business.
  const isTyping = editor.text.trim() !== "" && !editor.text.startsWith("/");
  return { ui: { ...ui, editor }, effects: ui.mode.kind === "edit" ? [] : [{ type: "typing", isTyping }] };
}

function entered(ui: Ui): Update {
  const { editor, mode } = ui;
  const { text } = editor;
  if (mode.kind === "edit") {
    const next: Ui = { ...ui, editor: mode.draft, mode: { kind: "write" } };
    if (text.trim() === "") return only({ ...ui, mode: { kind: "delete", seq: mode.seq }, editor: mode.draft });
    return { ui: next, effects: [{ type: "edit", seq: mode.seq, text }] };
  }
  if (text.trim() === "") return only(ui);
  const replyTo = mode.kind === "reply" ? mode.seq : undefined;
  // What is new has been seen by someone who answers.
  const next: Ui = { ...ui, editor: EMPTY, mode: { kind: "write" }, anchor: undefined, readTo: undefined };
  if (text.startsWith("/") && !text.startsWith("//")) {
    return { ui: { ...ui, editor: EMPTY, mode: { kind: "write" } }, effects: [{ type: "command", text, replyTo }] };
  }
  return { ui: next, effects: [{ type: "send", text: text.startsWith("//") ? text.slice(1) : text, replyTo }] };
}

function selecting(ui: Ui, seq: number, action: Key, around: Surroundings): Update {
  const { log } = around.screen;
  const all = choices(log);
  const index = all.indexOf(seq);
  if (action.type === "up") {
    const before = all[index - 1];
    return before === undefined ? scrolled(ui, -1, around) : only(selected(ui, before, around));
  }
  const leave: Ui = { ...ui, mode: { kind: "write" } };
  if (action.type === "down") {
    const after = all[index + 1];
    return only(after === undefined ? { ...leave, anchor: undefined } : selected(ui, after, around));
  }
  const message = findMessage(around.state.messages, seq);
  if (message === undefined || message.deleted) return only(leave);
  if (action.type === "enter") return only({ ...ui, mode: { kind: "reply", seq } });
  if (action.type !== "insert") return only(leave);
  const isOwn = message.uid === around.state.self?.uid;
  switch (action.text) {
    case "r":
      return only({ ...ui, mode: { kind: "reply", seq } });
    case "+":
      return only({ ...ui, editor: EMPTY, mode: { kind: "react", seq, draft: ui.editor } });
    case "e":
      return only(isOwn ? startEdit(ui, message) : refused(ui, "You can edit only your own messages."));
    case "d":
      return only({ ...ui, mode: { kind: "delete", seq } });
    default:
      return only(ui);
  }
}

/** Puts a message into the editor. */
export function startEdit(ui: Ui, { message, seq }: Message): Ui {
  return { ...ui, editor: editorOf(message), mode: { kind: "edit", seq, draft: ui.editor } };
}

function reacting(ui: Ui, mode: Extract<Ui["mode"], { readonly kind: "react" }>, action: Key): Update {
  const back: Ui = { ...ui, editor: mode.draft, mode: { kind: "write" } };
  const react = (emoji: string): Update => ({ ui: back, effects: [{ type: "react", seq: mode.seq, emoji }] });
  if (action.type === "escape") return only(back);
  if (action.type === "enter") return ui.editor.text.trim() === "" ? only(back) : react(ui.editor.text.trim());
  if (action.type === "insert" && ui.editor.text === "" && /^[1-9]$/.test(action.text)) {
    const emoji = QUICK_EMOJI[Number(action.text) - 1];
    return emoji === undefined ? only(ui) : react(emoji);
  }
  if (action.type === "insert" || action.type === "move" || action.type === "erase") {
    return only({ ...ui, editor: edited(ui.editor, action) });
  }
  return only(ui);
}

function selected(ui: Ui, seq: number, { screen }: Surroundings): Ui {
  return { ...ui, mode: { kind: "select", seq }, anchor: revealed(screen.log, ui.anchor, seq) };
}

function clicked(ui: Ui, y: number, around: Surroundings): Ui {
  const { log, logTop } = around.screen;
  const seq = lineAt(ui, y - logTop, log)?.seq;
  if (seq === undefined || ui.mode.kind === "edit" || ui.mode.kind === "react") return ui;
  return selected(ui, seq, around);
}

function lineAt(ui: Ui, row: number, log: Screen["log"]) {
  const shown = Math.min(log.lines.length, log.height);
  const top = scrolledTop(ui, log);
  // A short log stands at the bottom.
  return row < log.height - shown || row >= log.height ? undefined : log.lines[top + row - (log.height - shown)];
}

function scrolledTop({ anchor }: Ui, log: Screen["log"]): number {
  const end = Math.max(0, log.lines.length - log.height);
  if (anchor === undefined) return end;
  const first = log.lines.findIndex(({ key }) => key === anchor.key);
  return first < 0 ? end : Math.min(first + anchor.line, end);
}

function scrolled(ui: Ui, lines: number, { screen, state }: Surroundings): Update {
  const { log } = screen;
  const anchor = scrolledBy(log, ui.anchor, lines);
  const isAtStart = lines < 0 && scrolledTop({ ...ui, anchor }, log) === 0;
  const next: Ui = { ...ui, anchor };
  if (!isAtStart || !state.more || ui.isLoadingOlder) return only(next);
  return { ui: { ...next, isLoadingOlder: true }, effects: [{ type: "loadOlder" }] };
}

function inOverlay(ui: Ui, overlay: NonNullable<Ui["overlay"]>, action: Action, { screen }: Surroundings): Ui {
  const height = Math.max(1, screen.log.height - 1);
  const to = (top: number): Ui => ({
    ...ui,
    overlay: { ...overlay, top: Math.max(0, Math.min(top, overlay.lines.length - height)) },
  });
  switch (action.type) {
    case "up":
      return to(overlay.top - 1);
    case "down":
      return to(overlay.top + 1);
    case "page":
      return to(overlay.top + action.pages * height);
    case "scroll":
      return to(overlay.top + action.lines);
    case "end":
      return to(action.of === "start" ? 0 : overlay.lines.length);
    case "escape":
    case "enter":
      return { ...ui, overlay: undefined };
    default:
      return ui;
  }
}

/** What arrives from here on is new, until the terminal has the focus again. */
function focused(ui: Ui, isFocused: boolean, { messages }: RoomState): Ui {
  if (isFocused) return { ...ui, isFocused };
  const newest = messages.at(-1)?.seq;
  return newest === undefined ? { ...ui, isFocused } : { ...ui, isFocused, readTo: newest };
}

function refused(ui: Ui, text: string): Ui {
  return { ...ui, feedback: { text, isError: true } };
}

function only(ui: Ui): Update {
  return { ui, effects: [] };
}
