import type { Message } from "../../../client/index.ts";
import type { AllWords } from "../../i18n/catalogue.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { anchorOf } from "../../log/log-navigation.ts";
import type { LogTools } from "../../log/message-row.tsx";
import { hasReacted } from "../../log/reactions.tsx";
import type { Chat } from "../../model/chat.ts";
import { isModerator, isOwn } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { EmojiButton } from "../../ui/emoji-button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { moderate, openDialog, reportOutcome, showOutcome } from "../model/dialogs-state.ts";
import { loadMutedPeople } from "../model/muted-people.ts";
import { mayActUpon, usePersonGroups } from "../people/person-menu.tsx";
import { pathOfRoom } from "../rooms/room-name.ts";
import { ActionIcon } from "../ui/action-icon.tsx";
import { MenuButton, type MenuGroup, type MenuItem } from "../ui/menu.tsx";

interface ToolbarProps {
  readonly tools: LogTools;
  readonly message: Message;
}

/**
 * The actions of a message, while it is hovered or has the focus. They stand beside its text and never above it; on a narrow
 * page there is room only for the menu.
 */
export function Toolbar({ message, tools: { chat, own } }: ToolbarProps) {
  const { actions, format, log } = useAllWords();
  return (
    <>
      {/* For the eye: the title of the text has the whole date. The first message of a group has it beside the name. */}
      <span class="row-time" aria-hidden="true">
        {format.time(message.at)}
      </span>
      {/* Not announced, although it appears inside the live region. */}
      <div class="toolbar" role="toolbar" aria-label={actions.actions} aria-live="off">
        <QuickReaction chat={chat} own={own} message={message} emoji="👍" class="toolbar-button toolbar-wide" />
        <EmojiButton
          class="toolbar-button toolbar-wide"
          label={log.addReaction}
          onChoose={(emoji) => chat.react(message.seq, emoji, true)}
        >
          <Icon shape="react" />
        </EmojiButton>
        <button
          type="button"
          class="toolbar-button toolbar-wide"
          aria-label={actions.reply}
          title={actions.reply}
          onClick={() => chat.reply(message.seq)}
        >
          <ActionIcon shape="reply" />
        </button>
        <MenuButton
          class="toolbar-button"
          label={actions.moreActions}
          groups={useMessageGroups(chat, message)}
          onOpen={() => void loadMutedPeople(chat)}
        >
          <ActionIcon shape="more" />
        </MenuButton>
      </div>
    </>
  );
}

interface QuickReactionProps {
  readonly chat: Chat;
  readonly own: string | undefined;
  readonly message: Message;
  readonly emoji: string;
  readonly class: string;
  readonly onChoose?: () => void;
}

/** Adds a common reaction, or takes it back. */
export function QuickReaction({ chat, emoji, message, onChoose, own, ...props }: QuickReactionProps) {
  const { actions } = useAllWords();
  const isOn = message.reactions?.some((one) => one.emoji === emoji && hasReacted(one, own)) === true;
  return (
    <button
      type="button"
      class={props.class}
      aria-label={actions.reactWith(emoji)}
      aria-pressed={isOn}
      onClick={() => {
        onChoose?.();
        chat.react(message.seq, emoji, !isOn);
      }}
    >
      <span class="emoji">{emoji}</span>
    </button>
  );
}

/** The actions of a message's menu: on the message, on its author, and the dangerous ones. */
export function useMessageGroups(chat: Chat, message: Message): readonly MenuGroup[] {
  const strings = useAllWords();
  const { uid, username } = message;
  const person = usePersonGroups(chat, { uid, username });
  useView(chat, (view) => view.pinned);
  const isMine = isOwn(chat.view, message);
  const groups = [
    { key: "message", items: messageActions(chat, strings, message) },
    ...(isMine ? [] : person),
    { key: "danger", items: dangerousActions(chat, strings, message) },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

function messageActions(chat: Chat, strings: AllWords, message: Message): MenuItem[] {
  const { actions, moderation } = strings;
  const { seq } = message;
  const copy = (text: string) => async () => {
    try {
      await navigator.clipboard.writeText(text);
      showOutcome({ kind: "done", text: () => actions.copied });
    } catch {
      // The browser refused access, or has no clipboard without HTTPS.
      showOutcome({ kind: "done", text: () => actions.notCopied });
    }
  };
  const link = () => new URL(`${pathOfRoom(chat.view.room)}#${anchorOf(seq)}`, location.href).href;
  const isPinned = chat.view.pinned.some((pinned) => pinned.seq === seq);
  const pin = {
    key: "pin",
    label: isPinned ? moderation.unpin : moderation.pin,
    onChoose: () => void moderate(chat, { action: "pin", target: seq, on: !isPinned }),
  };
  const removePreview = {
    key: "preview",
    label: actions.removePreview,
    onChoose: () => void reportOutcome(chat.room.removePreview(seq), (strings) => strings.actions.previewRemoved),
  };
  const mayRemove = message.preview !== undefined && (isOwn(chat.view, message) || isModerator(chat.view));
  return [
    ...(isOwn(chat.view, message)
      ? [{ key: "edit", label: actions.edit, onChoose: () => chat.edit(seq, message) }]
      : []),
    { key: "reply", label: actions.reply, onChoose: () => chat.reply(seq) },
    ...(message.message === "" ? [] : [{ key: "text", label: actions.copyText, onChoose: copy(message.message) }]),
    { key: "link", label: actions.copyLink, onChoose: copy(link()) },
    ...(mayRemove ? [removePreview] : []),
    ...(isModerator(chat.view) ? [pin] : []),
  ];
}

function dangerousActions(chat: Chat, { actions, moderation }: AllWords, message: Message): MenuItem[] {
  const { seq, uid } = message;
  const isMine = isOwn(chat.view, message);
  const report = {
    key: "report",
    label: moderation.report,
    onChoose: () => chat.asPerson(() => openDialog({ kind: "report", seq })),
  };
  const remove = {
    key: "delete",
    label: actions.delete,
    isDangerous: true,
    onChoose: () => openDialog({ kind: "delete", seq }),
  };
  return [...(isMine ? [] : [report]), ...(isMine || mayActUpon(chat.view, uid) ? [remove] : [])];
}
