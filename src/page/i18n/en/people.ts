import type { Format } from "../format.ts";

/** Who is here, who came and who went. */
export const people = ({ number, plural }: Format) => ({
  here: (count: number) => `${number(count)} here`,
  whoIsHere: "Who is here",
  tooMany: "There are too many people here to list them.",
  others: (count: number) => plural(count, { one: "1 other", other: `${number(count)} others` }),
  entered: (names: string, _count: number) => `${names} entered`,
  left: (names: string, _count: number) => `${names} left`,
  changeName: (name: string) => `${name}, change your name`,
  changeNameTitle: "Change your name",
  changeNameAdvice: "It goes with what you say from now on, and the room is told.",
});
