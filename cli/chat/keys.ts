import type { Key } from "ink";
import { cleanText } from "../../src/page/model/clean-text.ts";
import type { Action } from "./update.ts";

/** Keys with Ctrl, as shells have them. */
const CONTROL: Readonly<Record<string, Action>> = {
  a: { type: "move", to: "lineStart" },
  b: { type: "move", to: "left" },
  c: { type: "quit" },
  d: { type: "leave" },
  e: { type: "move", to: "lineEnd" },
  f: { type: "move", to: "right" },
  h: { type: "erase", what: "left" },
  j: { type: "newline" },
  k: { type: "erase", what: "toLineEnd" },
  l: { type: "redraw" },
  n: { type: "down" },
  p: { type: "up" },
  u: { type: "erase", what: "toLineStart" },
  w: { type: "erase", what: "wordLeft" },
  z: { type: "suspend" },
};

/** A control character among others. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals send keys with Ctrl so
const CONTROL_CHARACTER = /([\u0000-\u001f])/;

/** A line break with a text after it, at once: pasted into a terminal that doesn't mark what is pasted. */
const PASTED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals send keys with Ctrl so
  /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f]*[\r\n][^\u0000-\u0008\u000b\u000c\u000e-\u001f]*[^\u0000-\u001f][^\u0000-\u0008\u000b\u000c\u000e-\u001f]*$/;

/**
 * What one or several keys mean: those that arrive at once, as over a slow line, are told apart.
 *
 * @param input their characters, as Ink has them
 */
export function actionsOf(input: string, key: Key): Action[] {
  if (!key.ctrl && !key.meta && PASTED.test(input)) {
    return [{ type: "paste", text: cleanText(input.replace(/\r\n?/g, "\n")) }];
  }
  // A terminal sends Alt with a key as Esc before it, and a fast person as well.
  if (key.meta && !key.ctrl && /^[^bf\s\p{C}]$/u.test(input) && !isNamed(key)) {
    return [{ type: "escape" }, { type: "insert", text: cleanText(input) }];
  }
  const isSeveral = !key.ctrl && !key.meta && [...input].length > 1 && CONTROL_CHARACTER.test(input);
  const parts = isSeveral ? input.split(CONTROL_CHARACTER).filter((part) => part !== "") : [];
  const actions = isSeveral ? parts.map(partAction) : [actionOf(input, key)];
  return actions.filter((action) => action !== undefined);
}

function isNamed(key: Key): boolean {
  return key.return || key.tab || key.escape || key.backspace || key.delete;
}

function partAction(part: string): Action | undefined {
  if (part === "\r") return { type: "enter" };
  if (part === "\t") return { type: "complete" };
  if (!CONTROL_CHARACTER.test(part)) return { type: "insert", text: cleanText(part) };
  // Ctrl+A is 1.
  const letter = String.fromCharCode(part.charCodeAt(0) + 0x60);
  return Object.hasOwn(CONTROL, letter) ? CONTROL[letter] : undefined;
}

/**
 * What a key means.
 *
 * @param input the characters of the key, as Ink has them
 * @returns `undefined` for keys that mean nothing
 */
export function actionOf(input: string, key: Key): Action | undefined {
  const isWord = key.ctrl || key.meta;
  if (key.return) return key.meta || key.shift ? { type: "newline" } : { type: "enter" };
  if (key.escape) return { type: "escape" };
  if (key.tab) return key.shift ? undefined : { type: "complete" };
  if (key.upArrow) return key.ctrl ? { type: "scroll", lines: -1 } : { type: "up" };
  if (key.downArrow) return key.ctrl ? { type: "scroll", lines: 1 } : { type: "down" };
  if (key.leftArrow) return { type: "move", to: isWord ? "wordLeft" : "left" };
  if (key.rightArrow) return { type: "move", to: isWord ? "wordRight" : "right" };
  if (key.pageUp) return { type: "page", pages: -1 };
  if (key.pageDown) return { type: "page", pages: 1 };
  if (key.home) return key.ctrl ? { type: "end", of: "start" } : { type: "move", to: "lineStart" };
  if (key.end) return key.ctrl ? { type: "end", of: "end" } : { type: "move", to: "lineEnd" };
  if (key.backspace) return { type: "erase", what: isWord ? "wordLeft" : "left" };
  if (key.delete) return { type: "erase", what: "right" };
  // A terminal sends Ctrl+J as the line feed that it is.
  if (input === "\n") return { type: "newline" };
  if (key.ctrl) return Object.hasOwn(CONTROL, input) ? CONTROL[input] : undefined;
  if (key.meta)
    return input === "b"
      ? { type: "move", to: "wordLeft" }
      : input === "f"
        ? { type: "move", to: "wordRight" }
        : undefined;
  const text = cleanText(input);
  return text === "" ? undefined : { type: "insert", text };
}
