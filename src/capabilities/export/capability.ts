import type { Capability } from "../../worker/object/capability.ts";
import { plugInExport } from "./export.ts";
import { routes } from "./routes.ts";

/** Gives owners the messages of a room as a file (P17.6 to P17.11). */
export const exporting: Capability = {
  name: "export",
  migrations: [],
  open: () => plugInExport,
  routes,
};
