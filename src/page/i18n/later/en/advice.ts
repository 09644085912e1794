import type { Format } from "../../format.ts";

/** What to know of a connection that is away, and what to do about it. */
export const advice = ({ foreign }: Format) => ({
  noConnection: "There is no connection. What you write goes out when it is back.",
  enterAgain: "Enter again",
  enterAsNew: "Enter as a new person",
  youLeft: "You left the room.",
  notUnderstood: "This page and the room do not understand each other. It may help to load the page anew.",
  unknownToRoom: "The room does not know you any more. You can enter as a new person; what you said before stays.",
  removed: "You were removed from this room.",
  roomClosed: "This room is closed.",
  closedWithCode: (code: number) => `The room closed the connection (code ${code}).`,
  closedBecause: (reason: string) => `The room closed the connection: ${foreign(reason)}`,
});
