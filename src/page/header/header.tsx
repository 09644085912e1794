import type { Status } from "../../client/index.ts";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { isModerator, isOpen } from "../model/view.ts";
import { useView } from "../model/view-store.ts";
import type { PeoplePanel } from "../people/people-panel.tsx";
import { Icon } from "../ui/icon.tsx";
import { Lazy } from "../ui/lazy.tsx";
import { Logo } from "../ui/logo.tsx";
import { PeopleCount, RenameButton, RoomsButton, SettingsButton } from "./header-buttons.tsx";

/** The room, the connection's state, the people and the user. */
export function Header({ chat, people }: { chat: Chat; people: PeoplePanel }) {
  const strings = useWords();
  const room = useView(chat, (view) => view.room);
  const status = useView(chat, (view) => view.status);
  const canLeave = useView(chat, isOpen);
  const canModerate = useView(chat, isModerator);
  return (
    <header class="header">
      <Logo />
      <div class="header-where">
        <RoomsButton room={room} />
        <div class="header-state">
          <StatusLine status={status} />
          {status.state === "online" && <PeopleCount chat={chat} panel={people} />}
        </div>
      </div>
      <RenameButton chat={chat} />
      {canModerate && <Lazy>{({ ModerationButton }) => <ModerationButton chat={chat} />}</Lazy>}
      <SettingsButton chat={chat} />
      {canLeave && (
        <button type="button" class="button button-quiet leave" onClick={chat.leave}>
          <Icon shape="leave" />
          <span class="leave-word">{strings.status.leave}</span>
        </button>
      )}
    </header>
  );
}

/** The connection's state in words, repeated by the color of the dot. */
export function StatusLine({ status }: { status: Status }) {
  const strings = useWords();
  return (
    <p class="status" role="status" data-state={status.state}>
      {strings.status[status.state === "refused" ? "closed" : status.state]}
    </p>
  );
}
