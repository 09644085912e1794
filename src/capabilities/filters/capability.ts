import type { Capability } from "../../worker/object/capability.ts";
import { plugInFilters } from "./filters.ts";

/** Filters of what is said: links, repeats and shouting (P9.22–P9.24). */
export const filters: Capability = {
  name: "filters",
  migrations: [],
  open: () => plugInFilters,
};
