import { useEffect, useState } from "preact/hooks";
import { useAllWords } from "../i18n/use-all-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";

/** Milliseconds between two looks at the clock: often enough that no second is left out. */
const LOOK_EVERY_MS = 250;

/** How many seconds slow mode lets one wait. It is not read out at each of them: a notice tells of slow mode. */
export function Countdown({ chat }: { chat: Chat }) {
  const { format } = useAllWords();
  const until = useView(chat, (view) => view.waitUntil);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return <span class="countdown">{format.number(Math.max(1, Math.ceil((until - now) / 1_000)))}</span>;
}
