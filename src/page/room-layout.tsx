import { Composer } from "./composer/composer.tsx";
import { Header } from "./header/header.tsx";
import { Log } from "./log/log.tsx";
import type { Chat } from "./model/chat.ts";
import { isAccessDenied } from "./model/view.ts";
import { useView } from "./model/view-store.ts";
import { People, usePeoplePanel } from "./people/people-panel.tsx";
import { Lazy } from "./ui/lazy.tsx";

/** The layout of a room: header, log, composer and people. */
export function RoomLayout({ chat }: { chat: Chat }) {
  const people = usePeoplePanel();
  const isAway = useView(chat, ({ status }) =>
    status.state === "connecting" ? status.isChecking === true : status.state !== "online",
  );
  if (useView(chat, isAccessDenied)) return <Lazy>{({ AccessDenied }) => <AccessDenied chat={chat} />}</Lazy>;
  return (
    <div class="room">
      <div class="room-talk">
        <Header chat={chat} people={people} />
        <main>
          <Log chat={chat} />
          <Lazy isNeeded={isAway}>{({ ConnectionNotice }) => <ConnectionNotice chat={chat} />}</Lazy>
          <Composer chat={chat} />
        </main>
      </div>
      <People chat={chat} panel={people} />
      <Lazy isNeeded={false}>{({ Dialogs }) => <Dialogs chat={chat} />}</Lazy>
    </div>
  );
}
