import type { Capability } from "../../worker/object/capability.ts";
import { SqlBotStore } from "../bots/sql-bot-store.ts";
import { plugInIncomingHooks } from "./incoming-hooks.ts";
import { site } from "./site.ts";

/** Incoming webhooks (P15.20). Their table is made with the first one, so it has no migrations. */
export const incomingHooks: Capability = {
  name: "incoming-hooks",
  migrations: [],
  site,
  open: (sql) => plugInIncomingHooks(new SqlBotStore(sql, "incoming_hooks")),
};
