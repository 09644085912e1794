import type { Format } from "../format.ts";

/** The way in, and what a name has to be. */
export const entrance = ({ foreign, number }: Format) => ({
  enterRoom: (room: string) => `Enter ${foreign(room)}`,
  enter: "Enter",
  advice: "Everybody in the room sees the name that you choose. You can change it later.",
  yourName: "Your name",
  nameMissing: "Please type a name.",
  nameUnshowable: "This name has characters that cannot be shown. Please use another.",
  nameLength: (least: number, most: number) => `A name has ${number(least)} to ${number(most)} characters.`,
  nameTaken: "Somebody else has this name. Please choose another.",
});
