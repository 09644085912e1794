import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type RoomClient, RoomError, type RoomStorage, type TokenSource } from "../../client/index.ts";
import { linkSecrets } from "../join/page-url.ts";
import type { Chat } from "../model/chat.ts";
import { useStore } from "../model/store.ts";
import { ownName } from "../model/view.ts";
import { useView } from "../model/view-store.ts";
import { Lazy } from "../ui/lazy.tsx";
import { CloseButton } from "./close-button.tsx";
import { FrameLayout } from "./frame-layout.tsx";
import { options } from "./frame-options.ts";
import { openChat } from "./open-chat.ts";
import type { SharedEntrance } from "./share-entrance.ts";

/** The services of a frame. */
export interface FramePorts {
  readonly room: string;
  readonly storage: RoomStorage;
  readonly tab: RoomStorage;
  /** Asks the host for the token that signs the user in; absent if the host signs no one in. */
  readonly token: TokenSource | undefined;
  /** Whether the host has a token for this user; absent as `token` is. */
  readonly hasToken: (() => Promise<boolean>) | undefined;
  readonly readable: Promise<void>;
  readonly recallName: () => string | undefined;
  readonly rememberName: (name: string) => void;
  /** The user's entrance by a name, also in other frames of the room. */
  readonly entrance: SharedEntrance;
  readonly onOpen: (room: RoomClient) => RoomClient;
  /** Asks the host to close the panel that the frame is in. */
  readonly onClose: (() => void) | undefined;
}

/** A room in a frame. As on the full page, a newcomer only reads at first; a name or a token enters at once. */
export function FrameApp(ports: FramePorts) {
  const open = (hasToken: boolean) => {
    const name = options.value.name ?? ports.recallName();
    return openChat({ ...ports, name, isReader: name === undefined && !hasToken });
  };
  const [chat, setChat] = useState<Chat | undefined>(() => {
    const name = options.value.name ?? ports.recallName();
    return name !== undefined || ports.hasToken === undefined ? open(false) : undefined;
  });
  useEffect(() => {
    if (chat === undefined) void ports.hasToken?.().then((hasToken) => setChat(open(hasToken)));
  }, []);
  const current = useRef(chat);
  current.current = chat;
  // At once: the other frame tells it only once.
  useLayoutEffect(() => ports.entrance.onEntered(() => void followEntrance(current.current)), []);
  const givenName = useStore(options, ({ value }) => value.name);
  useEffect(() => {
    if (chat !== undefined && givenName !== undefined && ownName(chat.view) !== givenName) {
      void takeName(chat, givenName);
    }
  }, [givenName]);
  return chat === undefined ? null : <Inside chat={chat} ports={ports} />;
}

/** Uses the name that the host gives after the frame has opened. */
async function takeName(chat: Chat, name: string): Promise<void> {
  if (!chat.room.state.isReader) {
    await chat.rename(name);
    return;
  }
  try {
    await chat.room.enter(name);
  } catch (error) {
    if (!(error instanceof RoomError)) throw error;
    chat.showError(error);
  }
}

/** Enters as the user whose name another frame was given. What waited for a name here goes on. */
async function followEntrance(chat: Chat | undefined): Promise<void> {
  if (chat === undefined || !chat.room.state.isReader || options.value.readOnly) return;
  try {
    await chat.room.enter();
  } catch (error) {
    if (!(error instanceof RoomError)) throw error;
    return;
  }
  const { asking } = chat.view;
  chat.endAsking();
  asking?.();
}

/** The room, or the join screen: for the user of a link, and after the room rejected the name of a returning user. */
function Inside({ chat, ports }: { chat: Chat; ports: FramePorts }) {
  const status = useView(chat, (view) => view.status);
  const isReader = useView(chat, (view) => view.isReader);
  const hasLink = useStore(linkSecrets, ({ value: { claim, invite } }) => (claim ?? invite) !== undefined);
  const refused = status.state === "refused" ? status : undefined;
  if (refused === undefined && !(isReader && hasLink)) {
    return <FrameLayout chat={chat} onName={ports.rememberName} onClose={ports.onClose} />;
  }
  const enter = (name: string) => {
    ports.rememberName(name);
    if (isReader) chat.leave();
    chat.enter(name);
  };
  return (
    <>
      <CloseButton onClose={ports.onClose} place="corner" />
      <Lazy>{({ JoinScreen }) => <JoinScreen room={ports.room} refused={refused} onEnter={enter} />}</Lazy>
    </>
  );
}
