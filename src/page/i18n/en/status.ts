import type { Format } from "../format.ts";

/** How the connection stands. */
export const status = (_: Format) => ({
  connecting: "Entering…",
  entered: "Entered",
  reconnecting: "Reconnecting…",
  disconnected: "Disconnected",
  failed: "Failed",
  leave: "Leave",
});
