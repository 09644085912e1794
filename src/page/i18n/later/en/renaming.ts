import type { Format } from "../../format.ts";

/** Where one changes one’s name. */
export const renaming = (_: Format) => ({
  changeNameTitle: "Change your name",
  changeNameAdvice: "It goes with what you say from now on, and the room is told.",
});
