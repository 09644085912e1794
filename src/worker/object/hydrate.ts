import { CLOSE } from "../../protocol/close-codes.ts";
import { comeBack } from "../../protocol/come-back.ts";
import type { RoomJobs } from "../../room/capability/capability.ts";
import { IpHashes } from "../../room/limits/ip-hashes.ts";
import type { EventLog } from "../../room/log/event-log.ts";
import type { ModerationStore } from "../../room/moderation/moderation-store.ts";
import { Room } from "../../room/room.ts";
import { randomKey } from "../base/random-id.ts";
import type { Config } from "../config/config.ts";
import { exists, migrate } from "../storage/migrations.ts";
import { SqlModerationStore } from "../storage/moderation/sql-moderation-store.ts";
import { SqlEventLog } from "../storage/sql-event-log.ts";
import { SqlIpHashKeyStore } from "../storage/sql-ip-hash-keys.ts";
import { SqlNameRegistry } from "../storage/sql-name-registry.ts";
import { UnmadeIpHashKeys } from "../storage/unmade-ip-hash-keys.ts";
import { UNMADE_LOG, UNMADE_MODERATION, UNMADE_NAMES } from "../storage/unmade-stores.ts";
import { isForeign, restoreSession } from "./attachment.ts";
import type { Capability } from "./capability.ts";
import { FanOut, type FanOutPorts } from "./fan-out.ts";

/** What a room is made of while its object is awake; rebuilt from storage and attachments, never trusted to last. */
export interface HydratedRoom {
  readonly room: Room;
  readonly log: EventLog;
  readonly fanout: FanOut;
  readonly moderationStore: ModerationStore;
  readonly addresses: IpHashes;
  /** The keys of address hashes while the room has no tables (P1.5); `undefined` once it has them. */
  readonly unmade: UnmadeIpHashKeys | undefined;
}

/**
 * Builds the room from what lasts: storage, and the attachments of the sockets that are still there. A room without
 * tables reads as an empty one, and storage stays untouched (P1.5).
 *
 * @param sockets those that are here
 */
export function hydrate(
  ctx: DurableObjectState,
  name: string,
  config: Config,
  capabilities: readonly Capability[],
  ports: FanOutPorts,
  jobs: RoomJobs,
  sockets: readonly WebSocket[] = ctx.getWebSockets(),
): HydratedRoom {
  const { casts, limits, ownerToken, reservedNames } = config;
  const { sql } = ctx.storage;
  const fanout = new FanOut(ports);
  const sessions = sockets.flatMap((socket) => {
    const restored = restoreSession(socket);
    if (restored === undefined) {
      if (isForeign(socket)) socket.close(CLOSE.restart, comeBack(sockets.length));
      return [];
    }
    fanout.add(restored.session, socket, undefined, restored.acked);
    return [restored.session];
  });
  const isMade = exists(ctx.storage);
  const unmade = isMade ? undefined : new UnmadeIpHashKeys(sockets.flatMap((socket) => ctx.getTags(socket)));
  const stores = isMade
    ? {
        log: new SqlEventLog(sql),
        moderationStore: new SqlModerationStore(sql),
        nameRegistry: new SqlNameRegistry(sql),
        // Capabilities read their own tables.
        capabilities: capabilities.map(({ open }) => open(sql, config)),
      }
    : {
        log: UNMADE_LOG,
        moderationStore: UNMADE_MODERATION,
        nameRegistry: UNMADE_NAMES,
        capabilities: capabilities.flatMap(({ unmade }) => unmade?.(config) ?? []),
      };
  const parts = {
    name,
    limits,
    ...stores,
    jobs,
    reservedNames,
    casts,
    ...(ownerToken === undefined ? {} : { ownerToken }),
  };
  return {
    room: new Room(parts, sessions),
    log: stores.log,
    moderationStore: stores.moderationStore,
    fanout,
    addresses: new IpHashes(unmade ?? new SqlIpHashKeyStore(sql), randomKey),
    unmade,
  };
}

/** Makes the tables of a room, and keeps the keys that hashed the addresses of those who are here already. */
export function makeTables(
  storage: DurableObjectStorage,
  { unmade }: HydratedRoom,
  capabilities: readonly Capability[],
): void {
  storage.transactionSync(() => {
    migrate(storage, capabilities);
    const keys = unmade?.read() ?? [];
    if (keys.length > 0) new SqlIpHashKeyStore(storage.sql).replace(keys);
  });
}
