import type { Chat } from "../model/chat.ts";
import { useView } from "../model/view-store.ts";
import { Lazy } from "../ui/lazy.tsx";

interface Props {
  readonly chat: Chat;
  /** Called with the name that the room accepted. */
  readonly onName: (name: string) => void;
}

/** The prompt for a reader's name, while something waits for it. */
export function Asking({ chat, onName }: Props) {
  const isAsking = useView(chat, ({ asking, isReader }) => isReader && asking !== undefined);
  return <Lazy isNeeded={isAsking}>{({ NamePrompt }) => isAsking && <NamePrompt chat={chat} onName={onName} />}</Lazy>;
}
