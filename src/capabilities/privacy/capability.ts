import type { Capability } from "../../worker/object/capability.ts";
import { MIGRATIONS } from "./migrations.ts";
import { plugInPrivacy } from "./privacy.ts";
import { routes } from "./routes.ts";
import { SqlErasureStore } from "./sql-erasure-store.ts";

/** Exports what is stored about a person, and erases it (P11.1 to P11.3). */
export const privacy: Capability = {
  name: "privacy",
  migrations: MIGRATIONS,
  open: (sql) => plugInPrivacy(new SqlErasureStore(sql)),
  routes,
};
