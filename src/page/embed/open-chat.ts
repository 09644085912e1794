import type { RoomClient, RoomStorage, TokenSource } from "../../client/index.ts";
import { openRoom } from "../../client/open-room.ts";
import { dropInvitation, linkSecrets } from "../join/page-url.ts";
import { type Chat, createChat } from "../model/chat.ts";
import { draftsOf } from "../model/drafts.ts";
import { loadFiles } from "../ui/lazy.tsx";

/** Messages that a frame holds in memory, and those that the browser keeps: fewer than the full page, on a page of others. */
const MAX_MESSAGES = 2_000;
const CACHE_MESSAGES = 50;

export interface ChatOptions {
  readonly room: string;
  /** Absent for a reader, and for a user whose name is the token's. */
  readonly name: string | undefined;
  /** Whether a user without a name only reads (P3.35). */
  readonly isReader: boolean;
  readonly token: TokenSource | undefined;
  /** Storage of the user's identity and unsent messages. */
  readonly storage: RoomStorage;
  /** Storage of this frame alone. */
  readonly tab: RoomStorage;
  /** Resolves when messages can be rendered with their markup. */
  readonly readable: Promise<void>;
  /** Called with each client: a new one after the user has left and come back. */
  readonly onOpen: (room: RoomClient) => RoomClient;
}

/** Connects a frame to its room. */
export function openChat({ isReader, name, onOpen, readable, room, storage, tab, token }: ChatOptions): Chat {
  const url = new URL(`/ws/${room}`, location.href);
  return createChat(
    name ?? "",
    (username) => {
      const { claim, invite } = linkSecrets.value;
      const readOnly = isReader && username === "";
      const opened = openRoom(url, {
        storage,
        readOnly,
        // A link needs a person, who is asked for a name before anything else.
        start: !readOnly || (claim ?? invite) === undefined,
        maxMessages: MAX_MESSAGES,
        cacheMessages: CACHE_MESSAGES,
        solveTurnstile: async (_siteKey, signal) => (await import("../lazy/parts.ts")).solveTurnstile(signal),
        ...(username === "" ? {} : { username }),
        ...(token === undefined ? {} : { token }),
        ...(invite === undefined ? {} : { invite }),
      });
      opened.on("status", ({ state }) => {
        if (!opened.state.isReader && (state === "online" || state === "failed")) dropInvitation();
      });
      return onOpen(opened);
    },
    { readable, loadFiles, drafts: draftsOf(storage, tab, room) },
  );
}
