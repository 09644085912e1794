import { useState } from "preact/hooks";
import { useWords } from "../i18n/use-words.ts";
import { Later } from "../later/later.tsx";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { isOpen, ownName } from "../model/view.ts";
import { Avatar } from "./avatar.tsx";

/** Shows your name, and lets you change it. */
export function Rename({ chat }: { chat: Chat }) {
  const { people } = useWords();
  const [isAsking, setIsAsking] = useState(false);
  const name = useView(chat, ownName);
  // Who is not in the room cannot tell it.
  const canRename = useView(chat, isOpen);
  const uid = useView(chat, ({ self }) => self?.uid);
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
        {({ RenameDialog }) => <RenameDialog chat={chat} name={name} isOpen={isAsking} onOpen={setIsAsking} />}
      </Later>
    </>
  );
}
