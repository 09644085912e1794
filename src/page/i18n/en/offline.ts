import type { Format } from "../format.ts";

/** Without a network, and the page as an app. */
export const offline = (_: Format) => ({});
