import { useLayoutEffect, useRef } from "preact/hooks";
import { useAllWords } from "../i18n/use-all-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { statusAdvice } from "./advice-words.ts";
import { NoConnection } from "./no-connection.tsx";

/** What to know of a connection that is away, and what to do about one that does not come back by itself. */
export function Advice({ chat }: { chat: Chat }) {
  const isAway = useView(chat, ({ status }) => status.state === "reconnecting");
  const advice = statusAdvice(
    useAllWords(),
    useView(chat, ({ status }) => status),
  );
  if (isAway) return <NoConnection />;
  if (advice === undefined) return null;
  return (
    <div class="advice" role="alert">
      <p dir="auto">{advice.text}</p>
      <EnterAgain action={advice.action} onClick={() => chat.enter()} />
    </div>
  );
}

/** Takes the focus of the button that went when the connection did. */
function EnterAgain({ action, onClick }: { action: string; onClick: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => button.current?.focus(), []);
  return (
    <button ref={button} type="button" class="button" onClick={onClick}>
      {action}
    </button>
  );
}
