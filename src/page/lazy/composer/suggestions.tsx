import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { TakeKey } from "../../composer/key-action.ts";
import type { Chat } from "../../model/chat.ts";
import { type Completion, completionAt } from "./completion.ts";
import { CommandSuggestions, EmojiSuggestions, PeopleSuggestions } from "./suggestion-lists.tsx";

interface Props {
  readonly chat: Chat;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** Set by the open list. */
  readonly takeKey: { current: TakeKey | undefined };
}

/** Suggests people after `@`, emoji after `:` and commands after a leading `/`. */
export function Suggestions({ chat, field, takeKey }: Props) {
  const [completion, setCompletion] = useState<Completion>();
  /** The place at which the user has closed the list. It stays closed there. */
  const [refused, setRefused] = useState<number>();
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
