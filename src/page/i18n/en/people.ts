import type { Format } from "../format.ts";

/** Who is here, and what they are. */
export const people = ({ number, plural }: Format) => ({
  owner: "Owner",
  moderator: "Moderator",
  signedIn: "Signed in",
  here: (count: number) => `${number(count)} here`,
  whoIsHere: "Who is here",
  others: (count: number) => plural(count, { one: "1 other", other: `${number(count)} others` }),
  changeName: (name: string) => `${name}, change your name`,
});
