import type { Capability } from "../../worker/object/capability.ts";
import { deleteNow } from "./delete-job.ts";
import { directoryOf } from "./directory-stub.ts";
import { MIGRATIONS } from "./migrations.ts";
import { createOperatorRoutes } from "./operator-routes.ts";
import { defaultsOf, plugInDirectory } from "./plug-in.ts";
import { sendReport } from "./report-job.ts";
import { REPORT_JOB } from "./reporter.ts";
import { DELETE_JOB } from "./room-deletion.ts";
import { SqlActivityStore } from "./sql-activity-store.ts";

/** Reports each room to the directory, for the operator (P18). */
export const directory: Capability = {
  name: "directory",
  migrations: MIGRATIONS,
  open: (sql, config) =>
    plugInDirectory(config.hasDirectory ? new SqlActivityStore(sql) : undefined, defaultsOf(config)),
  // The first person to come sees the public rooms too.
  unmade: (config) => () => defaultsOf(config),
  jobs: { [REPORT_JOB]: sendReport, [DELETE_JOB]: deleteNow },
  operatorRoutes: createOperatorRoutes,
  roomExpired: async ({ env, room }) => directoryOf(env)?.forget(room),
};
