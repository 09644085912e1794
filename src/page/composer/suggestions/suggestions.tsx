import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Chat } from "../../model/chat.ts";
import { CommandSuggestions } from "./command-suggestions.tsx";
import { type Completion, completionAt } from "./completion.ts";
import { EmojiSuggestions } from "./emoji-suggestions.tsx";
import type { TakeKey } from "./option-list.tsx";
import { PeopleSuggestions } from "./people-suggestions.tsx";
import { useShortcodes } from "./use-shortcodes.ts";

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
