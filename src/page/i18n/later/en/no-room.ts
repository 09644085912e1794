import type { Format } from "../../format.ts";

/** What stands at an address that names no room. */
export const noRoom = ({ number }: Format) => ({
  noRoomTitle: "No such room",
  noRoom: "There is no such room",
  noRoomAdvice: (most: number) =>
    `A room’s name is made of letters from a to z, digits, hyphens and underscores, and has at most ${number(most)} of them.`,
});
