import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { replaceText } from "../../composer/text-field.tsx";
import type { Chat } from "../../model/chat.ts";
import { emojiOf, withTone } from "../emoji/emoji-list.ts";
import { emojiHabits, loadEmoji, rememberEmoji } from "../emoji/use-emoji.ts";
import { type Completion, completionAt, shortcodeBefore } from "./completion.ts";
import type { TakeKey } from "./option-list.tsx";
import { CommandSuggestions, EmojiSuggestions, PeopleSuggestions } from "./suggestion-lists.tsx";

interface Props {
  readonly chat: Chat;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** Where what is open puts what it does with keys. */
  readonly takeKey: { current: TakeKey | undefined };
}

/** Suggests whom one can mean where an `@` is typed, emoji where a `:` is, and commands where it all begins with a `/`. */
export function Suggestions({ chat, field, takeKey }: Props) {
  const [completion, setCompletion] = useState<Completion>();
  /** Where one does not want any: until it is typed elsewhere. */
  const [refused, setRefused] = useState<number>();
  useShortcodes(field);
  useEffect(() => {
    const { current } = field;
    if (current === null) return;
    const ending = new AbortController();
    const { signal } = ending;
    let isComposing = false;
    const look = () => {
      const { selectionEnd, selectionStart, value } = current;
      const isAtCaret = document.activeElement === current && selectionStart === selectionEnd && !isComposing;
      const next = isAtCaret ? completionAt(value, selectionStart) : undefined;
      setCompletion(next);
      setRefused((from) => (from === next?.from ? from : undefined));
    };
    current.addEventListener(
      "compositionstart",
      () => {
        isComposing = true;
        look();
      },
      { signal },
    );
    current.addEventListener(
      "compositionend",
      () => {
        isComposing = false;
        look();
      },
      { signal },
    );
    for (const type of ["input", "blur", "focus"]) current.addEventListener(type, look, { signal });
    document.addEventListener("selectionchange", look, { signal });
    look();
    return () => ending.abort();
  }, []);

  if (completion === undefined || completion.from === refused) return null;
  const props = { completion, field, takeKey, onClose: () => setRefused(completion.from) };
  switch (completion.kind) {
    case "person":
      return <PeopleSuggestions chat={chat} {...props} />;
    case "command":
      return <CommandSuggestions chat={chat} {...props} />;
    case "emoji":
      return <EmojiSuggestions {...props} />;
  }
}

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
