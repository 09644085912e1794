import type { Capability } from "../../worker/object/capability.ts";
import { IMPORT_BATCH, plugInImport } from "./import.ts";
import { routes } from "./routes.ts";

/** Takes messages that were written elsewhere (P17.12 to P17.18). */
export const importing: Capability = {
  name: "import",
  migrations: [],
  open: (sql, { limits, rooms }) =>
    plugInImport({ maxCharacters: limits.messageCharacters, isFull: () => sql.databaseSize >= rooms.maxBytes }),
  makesRoom: [IMPORT_BATCH],
  routes,
};
