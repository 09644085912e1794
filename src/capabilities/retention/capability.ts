import type { Capability } from "../../worker/object/capability.ts";
import { plugInRetention } from "./retention.ts";

/** Keeps events for `KEEP_DAYS` (P11.5). */
export const retention: Capability = {
  name: "retention",
  migrations: [],
  open: (_sql, { keepDays }) => plugInRetention(keepDays),
};
