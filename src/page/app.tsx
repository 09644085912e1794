import { useState } from "preact/hooks";
import { openRoom } from "../client/open-room.ts";
import { CLOSE } from "../protocol/close-codes.ts";
import { JoinScreen } from "./join/join-screen.tsx";
import { dropInvitation, linkSecrets } from "./join/page-url.ts";
import { recallName, rememberName } from "./join/username.ts";
import { type Chat, createChat } from "./model/chat.ts";
import { draftsOf } from "./model/drafts.ts";
import { nameFaultOf } from "./model/name-fault.ts";
import { pageStorage, tabStorage } from "./model/persisted-store.ts";
import { useView } from "./model/view-store.ts";
import { RoomLayout } from "./room-layout.tsx";
import { rememberRoom } from "./settings/recent-rooms.ts";
import { withParts } from "./ui/lazy.tsx";

/** Messages that a page holds in memory: as many as scroll smoothly (docs/decisions.md). The room has all of them. */
const MAX_MESSAGES = 10_000;

/** Messages of a room that the browser keeps for offline use: about a minute of scrolling. */
const CACHE_MESSAGES = 100;

interface Props {
  readonly room: string;
  /** From the site that signed the user in, if they followed its link. */
  readonly token: string | undefined;
  /** Resolves when messages can be rendered with their markup. */
  readonly readable: Promise<void>;
}

/** The page of one room: asks for a name first, then shows the room. */
export function App({ readable, room, token }: Props) {
  const [chat, setChat] = useState<Chat | undefined>(() => {
    const name = recallName();
    // A signed-in user is not asked for a name: the site or the room provides it.
    return name === undefined && token === undefined ? undefined : openChat(room, name, token, readable);
  });
  if (chat !== undefined) return <Inside chat={chat} />;

  const enter = (name: string) => {
    rememberName(name);
    setChat(openChat(room, name, token, readable));
  };
  return <JoinScreen room={room} onEnter={enter} />;
}

/** The room, or the join screen again if the room rejects the name. The draft is kept. */
function Inside({ chat }: { chat: Chat }) {
  const status = useView(chat, (view) => view.status);
  if (status.state !== "refused") return <RoomLayout chat={chat} />;

  const enter = (name: string) => {
    rememberName(name);
    chat.enter(name);
  };
  const refused = { name: status.username, fault: nameFaultOf(status.error) };
  return <JoinScreen room={chat.view.room} refused={refused} onEnter={enter} />;
}

/** Connects to the room for as long as the page lives. */
function openChat(room: string, name: string | undefined, token: string | undefined, readable: Promise<void>): Chat {
  const address = new URL(`/ws/${room}`, location.href);
  const storage = pageStorage();
  rememberRoom(room);
  let brought = token;
  return createChat(
    name ?? "",
    (username) => {
      const { invite } = linkSecrets.value;
      const opened = openRoom(address, {
        storage,
        maxMessages: MAX_MESSAGES,
        cacheMessages: CACHE_MESSAGES,
        solveTurnstile: async (_siteKey, signal) => (await import("./lazy/parts.ts")).solveTurnstile(signal),
        ...(username === "" ? {} : { username }),
        ...(brought === undefined ? {} : { token: brought }),
        ...(invite === undefined ? {} : { invite }),
      });
      opened.on("status", (status) => {
        if (status.state === "online") void readable.then(() => withParts(({ lookForUpdate }) => lookForUpdate()));
        // The token has expired and the page has no other: the next join is as a guest.
        if (status.state === "failed" && status.code === CLOSE.badToken) brought = undefined;
        // The room has accepted or rejected the invitation.
        if (status.state === "online" || status.state === "failed") dropInvitation();
      });
      return opened;
    },
    { readable, drafts: draftsOf(storage, tabStorage(), room) },
  );
}
