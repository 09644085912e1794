import { AddressHashes } from "../room/address-hashes.ts";
import { Door } from "../room/door.ts";
import { Room } from "../room/room.ts";
import { recall } from "./attachment.ts";
import type { Config } from "./config.ts";
import { Fanout } from "./fanout.ts";
import { randomKey } from "./random.ts";
import { SqlAddressKeys } from "./sql-address-keys.ts";
import { SqlHistory } from "./sql-history.ts";
import { SqlNameBook } from "./sql-name-book.ts";
import { SqlStandings } from "./sql-standing.ts";

/** What a room is made of while its object is awake; rebuilt from storage and attachments, never trusted to last. */
export interface Awake {
  readonly room: Room;
  readonly history: SqlHistory;
  readonly fanout: Fanout;
  readonly door: Door;
  readonly addresses: AddressHashes;
}

/**
 * Builds the room from what lasts: storage, which was migrated, and the attachments of the sockets that are still there.
 *
 * @param lastPing when a socket last sent `ping`, in milliseconds since 1970, if it ever did
 */
export function wake(
  ctx: DurableObjectState,
  name: string,
  { limits, ownerToken, reservedNames }: Pick<Config, "limits" | "ownerToken" | "reservedNames">,
  lastPing: (socket: WebSocket) => number | undefined,
): Awake {
  const { sql } = ctx.storage;
  const fanout = new Fanout(lastPing);
  const sessions = ctx.getWebSockets().flatMap((socket) => {
    const session = recall(socket);
    if (session === undefined) return [];
    fanout.add(session, socket, undefined);
    return [session];
  });
  const history = new SqlHistory(sql);
  const standings = new SqlStandings(sql);
  const stores = { history, standings, nameBook: new SqlNameBook(sql) };
  const parts = { name, limits, ...stores, reservedNames, ...(ownerToken === undefined ? {} : { ownerToken }) };
  return {
    room: new Room(parts, sessions),
    history,
    fanout,
    door: new Door(limits, sessions),
    addresses: new AddressHashes(new SqlAddressKeys(sql), randomKey),
  };
}
