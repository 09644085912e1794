import type { Format } from "../../format.ts";

/** Who came and went, and who is here. */
export const presence = ({ foreign, number, plural }: Format) => ({
  tooMany: "There are too many people here to list them.",
  more: (count: number) => plural(count, { one: "and 1 more", other: `and ${number(count)} more` }),
  people: (count: number) => plural(count, { one: "1 person", other: `${number(count)} people` }),
  typing: "is writing …",
  entered: (names: string, _count: number) => `${names} entered`,
  left: (names: string, _count: number) => `${names} left`,
  renamed: (previous: string, name: string) => `${foreign(previous)} is now ${foreign(name)}`,
});
