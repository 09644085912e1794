import type { Reaction } from "../../client/index.ts";
import type { Chat } from "../model/chat.ts";
import { isOpen, nameOf } from "../model/view.ts";
import { listWords } from "../words.ts";

interface Props {
  readonly chat: Chat;
  /** Of the message that they are to. */
  readonly seq: number;
  readonly reactions: readonly Reaction[];
}

/** How many reacted with what. A click joins in, or takes one's own back. */
export function Reactions({ chat, reactions, seq }: Props) {
  const { view } = chat;
  const own = view.self?.uid;
  return (
    <ul class="reactions" aria-label="Reactions">
      {reactions.map(({ emoji, uids }) => {
        const isOwn = own !== undefined && uids.includes(own);
        const names = uids.map((uid) => (uid === own ? "You" : (nameOf(view, uid) ?? "Somebody")));
        return (
          <li key={emoji}>
            <button
              type="button"
              class="reaction"
              aria-pressed={isOwn}
              title={listWords(names)}
              disabled={!isOpen(view)}
              onClick={() => chat.react(seq, emoji, !isOwn)}
            >
              {emoji} <span>{uids.length}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
