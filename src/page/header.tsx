import type { Chat } from "./chat.ts";
import { Mark } from "./mark.tsx";
import { People } from "./people.tsx";
import { Rename } from "./rename.tsx";
import { StatusLine } from "./status-line.tsx";
import { useView } from "./use-view.ts";
import { isOpen } from "./view.ts";

/** Where you are, how the connection stands, who is here, and who you are. */
export function Header({ chat }: { chat: Chat }) {
  const room = useView(chat, (view) => view.room);
  const status = useView(chat, (view) => view.status);
  const canLeave = useView(chat, isOpen);
  return (
    <header class="header">
      <Mark />
      <div class="header-where">
        <h1 class="room-name">#{room}</h1>
        <div class="header-state">
          <StatusLine status={status} />
          {status.state === "entered" && <People chat={chat} />}
        </div>
      </div>
      <Rename chat={chat} />
      {canLeave && (
        <button type="button" class="button button-quiet" onClick={chat.leave}>
          Leave
        </button>
      )}
    </header>
  );
}
