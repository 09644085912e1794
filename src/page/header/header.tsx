import { useWords } from "../i18n/use-words.ts";
import { Mark } from "../log/mark.tsx";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { isOpen } from "../model/view.ts";
import { People } from "../people/people.tsx";
import { Rename } from "../people/rename.tsx";
import { StatusLine } from "./status-line.tsx";

/** Where you are, how the connection stands, who is here, and who you are. */
export function Header({ chat }: { chat: Chat }) {
  const words = useWords();
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
          {words.status.leave}
        </button>
      )}
    </header>
  );
}
