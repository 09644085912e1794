import type { Capability } from "../../worker/object/capability.ts";
import { plugInStorageLimit } from "./storage-limit.ts";

/** Warns owners before a room is full, and keeps room for deleting and pruning in one that is (P4.7). */
export const storageLimit: Capability = {
  name: "storage-limit",
  migrations: [],
  open: (sql, { rooms }) => plugInStorageLimit(() => sql.databaseSize, rooms.maxBytes),
};
