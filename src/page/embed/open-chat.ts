import type { RoomClient, RoomStorage, TokenSource } from "../../client/index.ts";
import { openRoom } from "../../client/open-room.ts";
import { linkSecrets } from "../join/page-url.ts";
import { type Chat, createChat } from "../model/chat.ts";
import { draftsOf } from "../model/drafts.ts";
import { options } from "./frame-options.ts";

/** Messages that a frame holds in memory, and those that the browser keeps: fewer than the full page, on a page of others. */
const MAX_MESSAGES = 2_000;
const CACHE_MESSAGES = 50;

export interface ChatOptions {
  readonly room: string;
  /** Absent to join under the last name, the token's, or one that the server generates. */
  readonly name: string | undefined;
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
export function openChat({ name, onOpen, readable, room, storage, tab, token }: ChatOptions): Chat {
  const url = new URL(`/ws/${room}`, location.href);
  return createChat(
    name ?? "",
    (username) => {
      const { invite } = linkSecrets.value;
      return onOpen(
        openRoom(url, {
          storage,
          // A frame that only shows the room needs no person (P3.35).
          readOnly: options.value.readOnly && username === "" && token === undefined,
          maxMessages: MAX_MESSAGES,
          cacheMessages: CACHE_MESSAGES,
          solveTurnstile: async (_siteKey, signal) => (await import("../lazy/parts.ts")).solveTurnstile(signal),
          ...(username === "" ? {} : { username }),
          ...(token === undefined ? {} : { token }),
          ...(invite === undefined ? {} : { invite }),
        }),
      );
    },
    { readable, drafts: draftsOf(storage, tab, room) },
  );
}
