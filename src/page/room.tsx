import { Composer } from "./composer/composer.tsx";
import { Advice } from "./header/advice.tsx";
import { Header } from "./header/header.tsx";
import { Log } from "./log/log.tsx";
import type { Chat } from "./model/chat.ts";

/** A room from the inside: who and where at the top, what was said, and what to say. */
export function Room({ chat }: { chat: Chat }) {
  return (
    <div class="room">
      <Header chat={chat} />
      <main>
        <Log chat={chat} />
        <Advice chat={chat} />
        <Composer chat={chat} />
      </main>
    </div>
  );
}
