import { useState } from "preact/hooks";
import { connect } from "../client/connect.ts";
import { socketAddress } from "./address.ts";
import { type Chat, createChat } from "./chat.ts";
import { Entrance } from "./entrance.tsx";
import { recallName, rememberName } from "./remembered-name.ts";
import { Room } from "./room.tsx";

/** The page of one room: a name first, then the room. */
export function App({ room }: { room: string }) {
  const [chat, setChat] = useState<Chat | undefined>(() => {
    const name = recallName();
    return name === undefined ? undefined : openChat(room, name);
  });
  if (chat !== undefined) return <Room chat={chat} />;

  const enter = (name: string) => {
    rememberName(name);
    setChat(openChat(room, name));
  };
  return <Entrance room={room} onEnter={enter} />;
}

/** Opens the room for as long as the page lives. */
function openChat(room: string, name: string): Chat {
  const chat = createChat({
    room,
    name,
    open: (onEvent) => connect({ url: socketAddress(room, location.href), onEvent }),
  });
  // A browser knows sooner than any timer that the network is back, or that a sleeping page is looked at again.
  addEventListener("online", chat.wake);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") chat.wake();
  });
  return chat;
}
