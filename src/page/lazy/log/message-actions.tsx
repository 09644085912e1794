import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Message, Reaction, ReactorItem } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { anchorOf } from "../../log/log-navigation.ts";
import type { LogTools } from "../../log/message-row.tsx";
import { hasReacted, reactorsOf } from "../../log/reactions.tsx";
import type { Chat } from "../../model/chat.ts";
import { isModerator, isOwn } from "../../model/view.ts";
import { EmojiButton } from "../../ui/emoji-button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { moderate, openDialog } from "../moderation/dialogs-state.ts";
import { mayActUpon, personActions } from "../moderation/person-menu.tsx";
import { blockItem } from "../people/blocking.tsx";
import { ActionIcon } from "../ui/action-icon.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { MenuButton, type MenuItem } from "../ui/menu.tsx";
import { placeBeside } from "../ui/popover.ts";

/** The most common reactions. */
const QUICK_EMOJI = ["👍", "❤️", "😂"];

interface Props {
  readonly tools: LogTools;
  readonly message: Message;
}

/** The actions of a message, while it is hovered or has the focus. */
export function Toolbar({ message, tools }: Props) {
  const strings = useAllWords();
  const { chat, own } = tools;
  const { actions, log } = strings;
  const isReaction = (emoji: string) =>
    message.reactions?.some((one) => one.emoji === emoji && hasReacted(one, own)) === true;
  return (
    // Not announced, although it appears inside the live region.
    <div class="toolbar" role="toolbar" aria-label={actions.actions} aria-live="off">
      {QUICK_EMOJI.map((emoji) => (
        <button
          key={emoji}
          type="button"
          class="toolbar-button"
          aria-label={actions.reactWith(emoji)}
          aria-pressed={isReaction(emoji)}
          onClick={() => chat.react(message.seq, emoji, !isReaction(emoji))}
        >
          {emoji}
        </button>
      ))}
      <EmojiButton
        class="toolbar-button"
        label={log.addReaction}
        onChoose={(emoji) => chat.react(message.seq, emoji, true)}
      >
        <Icon shape="react" />
      </EmojiButton>
      <button
        type="button"
        class="toolbar-button"
        aria-label={actions.reply}
        title={actions.reply}
        onClick={() => chat.reply(message.seq)}
      >
        <ActionIcon shape="reply" />
      </button>
      <MenuButton class="toolbar-button" label={actions.moreActions} items={itemsOf(tools, strings, message)}>
        <ActionIcon shape="more" />
      </MenuButton>
    </div>
  );
}

function itemsOf(tools: LogTools, strings: AllWords, message: Message): MenuItem[] {
  const { actions, common, moderation } = strings;
  const { chat } = tools;
  const { seq, uid, username } = message;
  const copy = (text: string) => async () => {
    try {
      await navigator.clipboard.writeText(text);
      tools.announce(common.copied);
    } catch {
      // The browser refused access, or has no clipboard without HTTPS.
      tools.announce(actions.notCopied);
    }
  };
  const link = () => new URL(`#${anchorOf(seq)}`, location.href).href;
  const isMine = isOwn(chat.view, message);
  const isAboveAuthor = mayActUpon(chat.view, uid);
  const isPinned = chat.view.pinned.some((pinned) => pinned.seq === seq);
  return [
    ...(isMine ? [{ key: "edit", label: actions.edit, onChoose: () => chat.edit(seq) }] : []),
    { key: "text", label: actions.copyText, onChoose: copy(message.message) },
    { key: "link", label: actions.copyLink, onChoose: copy(link()) },
    ...(isModerator(chat.view)
      ? [
          {
            key: "pin",
            label: isPinned ? moderation.unpin : moderation.pin,
            onChoose: () => void moderate(chat, { action: "pin", target: seq, on: !isPinned }),
          },
        ]
      : []),
    ...blockItem(chat, strings, { uid, username }),
    ...(isMine
      ? []
      : [{ key: "report", label: moderation.report, onChoose: () => openDialog({ kind: "report", seq }) }]),
    ...(isMine || isAboveAuthor
      ? [{ key: "delete", label: actions.delete, isDangerous: true, onChoose: () => tools.askToDelete(seq) }]
      : []),
    ...(isAboveAuthor ? personActions(chat, strings, { uid, username }) : []),
  ];
}

interface DeleteDialogProps {
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

/** Confirms that a message is to be deleted, which cannot be undone. */
export function DeleteDialog({ onClose, onDelete }: DeleteDialogProps) {
  const { actions, common } = useAllWords();
  const confirm = () => {
    onDelete();
    onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={actions.deleteTitle}>
      <p>{actions.deleteAdvice}</p>
      <div class="panel-actions">
        <button type="button" class="button button-danger" onClick={confirm}>
          {actions.delete}
        </button>
        <button type="button" class="button button-quiet" onClick={onClose}>
          {common.cancel}
        </button>
      </div>
    </Dialog>
  );
}

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
