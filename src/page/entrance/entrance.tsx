import { useWords } from "../i18n/use-words.ts";
import { Mark } from "../log/mark.tsx";
import type { NameFault } from "./check-name.ts";
import { NameForm } from "./name-form.tsx";

interface Props {
  readonly room: string;
  /** A name that the room did not take, and why. */
  readonly refused?: { readonly name: string; readonly fault: NameFault | undefined };
  readonly onEnter: (name: string) => void;
}

/** The way into a room for one who has no name yet, or needs another. */
export function Entrance({ onEnter, refused, room }: Props) {
  const { entrance } = useWords();
  return (
    <main class="card">
      <Mark />
      <h1 class="room-name">{entrance.enterRoom(`#${room}`)}</h1>
      <p>{entrance.advice}</p>
      <NameForm initial={refused?.name ?? ""} action={entrance.enter} refused={refused?.fault} onName={onEnter} />
    </main>
  );
}
