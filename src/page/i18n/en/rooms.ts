import type { Format } from "../format.ts";

/** The rooms, and the way between them. */
export const rooms = (_: Format) => ({});
