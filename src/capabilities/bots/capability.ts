import type { Capability } from "../../worker/object/capability.ts";
import { plugInBots } from "./bots.ts";
import { routes } from "./routes.ts";
import { SqlBotStore } from "./sql-bot-store.ts";

/** Bots (P15.1). Their table is made with the first one, so it has no migrations. */
export const bots: Capability = {
  name: "bots",
  migrations: [],
  open: (sql) => plugInBots(new SqlBotStore(sql, "bots")),
  makesRoom: ["bots.create"],
  routes,
};
