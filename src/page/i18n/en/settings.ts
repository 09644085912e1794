import type { Format } from "../format.ts";

/** What one can choose. */
export const settings = (_: Format) => ({});
