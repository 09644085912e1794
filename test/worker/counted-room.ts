import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { Room } from "../../src/room/room.ts";
import { CAPABILITIES } from "../../src/worker/capabilities.ts";
import { migrate } from "../../src/worker/storage/migrations.ts";
import { SqlModerationStore } from "../../src/worker/storage/moderation/sql-moderation-store.ts";
import { SqlEventLog } from "../../src/worker/storage/sql-event-log.ts";
import { SqlNameRegistry } from "../../src/worker/storage/sql-name-registry.ts";
import { countRows } from "./count-rows.ts";

/** A room on storage that counts its rows. */
export function countedRoom(uncounted: DurableObjectStorage) {
  migrate(uncounted, CAPABILITIES);
  const { rowsOf, storage } = countRows(uncounted);
  const { sql } = storage;
  const stores = {
    log: new SqlEventLog(sql),
    moderationStore: new SqlModerationStore(sql),
    nameRegistry: new SqlNameRegistry(sql),
  };
  return { room: new Room({ name: "rows", limits: DEFAULT_LIMITS, ...stores }), rowsOf, stores };
}
