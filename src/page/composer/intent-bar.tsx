import { findMessage } from "../../client/index.ts";
import { useAllWords } from "../i18n/use-all-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { Icon } from "../ui/icon.tsx";

/** What is replied to or edited, and the way out of it. It is read out when that changes. */
export function IntentBar({ chat, id }: { chat: Chat; id: string }) {
  const { composing, log } = useAllWords();
  const intent = useView(chat, (view) => view.intent);
  const message = useView(chat, (view) =>
    view.intent.kind === "none" ? undefined : findMessage(view.messages, view.intent.seq),
  );
  const isEdit = intent.kind === "edit";
  const leave = isEdit ? composing.cancelEdit : composing.cancelReply;
  return (
    <div class="intent" data-intent={intent.kind}>
      <p id={id} role="status" class="intent-what" dir="auto">
        {intent.kind !== "none" && (
          <>
            <strong>{isEdit ? composing.editing : composing.replyingTo(message?.username ?? log.somebody)}</strong>{" "}
            <bdi>{message === undefined ? log.earlierMessage : message.deleted ? log.deleted : message.message}</bdi>
          </>
        )}
      </p>
      {intent.kind !== "none" && (
        <button
          type="button"
          class="button button-quiet icon-button"
          aria-label={leave}
          title={leave}
          onClick={chat.endIntent}
        >
          <Icon shape="close" />
        </button>
      )}
    </div>
  );
}
