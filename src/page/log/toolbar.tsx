import type { Message } from "../../client/index.ts";
import { EmojiButton } from "../emoji/emoji-button.tsx";
import type { AllWords } from "../i18n/catalogue.ts";
import { useAllWords } from "../i18n/use-all-words.ts";
import { isModerator, isOwn } from "../model/view.ts";
import { ask, moderate } from "../moderation/desk-state.ts";
import { mayActUpon, personItems } from "../moderation/person-items.ts";
import { Icon } from "../ui/icon.tsx";
import { MenuButton, type MenuItem } from "../ui/menu.tsx";
import { anchorOf } from "./anchor.ts";
import type { LogTools } from "./log-tools.ts";

/** What people react with most. */
const QUICK_EMOJI = ["👍", "❤️", "😂"];

interface Props {
  readonly tools: LogTools;
  readonly message: Message;
}

/** What can be done with a message, while the pointer is on it or the focus in it. */
export function Toolbar({ message, tools }: Props) {
  const words = useAllWords();
  const { chat, own } = tools;
  const { actions, log } = words;
  const hasReacted = (emoji: string) =>
    own !== undefined && message.reactions?.some((one) => one.emoji === emoji && one.uids.includes(own)) === true;
  return (
    // It comes and goes inside of what is read out, and is no news.
    <div class="toolbar" role="toolbar" aria-label={actions.actions} aria-live="off">
      {QUICK_EMOJI.map((emoji) => (
        <button
          key={emoji}
          type="button"
          class="toolbar-button"
          aria-label={actions.reactWith(emoji)}
          aria-pressed={hasReacted(emoji)}
          onClick={() => chat.react(message.seq, emoji, !hasReacted(emoji))}
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
        <Icon shape="reply" />
      </button>
      <MenuButton class="toolbar-button" label={actions.moreActions} items={itemsOf(tools, words, message)}>
        <Icon shape="more" />
      </MenuButton>
    </div>
  );
}

function itemsOf(tools: LogTools, words: AllWords, message: Message): MenuItem[] {
  const { actions, common, moderation } = words;
  const { chat } = tools;
  const { seq, uid, username } = message;
  const copy = (text: string) => async () => {
    try {
      await navigator.clipboard.writeText(text);
      tools.say(common.copied);
    } catch {
      // The browser does not let the page, or there is no clipboard: as on a page without TLS.
      tools.say(actions.notCopied);
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
    ...(isMine ? [] : [{ key: "report", label: moderation.report, onChoose: () => ask({ kind: "report", seq }) }]),
    ...(isMine || isAboveAuthor
      ? [{ key: "delete", label: actions.delete, isDangerous: true, onChoose: () => tools.askToDelete(seq) }]
      : []),
    ...(isAboveAuthor ? personItems(chat, words, { uid, username }) : []),
  ];
}
