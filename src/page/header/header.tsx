import type { Status } from "../../client/index.ts";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { isModerator } from "../model/view.ts";
import { useView } from "../model/view-store.ts";
import type { PeoplePanel } from "../people/people-panel.tsx";
import { Lazy } from "../ui/lazy.tsx";
import { Logo } from "../ui/logo.tsx";
import { AccountButton, JoinButton, PeopleCount, RoomsButton, SettingsButton } from "./header-buttons.tsx";

/** The room, the connection's state, the people and the user. */
export function Header({ chat, people }: { chat: Chat; people: PeoplePanel }) {
  const status = useView(chat, (view) => view.status);
  const isReader = useView(chat, (view) => view.isReader);
  const canModerate = useView(chat, isModerator);
  return (
    <header class="header">
      <Logo />
      <div class="header-where">
        <RoomsButton chat={chat} />
        <div class="header-state">
          <StatusLine status={status} />
          {status.state === "online" && <PeopleCount chat={chat} panel={people} />}
          <Lazy isNeeded={false}>{({ Topic }) => <Topic chat={chat} />}</Lazy>
        </div>
      </div>
      {canModerate && <Lazy>{({ ModerationButton }) => <ModerationButton chat={chat} />}</Lazy>}
      <SettingsButton chat={chat} />
      {isReader ? <JoinButton chat={chat} /> : <AccountButton chat={chat} />}
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
