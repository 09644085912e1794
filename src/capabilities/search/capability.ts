import type { Capability } from "../../worker/object/capability.ts";
import { routes } from "./routes.ts";
import { plugInSearch } from "./search.ts";
import { SqlSearchIndex } from "./sql-search-index.ts";

/** Finds messages by their words (P14). Its tables are made with the first search, so it has no migrations. */
export const search: Capability = {
  name: "search",
  migrations: [],
  open: (sql, config) => plugInSearch(new SqlSearchIndex(sql), config.search),
  routes,
};
