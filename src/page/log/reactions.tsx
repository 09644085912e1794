import type { Reaction } from "../../client/index.ts";
import type { Words } from "../i18n/catalogue.ts";
import { nameOf, type View } from "../model/view.ts";
import { namesText } from "../people/name-list.ts";
import { EmojiButton } from "../ui/emoji-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { withParts } from "../ui/lazy.tsx";
import type { Row } from "./group-messages.ts";
import type { LogTools } from "./message-row.tsx";

interface Props {
  readonly tools: LogTools;
  readonly strings: Words;
  readonly row: Row;
  /** Whether the message is hovered or focused. */
  readonly isActive: boolean;
}

/**
 * The reactions with their counts. A click adds or removes the user's own; a long press or the context menu key lists
 * everyone. The last button adds another emoji.
 */
export function Reactions({ isActive, row: { message }, tools, strings }: Props) {
  const { canAct, chat, own } = tools;
  const { view } = chat;
  return (
    // A changed count is not announced.
    <ul class="reactions" aria-label={strings.log.reactions} aria-live="off">
      {message.reactions?.map((reaction) => {
        const { count, emoji } = reaction;
        const isOwn = hasReacted(reaction, own);
        const names = namesText(strings, reactorsOf(view, strings, reaction.uids), count);
        return (
          <li key={emoji}>
            <button
              type="button"
              class="reaction"
              tabIndex={isActive ? 0 : -1}
              aria-pressed={isOwn}
              aria-label={strings.log.reactedBy(emoji, count, names)}
              title={names}
              disabled={!canAct}
              onClick={() => chat.react(message.seq, emoji, !isOwn)}
              onContextMenu={(event) => {
                event.preventDefault();
                const beside = event.currentTarget;
                withParts(({ openDialog }) => openDialog({ kind: "reactors", seq: message.seq, reaction, beside }));
              }}
            >
              {emoji} <span>{strings.format.number(count)}</span>
            </button>
          </li>
        );
      })}
      <li>
        <EmojiButton
          class="reaction"
          label={strings.log.addReaction}
          tabIndex={isActive ? 0 : -1}
          disabled={!canAct}
          onChoose={(emoji) => chat.react(message.seq, emoji, true)}
        >
          <Icon shape="react" />
        </EmojiButton>
      </li>
    </ul>
  );
}

/** Whether the user is one of the people who reacted. Messages saved by an earlier version have no `me`. */
export function hasReacted({ me, uids }: Reaction, own: string | undefined): boolean {
  return me === true || (own !== undefined && uids.includes(own));
}

/** The names of people who reacted. */
export function reactorsOf(view: View, { log }: Words, uids: readonly string[]): readonly string[] {
  return uids.map((uid) => (uid === view.self?.uid ? log.you : (nameOf(view, uid) ?? log.somebody)));
}
