import { Composer } from "./composer/composer.tsx";
import { Header } from "./header/header.tsx";
import { Later } from "./later/later.tsx";
import { Log } from "./log/log.tsx";
import type { Chat } from "./model/chat.ts";
import { useView } from "./model/use-view.ts";
import { isRefused } from "./model/view.ts";
import { People } from "./people/people.tsx";
import { usePeoplePanel } from "./people/use-people-panel.ts";

/** A room from the inside: who and where at the top, what was said, and what to say. */
export function Room({ chat }: { chat: Chat }) {
  const people = usePeoplePanel();
  const isAway = useView(chat, ({ status }) => status.state !== "entered" && status.state !== "connecting");
  if (useView(chat, isRefused)) return <Later>{({ Refused }) => <Refused chat={chat} />}</Later>;
  return (
    <div class="room">
      <div class="room-talk">
        <Header chat={chat} people={people} />
        <main>
          <Log chat={chat} />
          <Later isNeeded={isAway}>{({ Advice }) => <Advice chat={chat} />}</Later>
          <Composer chat={chat} />
        </main>
      </div>
      <People chat={chat} panel={people} />
      <Later isNeeded={false}>{({ Desk }) => <Desk chat={chat} />}</Later>
    </div>
  );
}
