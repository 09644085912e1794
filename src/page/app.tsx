import { useState } from "preact/hooks";
import { connect } from "../client/index.ts";
import { Entrance } from "./entrance/entrance.tsx";
import { recallName, rememberName } from "./entrance/remembered-name.ts";
import { type Chat, createChat } from "./model/chat.ts";
import { draftsOf } from "./model/drafts.ts";
import { pageStorage } from "./model/page-storage.ts";
import { lookForUpdate } from "./offline/keep-offline.ts";
import { Room } from "./room.tsx";
import { rememberRoom } from "./rooms/recent-rooms.ts";

/** Messages that a page holds: as many as scroll without a stumble (docs/decisions.md). The room has them all. */
const KEEP = 10_000;

/** Messages of a room that a browser keeps for when there is no connection: as many as one scrolls through in a minute. */
const REMEMBER = 100;

interface Props {
  readonly room: string;
  /** Resolves when messages can be shown as they are meant. */
  readonly readable: Promise<void>;
}

/** The page of one room: a name first, then the room. */
export function App({ readable, room }: Props) {
  const [chat, setChat] = useState<Chat | undefined>(() => {
    const name = recallName();
    return name === undefined ? undefined : openChat(room, name, readable);
  });
  if (chat !== undefined) return <Room chat={chat} />;

  const enter = (name: string) => {
    rememberName(name);
    setChat(openChat(room, name, readable));
  };
  return <Entrance room={room} onEnter={enter} />;
}

/** Opens the room for as long as the page lives. */
function openChat(room: string, name: string, readable: Promise<void>): Chat {
  const address = new URL(`/ws/${room}`, location.href);
  const storage = pageStorage();
  rememberRoom(room);
  return createChat(
    name,
    (username) => {
      const opened = connect(address, { username, storage, keep: KEEP, remember: REMEMBER });
      opened.on("status", ({ state }) => {
        if (state === "entered") lookForUpdate();
      });
      return opened;
    },
    { readable, drafts: draftsOf(storage, room) },
  );
}
