import { machineTime } from "../i18n/format.ts";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { Avatar } from "../people/avatar.tsx";
import { Name } from "../people/name.tsx";
import type { Messages } from "./lines.ts";
import { MessageLine } from "./message-line.tsx";

/** What one person said in one go. */
export function MessageBlock({ chat, messages }: { chat: Chat; messages: Messages }) {
  const [{ at, uid, username }] = messages;
  const { common, format } = useWords();
  const isOwn = uid === chat.view.self?.uid;
  return (
    <li class="messages" data-own={isOwn}>
      <Avatar name={username} uid={uid} />
      <div class="messages-body">
        <p class="messages-head">
          <Name name={username} uid={uid} />
          {isOwn && <span class="you">{common.you}</span>}
          <time dateTime={machineTime(at)} title={format.dayAndTime(at)}>
            {format.time(at)}
          </time>
        </p>
        {messages.map((message) => (
          <MessageLine key={message.seq} chat={chat} message={message} />
        ))}
      </div>
    </li>
  );
}
