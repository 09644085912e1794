import { useState } from "preact/hooks";
import type { NameFault } from "../entrance/check-name.ts";
import { NameForm } from "../entrance/name-form.tsx";
import { rememberName } from "../entrance/remembered-name.ts";
import { useWords } from "../i18n/use-words.ts";
import { Later } from "../later/later.tsx";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { isOpen, ownName } from "../model/view.ts";
import { Avatar } from "./avatar.tsx";

/** Shows your name, and lets you change it. */
export function Rename({ chat }: { chat: Chat }) {
  const { common, people } = useWords();
  const [isAsking, setIsAsking] = useState(false);
  const [refused, setRefused] = useState<{ readonly name: string; readonly fault: NameFault }>();
  const name = useView(chat, ownName);
  // Who is not in the room cannot tell it.
  const canRename = useView(chat, isOpen);
  const uid = useView(chat, ({ self }) => self?.uid);

  const rename = async (next: string) => {
    setRefused(undefined);
    // With a connection, the room answers at once. Without one, nobody has to wait here.
    const waits = chat.view.status.state === "entered";
    if (!waits) setIsAsking(false);
    const outcome = await chat.rename(next);
    if (outcome.ok) rememberName(next);
    if (!outcome.ok && outcome.fault !== undefined) {
      setRefused({ name: next, fault: outcome.fault });
      setIsAsking(true);
    } else if (waits) setIsAsking(false);
  };
  const close = () => {
    setIsAsking(false);
    setRefused(undefined);
  };
  return (
    <>
      <button
        type="button"
        class="button button-quiet me"
        aria-haspopup="dialog"
        aria-label={people.changeName(name)}
        disabled={!canRename}
        onClick={() => setIsAsking(true)}
      >
        <Avatar name={name} uid={uid} />
        <span class="me-name" dir="auto">
          {name}
        </span>
      </button>
      <Later isNeeded={isAsking}>
        {({ Dialog }) => (
          <Dialog isOpen={isAsking} onClose={close} title={people.changeNameTitle}>
            <p class="panel-advice">{people.changeNameAdvice}</p>
            <NameForm initial={refused?.name ?? name} action={common.save} refused={refused?.fault} onName={rename} />
          </Dialog>
        )}
      </Later>
    </>
  );
}
