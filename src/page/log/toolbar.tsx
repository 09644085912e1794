import type { Message } from "../../client/index.ts";
import type { Words } from "../i18n/catalogue.ts";
import { isOwn } from "../model/view.ts";
import { Icon } from "../ui/icon.tsx";
import { MenuButton, type MenuItem } from "../ui/menu.tsx";
import { anchorOf } from "./anchor.ts";
import type { LogTools } from "./log-tools.ts";

/** What people react with most. */
const QUICK_EMOJI = ["👍", "❤️", "😂"];

interface Props {
  readonly tools: LogTools;
  readonly words: Words;
  readonly message: Message;
}

/** What can be done with a message, while the pointer is on it or the focus in it. */
export function Toolbar({ message, tools, words }: Props) {
  const { chat } = tools;
  const { log } = words;
  const own = chat.view.self?.uid;
  const hasReacted = (emoji: string) =>
    own !== undefined && message.reactions?.some((one) => one.emoji === emoji && one.uids.includes(own)) === true;
  return (
    // It comes and goes inside of what is read out, and is no news.
    <div class="toolbar" role="toolbar" aria-label={log.actions} aria-live="off">
      {QUICK_EMOJI.map((emoji) => (
        <button
          key={emoji}
          type="button"
          class="toolbar-button"
          aria-label={log.reactWith(emoji)}
          aria-pressed={hasReacted(emoji)}
          onClick={() => chat.react(message.seq, emoji, !hasReacted(emoji))}
        >
          {emoji}
        </button>
      ))}
      <button
        type="button"
        class="toolbar-button"
        aria-label={log.reply}
        title={log.reply}
        onClick={() => chat.reply(message.seq)}
      >
        <Icon shape="reply" />
      </button>
      <MenuButton class="toolbar-button" label={log.moreActions} items={itemsOf(tools, words, message)}>
        <Icon shape="more" />
      </MenuButton>
    </div>
  );
}

function itemsOf(tools: LogTools, { log }: Words, message: Message): MenuItem[] {
  const { seq } = message;
  const copy = (text: string) => async () => {
    try {
      await navigator.clipboard.writeText(text);
      tools.say(log.copied);
    } catch {
      // The browser does not let the page, or there is no clipboard: as on a page without TLS.
      tools.say(log.notCopied);
    }
  };
  const link = () => new URL(`#${anchorOf(seq)}`, location.href).href;
  const isMine = isOwn(tools.chat.view, message);
  return [
    ...(isMine ? [{ key: "edit", label: log.editMessage, onChoose: () => tools.chat.edit(seq) }] : []),
    { key: "text", label: log.copyText, onChoose: copy(message.message) },
    { key: "link", label: log.copyLink, onChoose: copy(link()) },
    ...(isMine
      ? [{ key: "delete", label: log.delete, isDangerous: true, onChoose: () => tools.askToDelete(seq) }]
      : []),
  ];
}
