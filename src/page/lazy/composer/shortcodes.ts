import { replaceText } from "../../composer/text-field.tsx";
import { emojiOf, withTone } from "../emoji/emoji-list.ts";
import { emojiHabits, loadEmoji, rememberEmoji } from "../emoji/use-emoji.ts";
import { shortcodeBefore } from "./completion.ts";

/** Whether the text from before this script loaded has been searched. What the user typed since has been seen. */
let hasCaughtUp = false;

/**
 * Replaces a typed `:shortcode:` in the composer with its emoji. Pasted text stays as it is.
 *
 * @returns a function that stops it
 */
export function followShortcodes(): () => void {
  const ending = new AbortController();
  const onInput = (event: Event) => {
    if (!(event instanceof InputEvent) || event.data !== ":" || event.isComposing) return;
    if (isComposer(event.target)) void replaceShortcode(event.target, event.target.selectionStart);
  };
  document.addEventListener("input", onInput, { signal: ending.signal });
  if (!hasCaughtUp) void catchUp();
  hasCaughtUp = true;
  return () => ending.abort();
}

/** Replaces shortcodes that a user typed while this script loaded. A restored draft, with nothing to undo, stays as it is. */
async function catchUp(): Promise<void> {
  const field = document.activeElement;
  // Deprecated, but nothing else asks a field for its undo history.
  if (!isComposer(field) || !document.queryCommandEnabled("undo")) return;
  let end = 0;
  for (;;) {
    end = field.value.indexOf(":", end) + 1;
    if (end === 0) return;
    end += await replaceShortcode(field, end);
  }
}

function isComposer(target: EventTarget | null): target is HTMLTextAreaElement {
  return target instanceof HTMLTextAreaElement && target.id === "composer-text";
}

/**
 * Replaces the shortcode that ends at a position, if there is one and it has an emoji.
 *
 * @param end in UTF-16 units
 * @returns how much longer the text is now
 */
async function replaceShortcode(field: HTMLTextAreaElement, end: number): Promise<number> {
  const found = shortcodeBefore(field.value, end);
  if (found === undefined) return 0;
  const { from, shortcode } = found;
  const typed = `:${shortcode}:`;
  // Shortcodes are the same in every language, and English has the smallest file.
  const emoji = emojiOf(await loadEmoji("en").catch(() => []), shortcode);
  // In the meantime, the text may have changed or been sent, and the focus may be elsewhere.
  if (emoji === undefined || !field.value.startsWith(typed, from) || document.activeElement !== field) return 0;
  const text = emoji.takesTone ? withTone(emoji.emoji, emojiHabits.value.tone) : emoji.emoji;
  const growth = text.length - typed.length;
  const moved = (position: number) => (position <= from ? position : Math.max(position + growth, from + text.length));
  const { selectionEnd, selectionStart } = field;
  replaceText(field, from, end, text);
  field.setSelectionRange(moved(selectionStart), moved(selectionEnd));
  rememberEmoji(emoji.emoji);
  return growth;
}
