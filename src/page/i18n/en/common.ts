import type { Format } from "../format.ts";

/** What several parts of the page say. */
export const common = (_: Format) => ({
  cancel: "Cancel",
  close: "Close",
  copied: "Copied",
  save: "Save",
  you: "you",
  lobbyLink: "Go to the lobby",
  rooms: "Rooms",
  settings: "Settings",
});
