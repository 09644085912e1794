import type { Format } from "../format.ts";

/** Who is here, who came and who went. */
export const people = ({ foreign, number, plural }: Format) => ({
  here: (count: number) => `${number(count)} here`,
  whoIsHere: "Who is here",
  tooMany: "There are too many people here to list them.",
  more: (count: number) => plural(count, { one: "and 1 more", other: `and ${number(count)} more` }),
  people: (count: number) => plural(count, { one: "1 person", other: `${number(count)} people` }),
  typing: "is writing …",
  others: (count: number) => plural(count, { one: "1 other", other: `${number(count)} others` }),
  entered: (names: string, _count: number) => `${names} entered`,
  left: (names: string, _count: number) => `${names} left`,
  renamed: (previous: string, name: string) => `${foreign(previous)} is now ${foreign(name)}`,
  changeName: (name: string) => `${name}, change your name`,
  changeNameTitle: "Change your name",
  changeNameAdvice: "It goes with what you say from now on, and the room is told.",
});
