import type { Message } from "../../client/index.ts";
import type { Chat } from "../model/chat.ts";
import { findMessage } from "../model/view.ts";
import { Quote } from "./quote.tsx";
import { Reactions } from "./reactions.tsx";
import { fullTime, machineTime } from "./time.ts";

/** One message in its present state: what it answers, what it says now, and what others make of it. */
export function MessageLine({ chat, message }: { chat: Chat; message: Message }) {
  const { at, deleted, editedAt, message: text, reactions = [], replyTo, seq } = message;
  return (
    <div class="message">
      {replyTo !== undefined && <Quote message={findMessage(chat.view, replyTo)} />}
      {deleted ? (
        <p class="deleted">This message was deleted</p>
      ) : (
        <p class="said" dir="auto" title={fullTime(at)}>
          <span class="text">{text}</span>
          {editedAt !== undefined && (
            <>
              {" "}
              <time class="edited" dateTime={machineTime(editedAt)} title={`Edited ${fullTime(editedAt)}`}>
                edited
              </time>
            </>
          )}
        </p>
      )}
      {reactions.length > 0 && <Reactions chat={chat} seq={seq} reactions={reactions} />}
    </div>
  );
}
