import type { Capability } from "../../worker/object/capability.ts";
import { plugInDeletion } from "./deletion.ts";
import { MIGRATIONS } from "./migrations.ts";
import { routes } from "./routes.ts";
import { SqlDeletionStore } from "./sql-deletion-store.ts";

/** Deletes all messages of a person, or everything before a time (P17.1 to P17.5). */
export const deletion: Capability = {
  name: "deletion",
  migrations: MIGRATIONS,
  open: (sql) => plugInDeletion(new SqlDeletionStore(sql)),
  routes,
};
