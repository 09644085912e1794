import type { ComposerMode } from "../model/composer-mode.ts";

/** What a key does in the composer; `undefined` leaves the key to the browser. */
export type KeyAction = "send" | "editLast" | "leave" | undefined;

/** `keyCode` of an input method's last key in browsers that end the composition before the key event (Safari). */
const COMPOSING_KEY_CODE = 229;

/** The part of a `KeyboardEvent` that is used here. */
export interface Key {
  readonly key: string;
  readonly keyCode: number;
  readonly isComposing: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/**
 * Handles a key before the field does.
 *
 * @returns whether it did
 */
export type TakeKey = (key: Key) => boolean;

export interface Field {
  readonly isEmpty: boolean;
  readonly mode: ComposerMode["kind"];
  /** Whether plain Enter inserts a line break, as on a phone's keyboard. */
  readonly enterBreaks: boolean;
}

/** Whether a key belongs to an input method, which chooses or cancels a word with it. */
export function isComposing({ isComposing, keyCode }: Key): boolean {
  return isComposing || keyCode === COMPOSING_KEY_CODE;
}

export function keyAction(key: Key, { enterBreaks, mode, isEmpty }: Field): KeyAction {
  if (isComposing(key)) return undefined;
  const isWithModifier = key.shiftKey || key.altKey || key.ctrlKey || key.metaKey;
  switch (key.key) {
    case "Enter":
      // Ctrl or Cmd with Enter sends everywhere: a phone may have a hardware keyboard.
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
