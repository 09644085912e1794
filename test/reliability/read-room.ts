import { fetchHistory } from "../../src/client/fetch-history.ts";
import { toWire } from "../../src/client/message.ts";
import type { Message } from "../../src/protocol/events.ts";

/** A room as its pages show it. */
export interface RoomRead {
  readonly head: number;
  /** Every message in its current state, oldest first. */
  readonly messages: readonly Message[];
}

/**
 * Reads a room page by page.
 *
 * @param origin of the server, `http://host:port`
 */
export async function readRoom(origin: string, room: string): Promise<RoomRead> {
  const url = `${origin}/api/rooms/${room}/messages`;
  const { signal } = new AbortController();
  const pages: (readonly Message[])[] = [];
  for (let before: number | undefined; ; ) {
    const { head, messages, more } = await fetchHistory(fetch, url, before, signal);
    pages.unshift(messages.map(toWire));
    if (!more) return { head, messages: pages.flat() };
    before = messages[0]?.seq;
  }
}
