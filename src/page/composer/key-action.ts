import type { ComposerMode } from "../model/composer-mode.ts";

/** What a key does in the composer; `undefined` for what it does in any field. */
export type KeyAction = "send" | "editLast" | "leave" | undefined;

/** What an input method's last key reports in browsers that end the composition before they tell of the key (Safari). */
const COMPOSING_KEY_CODE = 229;

/** As much of a `KeyboardEvent` as matters here. */
export interface Key {
  readonly key: string;
  readonly keyCode: number;
  readonly isComposing: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** What there is to act on. */
export interface Field {
  readonly isEmpty: boolean;
  readonly mode: ComposerMode["kind"];
  /** Whether Enter by itself breaks the line, as on the keyboard of a phone. */
  readonly enterBreaks: boolean;
}

/** Whether a key is an input method's: it chooses a word, or leaves one, and does nothing else. */
export function isComposing({ isComposing, keyCode }: Key): boolean {
  return isComposing || keyCode === COMPOSING_KEY_CODE;
}

/** What a key means. */
export function keyAction(key: Key, { enterBreaks, mode, isEmpty }: Field): KeyAction {
  if (isComposing(key)) return undefined;
  const isWithModifier = key.shiftKey || key.altKey || key.ctrlKey || key.metaKey;
  switch (key.key) {
    case "Enter":
      // With Ctrl or Cmd it sends everywhere: a phone may have a real keyboard.
      if (key.ctrlKey || key.metaKey) return "send";
      return key.shiftKey || key.altKey || enterBreaks ? undefined : "send";
    case "ArrowUp":
      return isEmpty && mode !== "edit" && !isWithModifier ? "editLast" : undefined;
    case "Escape":
      return mode === "none" ? undefined : "leave";
    default:
      return undefined;
  }
}
