import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { emojiOf } from "../../emoji/emoji.ts";
import { emojiHabits, rememberEmoji } from "../../emoji/emoji-habits.ts";
import { loadEmoji } from "../../emoji/load-emoji.ts";
import { withTone } from "../../emoji/skin-tone.ts";
import { replaceText } from "../replace-text.ts";
import { shortcodeBefore } from "./completion.ts";

/** Makes the emoji of a `:shortcode:` as soon as its second colon is typed. What is pasted stays as it is. */
export function useShortcodes(field: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const { current } = field;
    if (current === null) return;
    const ending = new AbortController();
    const onInput = async (event: Event) => {
      if (!(event instanceof InputEvent) || event.data !== ":" || event.isComposing) return;
      const found = shortcodeBefore(current.value, current.selectionStart);
      if (found === undefined) return;
      const { from, shortcode } = found;
      const typed = `:${shortcode}:`;
      // English has the smallest file, and shortcodes are the same everywhere.
      const emoji = emojiOf(await loadEmoji("en").catch(() => []), shortcode);
      // It may have been typed on meanwhile, or sent.
      if (emoji === undefined || !current.value.startsWith(typed, from)) return;
      const caret = current.selectionStart;
      const text = emoji.takesTone ? withTone(emoji.emoji, emojiHabits.value.tone) : emoji.emoji;
      replaceText(current, from, from + typed.length, text);
      const moved = caret + text.length - typed.length;
      current.setSelectionRange(moved, moved);
      rememberEmoji(emoji.emoji);
    };
    current.addEventListener("input", (event) => void onInput(event), { signal: ending.signal });
    return () => ending.abort();
  }, []);
}
