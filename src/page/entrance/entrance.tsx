import { Mark } from "../log/mark.tsx";
import { NameForm } from "./name-form.tsx";

/** The way into a room for one who has no name yet. */
export function Entrance({ room, onEnter }: { room: string; onEnter: (name: string) => void }) {
  return (
    <main class="card">
      <Mark />
      <h1>
        Enter <span class="room-name">#{room}</span>
      </h1>
      <p>Everybody in the room sees the name that you choose. You can change it later.</p>
      <NameForm initial="" action="Enter" onName={onEnter} />
    </main>
  );
}
