import { useEffect, useRef, useState } from "preact/hooks";
import type { PublicRoomPage } from "../../../protocol/operator.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import { pathOfRoom } from "./room-name.ts";

type PublicRoom = PublicRoomPage["rooms"][number];

/** Rooms that are loaded at once. */
const PAGE_SIZE = 20;

/** The rooms of this server that everyone can read, those with the most people first (P18.9). */
export function PublicRooms({ current }: { current: string }) {
  const { actions, log, moderation, rooms: words } = useAllWords();
  const { fails, load, loaded } = usePublicRooms();
  const list = useRef<HTMLUListElement>(null);
  const rooms = loaded?.rooms ?? [];
  const more = async () => {
    await load();
    // The button may have disappeared with the last page, and took the focus.
    list.current?.children[rooms.length]?.querySelector("a")?.focus();
  };
  return (
    <nav class="panel-part" aria-label={words.publicRooms}>
      <h3 class="panel-title">{words.publicRooms}</h3>
      {loaded === undefined && !fails && <p class="panel-advice">{log.loading}</p>}
      {loaded !== undefined && rooms.length === 0 && <p class="panel-advice">{words.noPublicRooms}</p>}
      {rooms.length > 0 && (
        <ul ref={list} class="room-list public-rooms">
          {rooms.map((room) => (
            <li key={room.room}>
              <PublicRoomLink room={room} isCurrent={room.room === current} />
            </li>
          ))}
        </ul>
      )}
      <p class="complaint" role="alert">
        {fails && words.publicNotLoaded}
      </p>
      {(fails || loaded?.next !== undefined) && (
        <p class="panel-actions">
          <button type="button" class="button button-quiet" onClick={() => void more()}>
            {fails ? actions.retry : moderation.more}
          </button>
        </p>
      )}
    </nav>
  );
}

function PublicRoomLink({ isCurrent, room: { people, room, title, topic } }: { isCurrent: boolean; room: PublicRoom }) {
  const { people: words } = useAllWords();
  return (
    <a href={pathOfRoom(room)} aria-current={isCurrent ? "page" : undefined}>
      <bdi>{title === room ? `#${room}` : title}</bdi> {/* A title can look like another room's name. */}
      {title !== room && <bdi class="panel-advice">#{room} </bdi>}
      <span class="panel-advice">{words.here(people)}</span>
      {topic && (
        <span class="panel-advice public-topic" dir="auto">
          {topic}
        </span>
      )}
    </a>
  );
}

/** Loads the list by pages, the first one at once. */
function usePublicRooms() {
  const [loaded, setLoaded] = useState<Pick<PublicRoomPage, "rooms" | "next">>();
  const [fails, setFails] = useState(false);
  const load = async () => {
    const query = new URLSearchParams({
      sort: "people",
      limit: String(PAGE_SIZE),
      offset: String(loaded?.next ?? 0),
    });
    try {
      const response = await fetch(`/api/directory?${query}`);
      if (!response.ok) throw new Error(`The server responded with ${response.status}.`);
      // The answer is this server's own.
      const { next, rooms }: PublicRoomPage = await response.json();
      setLoaded({ rooms: merged(loaded?.rooms ?? [], rooms), ...(next === undefined ? {} : { next }) });
      setFails(false);
    } catch {
      setFails(true);
    }
  };
  useEffect(() => void load(), []);
  return { fails, load, loaded };
}

/** A room that moved down since the page before comes twice. */
function merged(before: readonly PublicRoom[], page: readonly PublicRoom[]): PublicRoom[] {
  const known = new Set(before.map(({ room }) => room));
  return [...before, ...page.filter(({ room }) => !known.has(room))];
}
