import { useRef, useState } from "preact/hooks";
import { NameForm } from "../entrance/name-form.tsx";
import { rememberName } from "../entrance/remembered-name.ts";
import { useWords } from "../i18n/use-words.ts";
import type { Chat } from "../model/chat.ts";
import { useView } from "../model/use-view.ts";
import { isOpen, ownName } from "../model/view.ts";
import { Avatar } from "./avatar.tsx";

/** Shows your name, and lets you change it. */
export function Rename({ chat }: { chat: Chat }) {
  const { common, people } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  // A form for each opening, so that what was typed and given up is gone.
  const [openings, setOpenings] = useState(0);
  const name = useView(chat, ownName);
  // Who is not in the room cannot tell it.
  const canRename = useView(chat, isOpen);
  const uid = useView(chat, ({ self }) => self?.uid);

  const open = () => {
    setOpenings(openings + 1);
    dialog.current?.showModal();
  };
  const rename = (next: string) => {
    rememberName(next);
    chat.rename(next);
    dialog.current?.close();
  };
  return (
    <>
      <button
        type="button"
        class="button button-quiet me"
        aria-label={people.changeName(name)}
        disabled={!canRename}
        onClick={open}
      >
        <Avatar name={name} uid={uid} />
        <span class="me-name" dir="auto">
          {name}
        </span>
      </button>
      <dialog ref={dialog} class="card" aria-labelledby="rename-title">
        <h2 id="rename-title">{people.changeNameTitle}</h2>
        <p>{people.changeNameAdvice}</p>
        {openings > 0 && <NameForm key={openings} initial={name} action={common.save} onName={rename} />}
        <button type="button" class="button button-quiet" onClick={() => dialog.current?.close()}>
          {common.cancel}
        </button>
      </dialog>
    </>
  );
}
