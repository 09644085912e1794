import type { Capability } from "../../worker/object/capability.ts";
import { plugInFilters } from "./filters.ts";

/** Filters of what is said: links, repeats and shouting (P9.25–P9.27). */
export const filters: Capability = {
  name: "filters",
  migrations: [],
  open: () => plugInFilters,
};
