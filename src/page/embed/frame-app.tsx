import { useEffect, useState } from "preact/hooks";
import type { RoomClient, RoomStorage, TokenSource } from "../../client/index.ts";
import type { Chat } from "../model/chat.ts";
import { useStore } from "../model/store.ts";
import { ownName } from "../model/view.ts";
import { useView } from "../model/view-store.ts";
import { Lazy } from "../ui/lazy.tsx";
import { CloseButton } from "./close-button.tsx";
import { FrameLayout } from "./frame-layout.tsx";
import { options } from "./frame-options.ts";
import { openChat } from "./open-chat.ts";

/** The services of a frame. */
export interface FramePorts {
  readonly room: string;
  readonly storage: RoomStorage;
  readonly tab: RoomStorage;
  /** Asks the host for the token that signs the user in; absent if the host signs nobody in. */
  readonly token: TokenSource | undefined;
  /** Whether the host has a token for this user; absent as `token` is. */
  readonly hasToken: (() => Promise<boolean>) | undefined;
  readonly readable: Promise<void>;
  readonly recallName: () => string | undefined;
  readonly rememberName: (name: string) => void;
  readonly onOpen: (room: RoomClient) => RoomClient;
  /** Asks the host to close the panel that the frame is in. */
  readonly onClose: (() => void) | undefined;
}

/** A room in a frame: asks for a name first, unless the host gave one, signs the user in, or only shows the room. */
export function FrameApp(ports: FramePorts) {
  const { readOnly } = options.value;
  const [chat, setChat] = useState<Chat | undefined>(() => {
    const name = options.value.name ?? ports.recallName();
    return name !== undefined || readOnly ? openChat({ ...ports, name }) : undefined;
  });
  // A user whom the host signs in is not asked for a name; a guest of the same page is.
  const [isAsking, setIsAsking] = useState(chat === undefined && ports.hasToken !== undefined);
  useEffect(() => {
    if (!isAsking) return;
    void ports.hasToken?.().then((isSignedIn) => {
      if (isSignedIn) setChat(openChat({ ...ports, name: undefined }));
      setIsAsking(false);
    });
  }, []);
  const givenName = useStore(options, ({ value }) => value.name);
  useEffect(() => {
    if (givenName === undefined) return;
    if (chat === undefined) setChat(openChat({ ...ports, name: givenName }));
    else if (ownName(chat.view) !== givenName) void chat.rename(givenName);
  }, [givenName]);
  if (isAsking) return null;
  if (chat !== undefined) return <Inside chat={chat} ports={ports} />;

  const enter = (name: string) => {
    ports.rememberName(name);
    setChat(openChat({ ...ports, name }));
  };
  return (
    <>
      <CloseButton onClose={ports.onClose} place="corner" />
      <Lazy>{({ JoinScreen }) => <JoinScreen room={ports.room} refused={undefined} onEnter={enter} />}</Lazy>
    </>
  );
}

/** The room, or the join screen again if the room rejects the name. */
function Inside({ chat, ports }: { chat: Chat; ports: FramePorts }) {
  const status = useView(chat, (view) => view.status);
  if (status.state !== "refused") return <FrameLayout chat={chat} onClose={ports.onClose} />;
  const enter = (name: string) => {
    ports.rememberName(name);
    chat.enter(name);
  };
  return (
    <>
      <CloseButton onClose={ports.onClose} place="corner" />
      <Lazy>{({ JoinScreen }) => <JoinScreen room={chat.view.room} refused={status} onEnter={enter} />}</Lazy>
    </>
  );
}
