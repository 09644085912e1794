import { useWords } from "../i18n/use-words.ts";
import { Mark } from "../log/mark.tsx";
import { NameForm } from "./name-form.tsx";

/** The way into a room for one who has no name yet. */
export function Entrance({ room, onEnter }: { room: string; onEnter: (name: string) => void }) {
  const { entrance } = useWords();
  return (
    <main class="card">
      <Mark />
      <h1 class="room-name">{entrance.enterRoom(`#${room}`)}</h1>
      <p>{entrance.advice}</p>
      <NameForm initial="" action={entrance.enter} onName={onEnter} />
    </main>
  );
}
