import type { Format } from "../../format.ts";

/** The rooms, and the way between them. */
export const rooms = ({ foreign, number }: Format) => ({
  link: "Link to this room",
  copyRefused: "The browser does not let the page copy. The link is selected, so you can copy it yourself.",
  share: "Share…",
  invitation: (room: string) => `Talk with me in ${foreign(room)}`,
  recent: "Recent rooms",
  forget: (room: string) => `Remove ${foreign(room)} from the list`,
  forgotten: (room: string) => `${foreign(room)} is no longer in the list.`,
  make: "Make or find a room",
  makeAdvice: "Whoever knows the name can enter. A random name is one that nobody can guess.",
  namePlaceholder: "book-club",
  enter: "Go there",
  random: "Random name",
  nameMissing: "Please type a name for the room.",
  nameLength: (most: number) => `The name of a room has at most ${number(most)} characters.`,
  nameStart: "The name of a room begins with a letter or a digit.",
  nameCharacters: "The name of a room may have letters from a to z, digits, hyphens and underscores.",
});
