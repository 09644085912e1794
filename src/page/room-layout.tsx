import { Composer } from "./composer/composer.tsx";
import { Header } from "./header/header.tsx";
import { Asking } from "./join/asking.tsx";
import { rememberName } from "./join/username.ts";
import { Log } from "./log/log.tsx";
import type { Chat } from "./model/chat.ts";
import { accessDenied } from "./model/view.ts";
import { useView } from "./model/view-store.ts";
import { People, usePeoplePanel } from "./people/people-panel.tsx";
import { Lazy, withParts } from "./ui/lazy.tsx";

/** The layout of a room: header, log, composer and people. */
export function RoomLayout({ chat }: { chat: Chat }) {
  const people = usePeoplePanel();
  const remember = (name: string) => {
    rememberName(name);
    withParts(({ rememberRoom }) => rememberRoom(chat.view.room));
  };
  if (useView(chat, accessDenied) !== undefined)
    return <Lazy>{({ AccessDenied }) => <AccessDenied chat={chat} />}</Lazy>;
  return (
    <div class="room">
      <Header chat={chat} people={people} />
      <div class="room-body">
        <main>
          <Log chat={chat} />
          <Lazy isNeeded={false}>{({ ConnectionNotice }) => <ConnectionNotice chat={chat} />}</Lazy>
          <Asking chat={chat} onName={remember} />
          <Composer chat={chat} />
        </main>
        <People chat={chat} panel={people} />
      </div>
      <Lazy isNeeded={false}>{({ Dialogs }) => <Dialogs chat={chat} />}</Lazy>
    </div>
  );
}
