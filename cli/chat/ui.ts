import type { SystemMessage } from "../../src/page/model/system-messages.ts";
import { type Editor, EMPTY, editorOf } from "./editor.ts";

/** What the keys are for. */
export type Mode =
  | { readonly kind: "write" }
  | { readonly kind: "reply"; readonly seq: number }
  /** `draft` comes back afterward. */
  | { readonly kind: "edit"; readonly seq: number; readonly draft: Editor }
  /** Choosing a message, by its `seq`. */
  | { readonly kind: "select"; readonly seq: number }
  /** Choosing an emoji for a message. */
  | { readonly kind: "react"; readonly seq: number; readonly draft: Editor }
  | { readonly kind: "delete"; readonly seq: number };

/** The first line of the log that is on the screen: a line of a message, or of what stands above it. */
export interface Anchor {
  readonly key: string;
  readonly line: number;
}

/** Lines that cover the log until Esc, such as the list of commands. */
export interface Overlay {
  readonly title: string;
  /** Safe to show. */
  readonly lines: readonly string[];
  /** The first one on the screen. */
  readonly top: number;
}

/** Everything that the screen shows beside the room's own state. */
export interface Ui {
  readonly editor: Editor;
  readonly mode: Mode;
  /** `undefined` at the end of the log, where new messages scroll it. */
  readonly anchor: Anchor | undefined;
  readonly overlay: Overlay | undefined;
  /** A sentence below the log. */
  readonly feedback: { readonly text: string; readonly isError: boolean } | undefined;
  /** Joins, departures and renames, between the messages. */
  readonly notes: readonly SystemMessage[];
  /** `seq` of the last message before the mark of what is new. */
  readonly readTo: number | undefined;
  /** Whether the terminal has the focus. One that doesn't say always has it. */
  readonly isFocused: boolean;
  readonly isLoadingOlder: boolean;
  /** Whether nothing is shown, between two drawings of the same. */
  readonly isBlank: boolean;
}

/** Puts a text back into the editor that was refused, before what has been typed since. */
export function givenBack(ui: Ui, text: string, mode: Mode, why: string): Ui {
  const feedback = { text: why, isError: true };
  const joined = (editor: Editor): Editor => editorOf(editor.text === "" ? text : `${text}\n${editor.text}`);
  if (ui.mode.kind === "edit" || ui.mode.kind === "react") {
    return { ...ui, mode: { ...ui.mode, draft: joined(ui.mode.draft) }, feedback };
  }
  if (ui.mode.kind !== "write") return { ...ui, editor: joined(ui.editor), feedback };
  if (mode.kind === "edit") return { ...ui, editor: editorOf(text), mode: { ...mode, draft: ui.editor }, feedback };
  return { ...ui, editor: joined(ui.editor), mode, feedback };
}

export const FIRST_UI: Ui = {
  editor: EMPTY,
  mode: { kind: "write" },
  anchor: undefined,
  overlay: undefined,
  feedback: undefined,
  notes: [],
  readTo: undefined,
  isFocused: true,
  isLoadingOlder: false,
  isBlank: false,
};
