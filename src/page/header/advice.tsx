import { useLayoutEffect, useRef } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { statusAdvice } from "./advice-words.ts";

/** What to do about a connection that does not come back by itself. */
export function Advice({ chat }: { chat: Chat }) {
  const advice = statusAdvice(
    useWords(),
    useView(chat, ({ status }) => status),
  );
  if (advice === undefined) return null;
  return (
    <div class="advice" role="alert">
      <p dir="auto">{advice.text}</p>
      <EnterAgain action={advice.action} onClick={chat.enter} />
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
