import { useState } from "preact/hooks";
import { openRoom } from "../client/open-room.ts";
import { CLOSE } from "../protocol/close-codes.ts";
import { dropInvitation, linkSecrets } from "./join/page-url.ts";
import { recallName, rememberName } from "./join/username.ts";
import { type Chat, createChat } from "./model/chat.ts";
import { draftsOf } from "./model/drafts.ts";
import { pageStorage, tabStorage } from "./model/persisted-store.ts";
import { useStore } from "./model/store.ts";
import { useView } from "./model/view-store.ts";
import { RoomLayout } from "./room-layout.tsx";
import { Lazy, loadFiles, withParts } from "./ui/lazy.tsx";

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

/** The page of one room. A newcomer only reads at first (P3.35); a returning user enters at once. */
export function App({ readable, room, token }: Props) {
  const [chat] = useState(() => openChat(room, recallName(), token, readable));
  const status = useView(chat, (view) => view.status);
  const isReader = useView(chat, (view) => view.isReader);
  const hasLink = useStore(linkSecrets, ({ value: { claim, invite } }) => (claim ?? invite) !== undefined);
  const refused = status.state === "refused" ? status : undefined;
  if (refused === undefined && !(isReader && hasLink)) return <RoomLayout chat={chat} />;

  const enter = (name: string) => {
    rememberName(name);
    if (isReader) chat.leave();
    chat.enter(name);
  };
  return <Lazy>{({ JoinScreen }) => <JoinScreen room={room} refused={refused} onEnter={enter} />}</Lazy>;
}

/** Connects to the room for as long as the page lives. */
function openChat(room: string, name: string | undefined, token: string | undefined, readable: Promise<void>): Chat {
  const address = new URL(`/ws/${room}`, location.href);
  const storage = pageStorage();
  let brought = token;
  return createChat(
    name ?? "",
    (username) => {
      const { claim, invite } = linkSecrets.value;
      // A signed-in user is not asked for a name: the site or the room provides it.
      const readOnly = username === "" && brought === undefined;
      if (!readOnly) void readable.then(() => withParts(({ rememberRoom }) => rememberRoom(room)));
      const opened = openRoom(address, {
        storage,
        maxMessages: MAX_MESSAGES,
        cacheMessages: CACHE_MESSAGES,
        solveTurnstile: async (_siteKey, signal) => (await import("./lazy/parts.ts")).solveTurnstile(signal),
        readOnly,
        // A link needs a person, who is asked for a name before anything else.
        start: !readOnly || (claim ?? invite) === undefined,
        ...(username === "" ? {} : { username }),
        ...(brought === undefined ? {} : { token: brought }),
        ...(invite === undefined ? {} : { invite }),
      });
      opened.on("status", (status) => {
        if (status.state === "online") void readable.then(() => withParts(({ lookForUpdate }) => lookForUpdate()));
        // The token has expired and the page has no other: the next join is as a guest.
        if (status.state === "failed" && status.code === CLOSE.badToken) brought = undefined;
        // The room has accepted or rejected the invitation, which a reader did not bring.
        if (!opened.state.isReader && (status.state === "online" || status.state === "failed")) dropInvitation();
      });
      return opened;
    },
    { readable, loadFiles, drafts: draftsOf(storage, tabStorage(), room) },
  );
}
