import type { Capability } from "../../worker/object/capability.ts";
import { plugInArchive } from "./archive.ts";
import { site } from "./routes.ts";

/** Shows the logs of open rooms as pages of HTML, for readers without JavaScript and for search engines (P7.4, P7.5). */
export const archive: Capability = {
  name: "archive",
  migrations: [],
  open: (_sql, config) => plugInArchive(config.archive !== undefined),
  site,
};
