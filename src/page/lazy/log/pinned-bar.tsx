import { useState } from "preact/hooks";
import type { Message } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { isModerator } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { Icon } from "../../ui/icon.tsx";
import { lineOf } from "../files/files-text.tsx";
import { moderate } from "../model/dialogs-state.ts";
import { ActionIcon } from "../ui/action-icon.tsx";

interface Props {
  readonly chat: Chat;
  readonly onJump: (seq: number) => void;
}

/** The pinned messages, collapsible. */
export function PinnedBar({ chat, onJump }: Props) {
  const { moderation } = useAllWords();
  const pinned = useView(chat, (view) => view.pinned);
  const canUnpin = useView(chat, isModerator);
  const [isOpen, setIsOpen] = useState(true);
  return (
    <section class="pinned" aria-label={moderation.pinned(pinned.length)}>
      <button type="button" class="pinned-head" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <ActionIcon shape="pin" />
        {moderation.pinned(pinned.length)}
        <Icon shape="chevron" />
      </button>
      {isOpen && (
        <ul>
          {pinned.map((message) => (
            <li key={message.seq}>
              <button type="button" class="pinned-message" onClick={() => onJump(message.seq)}>
                <Line message={message} />
              </button>
              {canUnpin && (
                <button
                  type="button"
                  class="button button-quiet icon-button"
                  aria-label={moderation.unpin}
                  title={moderation.unpin}
                  onClick={() => void moderate(chat, { action: "pin", target: message.seq, on: false })}
                >
                  <Icon shape="close" />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Line({ message }: { message: Message }) {
  const strings = useAllWords();
  const { deleted, username } = message;
  return (
    <>
      <bdi class="pinned-by">{username}</bdi>{" "}
      <bdi>{deleted ? strings.log.deleted : message.message || lineOf(strings, message)}</bdi>
    </>
  );
}
