import { Advice } from "./advice.tsx";
import type { Chat } from "./chat.ts";
import { Composer } from "./composer.tsx";
import { Header } from "./header.tsx";
import { Log } from "./log.tsx";

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
