import type { Capability } from "../../worker/object/capability.ts";
import { MIGRATIONS } from "./migrations.ts";
import { plugInReading } from "./reading.ts";
import { SqlReadPositionStore } from "./sql-read-position-store.ts";

/** Remembers how far signed-in people have read, for their other devices (P3.42). */
export const reading: Capability = {
  name: "reading",
  migrations: MIGRATIONS,
  open: (sql) => plugInReading(new SqlReadPositionStore(sql)),
};
