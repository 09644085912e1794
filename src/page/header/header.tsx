import { useWords } from "../i18n/use-words.ts";
import { Later } from "../later/later.tsx";
import { Mark } from "../log/mark.tsx";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { isModerator, isOpen } from "../model/view.ts";
import { PeopleCount } from "../people/people-count.tsx";
import { Rename } from "../people/rename.tsx";
import type { PeoplePanel } from "../people/use-people-panel.ts";
import { Rooms } from "../rooms/rooms.tsx";
import { SettingsButton } from "../settings/settings-button.tsx";
import { Icon } from "../ui/icon.tsx";
import { StatusLine } from "./status-line.tsx";

/** Where you are, how the connection stands, who is here, and who you are. */
export function Header({ chat, people }: { chat: Chat; people: PeoplePanel }) {
  const words = useWords();
  const room = useView(chat, (view) => view.room);
  const status = useView(chat, (view) => view.status);
  const canLeave = useView(chat, isOpen);
  const canModerate = useView(chat, isModerator);
  return (
    <header class="header">
      <Mark />
      <div class="header-where">
        <Rooms room={room} />
        <div class="header-state">
          <StatusLine status={status} />
          {status.state === "entered" && <PeopleCount chat={chat} panel={people} />}
        </div>
      </div>
      <Rename chat={chat} />
      {canModerate && <Later>{({ ModerationButton }) => <ModerationButton chat={chat} />}</Later>}
      <SettingsButton />
      {canLeave && (
        <button type="button" class="button button-quiet leave" onClick={chat.leave}>
          <Icon shape="leave" />
          <span class="leave-word">{words.status.leave}</span>
        </button>
      )}
    </header>
  );
}
