import type { Reaction } from "../../client/index.ts";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { isOpen, nameOf } from "../model/view.ts";
import { namesWords } from "../people/names.ts";

interface Props {
  readonly chat: Chat;
  /** Of the message that they are to. */
  readonly seq: number;
  readonly reactions: readonly Reaction[];
}

/** How many reacted with what. A click joins in, or takes one's own back. */
export function Reactions({ chat, reactions, seq }: Props) {
  const words = useWords();
  const { view } = chat;
  const own = view.self?.uid;
  return (
    <ul class="reactions" aria-label={words.log.reactions}>
      {reactions.map(({ emoji, uids }) => {
        const isOwn = own !== undefined && uids.includes(own);
        const names = uids.map((uid) => (uid === own ? words.log.you : (nameOf(view, uid) ?? words.log.somebody)));
        return (
          <li key={emoji}>
            <button
              type="button"
              class="reaction"
              aria-pressed={isOwn}
              title={namesWords(words, names)}
              disabled={!isOpen(view)}
              onClick={() => chat.react(seq, emoji, !isOwn)}
            >
              {emoji} <span>{words.format.number(uids.length)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
