import type { Chat } from "./chat.ts";
import { Mark } from "./mark.tsx";
import { Rename } from "./rename.tsx";
import { StatusLine } from "./status-line.tsx";

/** Where you are, how the connection stands, and who you are. */
export function Header({ chat }: { chat: Chat }) {
  const { state } = chat.status.value;
  return (
    <header class="header">
      <Mark />
      <div class="header-where">
        <h1 class="room-name">#{chat.room}</h1>
        <StatusLine status={chat.status} />
      </div>
      <Rename chat={chat} />
      {state !== "disconnected" && state !== "failed" && (
        <button type="button" class="button button-quiet" onClick={chat.leave}>
          Leave
        </button>
      )}
    </header>
  );
}
