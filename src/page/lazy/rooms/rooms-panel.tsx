import { useId, useRef, useState } from "preact/hooks";
import { DEFAULT_ROOM } from "../../../protocol/normalize-name.ts";
import { useAllWords } from "../../i18n/use-all-words.ts";
import type { Chat } from "../../model/chat.ts";
import { useStore } from "../../model/store.ts";
import { titleOf } from "../../model/view.ts";
import { useView } from "../../model/view-store.ts";
import { Icon } from "../../ui/icon.tsx";
import { ActionIcon } from "../ui/action-icon.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { NewRoom } from "./new-room.tsx";
import { PublicRooms } from "./public-rooms.tsx";
import { forgetRoom, recentRooms } from "./recent-rooms.ts";
import { pathOfRoom } from "./room-name.ts";

/** The room's topic and link, recent and public rooms, and a form for a new room. */
export function RoomsPanel({ chat }: { chat: Chat }) {
  const { room } = chat.view;
  // Only a server that has a public list says whether the room is in it (P18.15).
  const hasPublicList = useView(chat, ({ settings }) => settings.listed !== undefined);
  return (
    <>
      <AboutRoom chat={chat} />
      <ShareRoom chat={chat} />
      <RoomList current={room} />
      {hasPublicList && <PublicRooms current={room} />}
      <NewRoom isListed={hasPublicList} />
    </>
  );
}

/** The title and the topic, if the room has any (P18.10). */
function AboutRoom({ chat }: { chat: Chat }) {
  const { title, topic } = useView(chat, (view) => view.settings);
  if (!title && !topic) return null;
  return (
    <section class="panel-part">
      {title && (
        <h3 class="panel-title" dir="auto">
          {title}
        </h3>
      )}
      {title && (
        <p class="panel-advice">
          <bdi>#{chat.view.room}</bdi>
        </p>
      )}
      {topic && (
        <p class="whole-topic" dir="auto">
          {topic}
        </p>
      )}
    </section>
  );
}

/** The room's link, to copy or to share with another app. */
export function ShareRoom({ chat }: { chat: Chat }) {
  const { room } = chat.view;
  const title = useView(chat, titleOf);
  const { actions, rooms } = useAllWords();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [isRefused, setIsRefused] = useState(false);
  const link = new URL(pathOfRoom(room), location.href).href;
  const invitation = { title, text: rooms.invitation(title), url: link };
  // Browsers without `share` have no `canShare`.
  const canShare = navigator.canShare?.(invitation) ?? false;

  const selectLink = () => {
    setIsRefused(true);
    field.current?.select();
  };
  return (
    <section class="panel-part">
      <label class="panel-title" for={id}>
        {rooms.link}
      </label>
      <input
        id={id}
        ref={field}
        class="link"
        dir="ltr"
        type="text"
        readOnly
        value={link}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <p class="panel-actions">
        <CopyButton text={link} label={actions.copyLink} onRefused={selectLink} />
        {canShare && (
          <button
            type="button"
            class="button button-quiet"
            onClick={() => void navigator.share(invitation).catch(givenUp)}
          >
            <ActionIcon shape="share" />
            {rooms.share}
          </button>
        )}
      </p>
      <p class="complaint" role="alert">
        {isRefused && rooms.copyRefused}
      </p>
    </section>
  );
}

/** Closing the system's dialog is no error. */
function givenUp(): void {}

/** The recent rooms of this browser, to open or to forget. The lobby is always listed. */
export function RoomList({ current }: { current: string }) {
  const { rooms } = useAllWords();
  const recent = useStore(recentRooms, ({ value }) => value);
  const list = useRef<HTMLUListElement>(null);
  const [forgotten, setForgotten] = useState<string>();
  const shown = recent.includes(DEFAULT_ROOM) ? recent : [...recent, DEFAULT_ROOM];

  const forget = (room: string) => {
    forgetRoom(room);
    setForgotten(room);
    // The button has disappeared with its room and took the focus.
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
