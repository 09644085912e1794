import type { Message } from "../../client/index.ts";
import type { Chat } from "../model/chat.ts";
import { Quote } from "./quote.tsx";
import { Reactions } from "./reactions.tsx";
import { fullTime, machineTime } from "./time.ts";

/** One message in its present state: what it answers, what it says now, and what others make of it. */
export function MessageLine({ chat, message }: { chat: Chat; message: Message }) {
  const { at, deleted, editedAt, message: text, reactions = [], replyTo, seq } = message;
  return (
    <div class="message">
      {replyTo !== undefined && <Quote message={find(chat.view.messages, replyTo)} />}
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

/** What is answered is most often near, and the messages are in the order of their `seq`. */
function find(messages: readonly Message[], seq: number): Message | undefined {
  const found = messages.findLast((message) => message.seq <= seq);
  return found?.seq === seq ? found : undefined;
}
