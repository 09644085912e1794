import type { Message } from "../../client/index.ts";
import { machineTime } from "../i18n/format.ts";
import { useWords } from "../i18n/use-words.ts";
import { MessageText } from "../markup/message-text.tsx";
import type { Chat } from "../model/chat.ts";
import { findMessage } from "../model/view.ts";
import { Quote } from "./quote.tsx";
import { Reactions } from "./reactions.tsx";

/** One message in its present state: what it answers, what it says now, and what others make of it. */
export function MessageLine({ chat, message }: { chat: Chat; message: Message }) {
  const { format, log } = useWords();
  const { at, deleted, editedAt, mentions, message: text, reactions = [], replyTo, seq } = message;
  return (
    <div class="message">
      {replyTo !== undefined && <Quote message={findMessage(chat.view, replyTo)} />}
      {deleted ? (
        <p class="deleted">{log.deleted}</p>
      ) : (
        <div class="said" dir="auto" title={format.dayAndTime(at)}>
          <MessageText text={text} mentions={mentions} own={chat.view.self?.uid} />
          {editedAt !== undefined && (
            <>
              {" "}
              <time class="edited" dateTime={machineTime(editedAt)} title={log.editedAt(format.dayAndTime(editedAt))}>
                {log.edited}
              </time>
            </>
          )}
        </div>
      )}
      {reactions.length > 0 && <Reactions chat={chat} seq={seq} reactions={reactions} />}
    </div>
  );
}
