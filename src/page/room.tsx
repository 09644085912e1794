import { Composer } from "./composer/composer.tsx";
import { Advice } from "./header/advice.tsx";
import { Header } from "./header/header.tsx";
import { Log } from "./log/log.tsx";
import type { Chat } from "./model/chat.ts";
import { People } from "./people/people.tsx";
import { usePeoplePanel } from "./people/use-people-panel.ts";

/** A room from the inside: who and where at the top, what was said, and what to say. */
export function Room({ chat }: { chat: Chat }) {
  const people = usePeoplePanel();
  return (
    <div class="room">
      <div class="room-talk">
        <Header chat={chat} people={people} />
        <main>
          <Log chat={chat} />
          <Advice chat={chat} />
          <Composer chat={chat} />
        </main>
      </div>
      <People chat={chat} panel={people} />
    </div>
  );
}
