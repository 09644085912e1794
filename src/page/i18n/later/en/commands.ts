import type { Format } from "../../format.ts";

/** What can be typed behind a `/`, and what it does. */
export const commands = (_: Format) => ({
  title: "Commands",
  twice: "A text that begins with // is sent as a message that begins with /.",
  help: "Shows this list",
  name: "Changes your name",
  report: "Reports the message that you reply to",
  mute: "Takes nothing that a person writes, for a time",
  unmute: "Ends that",
  kick: "Puts a person out for a minute",
  ban: "Keeps a person out, for a time or without end",
  unban: "Lets a person in again",
  clear: "Deletes a person’s messages",
  pin: "Pins the message that you reply to",
  unpin: "Unpins the message that you reply to",
  slow: "Lets everybody wait so many seconds between two messages; 0 for none",
  lock: "Lets only moderators write",
  unlock: "Lets everybody write",
});
