import { IpHashes } from "../../room/limits/ip-hashes.ts";
import { Room } from "../../room/room.ts";
import { CAPABILITIES } from "../capabilities.ts";
import type { Config } from "../config/config.ts";
import { randomKey } from "../random-id.ts";
import { SqlEventLog } from "../storage/sql-event-log.ts";
import { SqlIpHashKeyStore } from "../storage/sql-ip-hash-keys.ts";
import { SqlModerationStore } from "../storage/sql-moderation-store.ts";
import { SqlNameRegistry } from "../storage/sql-name-registry.ts";
import { restoreSession } from "./attachment.ts";
import { FanOut } from "./fan-out.ts";

/** What a room is made of while its object is awake; rebuilt from storage and attachments, never trusted to last. */
export interface HydratedRoom {
  readonly room: Room;
  readonly history: SqlEventLog;
  readonly fanout: FanOut;
  readonly addresses: IpHashes;
}

/**
 * Builds the room from what lasts: storage, which was migrated, and the attachments of the sockets that are still there.
 *
 * @param lastPing when a socket last sent `ping`, in milliseconds since 1970, if it ever did
 */
export function hydrate(
  ctx: DurableObjectState,
  name: string,
  config: Config,
  lastPing: (socket: WebSocket) => number | undefined,
): HydratedRoom {
  const { limits, ownerToken, reservedNames } = config;
  const { sql } = ctx.storage;
  const fanout = new FanOut(lastPing);
  const sessions = ctx.getWebSockets().flatMap((socket) => {
    const restored = restoreSession(socket);
    if (restored === undefined) return [];
    fanout.add(restored.session, socket, undefined, restored.acked);
    return [restored.session];
  });
  const history = new SqlEventLog(sql);
  const moderationStore = new SqlModerationStore(sql);
  const stores = { history, moderationStore, nameRegistry: new SqlNameRegistry(sql) };
  const capabilities = CAPABILITIES.map(({ open }) => open(sql, config));
  const parts = {
    name,
    limits,
    ...stores,
    capabilities,
    reservedNames,
    ...(ownerToken === undefined ? {} : { ownerToken }),
  };
  return {
    room: new Room(parts, sessions),
    history,
    fanout,
    addresses: new IpHashes(new SqlIpHashKeyStore(sql), randomKey),
  };
}
