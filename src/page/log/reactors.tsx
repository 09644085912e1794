import { useLayoutEffect, useRef } from "preact/hooks";
import type { Reaction } from "../../client/index.ts";
import { useAllWords } from "../i18n/use-all-words.ts";
import type { Chat } from "../model/chat.ts";
import { placeBeside } from "../ui/place-beside.ts";
import { reactorsOf } from "./reactions.tsx";

interface Props {
  readonly chat: Chat;
  readonly reaction: Reaction;
  readonly beside: HTMLElement;
  readonly onClose: () => void;
}

/** All who reacted with one emoji. */
export function Reactors({ beside, chat, onClose, reaction }: Props) {
  const words = useAllWords();
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = list;
    if (current === null) return;
    current.showPopover();
    placeBeside(current, beside);
    current.focus();
  }, [reaction, beside]);
  return (
    <div
      ref={list}
      class="menu reactors"
      role="dialog"
      tabIndex={-1}
      popover="auto"
      aria-label={words.actions.whoReacted(reaction.emoji)}
      onToggle={({ newState }) => newState === "closed" && onClose()}
    >
      <p class="reactors-emoji">{reaction.emoji}</p>
      <ul>
        {reactorsOf(chat.view, words, reaction).map((name, index) => (
          <li key={reaction.uids[index]} dir="auto">
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}
