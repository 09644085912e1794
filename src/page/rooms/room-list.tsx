import { useRef, useState } from "preact/hooks";
import { DEFAULT_ROOM } from "../../protocol/normalize-name.ts";
import { useAllWords } from "../i18n/use-all-words.ts";
import { useStore } from "../model/use-store.ts";
import { Icon } from "../ui/icon.tsx";
import { forgetRoom, recentRooms } from "./recent-rooms.ts";
import { pathOfRoom } from "./room-name.ts";

/** The rooms that were visited in this browser, to go to and to forget. The lobby is always among them. */
export function RoomList({ current }: { current: string }) {
  const { rooms } = useAllWords();
  const recent = useStore(recentRooms, ({ value }) => value);
  const list = useRef<HTMLUListElement>(null);
  const [forgotten, setForgotten] = useState<string>();
  const shown = recent.includes(DEFAULT_ROOM) ? recent : [...recent, DEFAULT_ROOM];

  const forget = (room: string) => {
    forgetRoom(room);
    setForgotten(room);
    // The button and its focus are gone with the room.
    list.current?.querySelector("a")?.focus();
  };
  return (
    <nav class="panel-part" aria-label={rooms.recent}>
      <h3 class="panel-title">{rooms.recent}</h3>
      <ul ref={list} class="room-list">
        {shown.map((room) => (
          <li key={room}>
            <a
              href={room === DEFAULT_ROOM ? "/" : pathOfRoom(room)}
              aria-current={room === current ? "page" : undefined}
            >
              <bdi>#{room}</bdi>
            </a>
            {room !== current && room !== DEFAULT_ROOM && (
              <button
                type="button"
                class="button button-quiet icon-button"
                aria-label={rooms.forget(`#${room}`)}
                title={rooms.forget(`#${room}`)}
                onClick={() => forget(room)}
              >
                <Icon shape="close" />
              </button>
            )}
          </li>
        ))}
      </ul>
      <p class="hidden" role="status">
        {forgotten && rooms.forgotten(`#${forgotten}`)}
      </p>
    </nav>
  );
}
