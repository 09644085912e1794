import type { Format } from "../format.ts";

/** What was said. */
export const log = ({ number, plural }: Format) => ({
  messages: "Messages",
  empty: "Nobody has said anything here yet. You could be the first.",
  loadOlder: "Load older messages",
  loading: "Loading…",
  keys: "The up and down arrow keys go from message to message.",
  toNewest: "To the newest",
  newMessages: (count: number) => plural(count, { one: "1 new message", other: `${number(count)} new messages` }),
  newSince: (time: string) => `New since ${time}`,
  noSuchMessage: "There is no such message in this room.",
  deleted: "This message was deleted",
  edited: "edited",
  editedAt: (time: string) => `Edited ${time}`,
  inReplyTo: "In reply to",
  earlierMessage: "an earlier message",
  reactions: "Reactions",
  addReaction: "Add reaction",
  you: "You",
  somebody: "Somebody",
  reactedBy: (emoji: string, count: number, names: string) => `${emoji} ${number(count)}: ${names}`,
  stored: "Sent",
  unsent: "Not sent yet",
  sending: "Sending…",
  sentWhenBack: "Will be sent when you are back",
  notSent: "Not sent.",
});
