import { MAX_USERNAME_CHARACTERS } from "../../../protocol/limits.ts";
import { isWithinWord } from "../../../protocol/text.ts";

/** The text that can be completed: a person after `@`, an emoji after `:`, or a command after `/`. */
export interface Completion {
  readonly kind: "person" | "emoji" | "command";
  /** Start of the sign, in UTF-16 units. */
  readonly from: number;
  /** Position of the caret. */
  readonly to: number;
  /** The text after the sign. */
  readonly query: string;
}

/** A command is the first word, with nothing typed after it yet. */
const COMMAND_BEFORE_CARET = /^\/([a-z]*)$/i;

/** Two characters, since `:D` is an emoticon. One is enough if it is not ASCII. */
const EMOJI_BEFORE_CARET = /(?<![\p{L}\p{N}_:/]):((?=..|\P{ASCII})[\p{L}\p{M}\p{N}_+-]+)$/su;

const SHORTCODE_BEFORE_CARET = /(?<![\p{L}\p{N}_:/]):([\w+-]+):$/su;

/** UTF-16 units before the caret that are searched: the longest name, with its sign. */
const REACH = 2 * MAX_USERNAME_CHARACTERS + 2;

/**
 * Finds what can be completed at the caret.
 *
 * @param caret in UTF-16 units
 */
export function completionAt(text: string, caret: number): Completion | undefined {
  const command = COMMAND_BEFORE_CARET.exec(text.slice(0, caret));
  if (command?.[1] !== undefined && !/^\S/.test(text.slice(caret))) {
    return { kind: "command", from: 0, to: caret, query: command[1] };
  }
  const start = Math.max(0, caret - REACH);
  const before = text.slice(start, caret);
  const emoji = EMOJI_BEFORE_CARET.exec(before);
  if (emoji?.[1] !== undefined) return { kind: "emoji", from: start + emoji.index, to: caret, query: emoji[1] };
  const sign = before.lastIndexOf("@");
  const query = before.slice(sign + 1);
  if (sign === -1 || /^\s|\n/.test(query) || isWithinWord(before.slice(0, sign).slice(-1), "_")) return undefined;
  return { kind: "person", from: start + sign, to: caret, query };
}

/** The shortcode that ends at the caret, without its colons, and the position of the first colon. */
export function shortcodeBefore(
  text: string,
  caret: number,
): { readonly from: number; readonly shortcode: string } | undefined {
  const start = Math.max(0, caret - REACH);
  const found = SHORTCODE_BEFORE_CARET.exec(text.slice(start, caret));
  return found?.[1] === undefined ? undefined : { from: start + found.index, shortcode: found[1] };
}
