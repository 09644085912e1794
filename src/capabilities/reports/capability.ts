import type { Capability } from "../../worker/object/capability.ts";
import { MIGRATIONS } from "./migrations.ts";
import { plugInReports } from "./reports.ts";
import { SqlReportStore } from "./sql-report-store.ts";

/** Reports of messages to the room's moderators (P9.10). */
export const reports: Capability = {
  name: "reports",
  migrations: MIGRATIONS,
  open: (sql) => plugInReports(new SqlReportStore(sql)),
};
