import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Reaction, ReactorItem } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { reactorsOf } from "../../log/reactions.tsx";
import type { Chat } from "../../model/chat.ts";
import { placeBeside } from "../ui/popover.ts";

interface ReactorsProps {
  readonly chat: Chat;
  /** The `seq` of the message. */
  readonly seq: number;
  readonly reaction: Reaction;
  readonly beside: HTMLElement;
  readonly onClose: () => void;
}

/** The people who reacted with an emoji. The message itself lists only the first of them. */
export function Reactors({ beside, chat, onClose, reaction, seq }: ReactorsProps) {
  const strings = useAllWords();
  const { count, emoji, uids } = reaction;
  const [loaded, setLoaded] = useState<readonly ReactorItem[]>([]);
  useEffect(() => {
    if (uids.length === count) return;
    // Without an answer, the first ones stay.
    void chat.room.reactors(seq, emoji).then(setLoaded, () => {});
  }, [chat, seq, emoji, uids.length, count]);
  const nameOfLoaded = ({ uid, username }: ReactorItem) => username ?? reactorsOf(chat.view, strings, [uid])[0];
  const names = loaded.length === 0 ? reactorsOf(chat.view, strings, uids) : loaded.map(nameOfLoaded);
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
      aria-label={strings.actions.whoReacted(reaction.emoji)}
      onToggle={({ newState }) => newState === "closed" && onClose()}
    >
      <p class="reactors-emoji">{reaction.emoji}</p>
      <ul>
        {names.map((name, index) => (
          <li key={loaded[index]?.uid ?? uids[index]} dir="auto">
            {name}
          </li>
        ))}
        {names.length < count && <li>{strings.people.others(count - names.length)}</li>}
      </ul>
    </div>
  );
}
