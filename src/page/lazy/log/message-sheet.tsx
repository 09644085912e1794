import { useEffect, useState } from "preact/hooks";
import type { Message } from "../../../client/index.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { rowAt } from "../../log/log-navigation.ts";
import type { Chat } from "../../model/chat.ts";
import { isOpen } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { Icon } from "../../ui/icon.tsx";
import { LoadedEmojiPicker } from "../emoji/emoji-popover.tsx";
import { openDialog } from "../model/dialogs-state.ts";
import { loadedMessage, useLoadedMessage } from "../model/distant-messages.ts";
import { loadMutedPeople } from "../model/muted-people.ts";
import { Dialog } from "../ui/dialog.tsx";
import { MenuItems } from "../ui/menu.tsx";
import { QuotedMessage } from "../ui/quoted-message.tsx";
import { onLongPress } from "./long-press.ts";
import { QuickReaction, useMessageGroups } from "./message-actions.tsx";

/** The most common reactions. */
const QUICK_EMOJI = ["👍", "❤️", "😂", "😮", "😢", "🎉"];

/** Opens the sheet of a message when a finger rests on it. */
export function useLongPressOnMessages(chat: Chat): void {
  useEffect(
    () =>
      onLongPress((target) => {
        const seq = rowAt(target)?.seq;
        const message = seq === undefined ? undefined : loadedMessage(chat.view, seq);
        if (message === undefined || message.deleted === true || !isOpen(chat.view)) return false;
        openDialog({ kind: "message", seq: message.seq });
        return true;
      }),
    [chat],
  );
}

interface Props {
  readonly chat: Chat;
  readonly seq: number;
  readonly onClose: () => void;
}

/** The reactions and actions of a message, at the bottom of a touch screen. */
export function MessageSheet({ chat, onClose, seq }: Props) {
  const message = useLoadedMessage(chat, seq);
  return message === undefined ? null : <Sheet chat={chat} message={message} onClose={onClose} />;
}

function Sheet({ chat, message, onClose }: { chat: Chat; message: Message; onClose: () => void }) {
  const { actions, log } = useAllWords();
  const own = useView(chat, ({ self }) => self?.uid);
  const groups = useMessageGroups(chat, message);
  const [isPicking, setIsPicking] = useState(false);
  useEffect(() => void loadMutedPeople(chat), [chat]);
  const react = (emoji: string) => {
    onClose();
    chat.react(message.seq, emoji, true);
  };
  return (
    <Dialog isOpen onClose={onClose} title={isPicking ? log.addReaction : actions.actions} variant="sheet">
      {isPicking ? (
        <div class="sheet-emoji">
          <LoadedEmojiPicker onChoose={react} />
        </div>
      ) : (
        <>
          <QuotedMessage message={message} />
          <div class="sheet-reactions">
            {QUICK_EMOJI.map((emoji) => (
              <QuickReaction
                key={emoji}
                chat={chat}
                own={own}
                message={message}
                emoji={emoji}
                class="sheet-reaction"
                onChoose={onClose}
              />
            ))}
            <button
              type="button"
              class="sheet-reaction"
              aria-label={log.addReaction}
              aria-haspopup="dialog"
              onClick={() => setIsPicking(true)}
            >
              <Icon shape="react" />
            </button>
          </div>
          <MenuItems isInSheet label={actions.actions} groups={groups} onLeave={onClose} />
        </>
      )}
    </Dialog>
  );
}
