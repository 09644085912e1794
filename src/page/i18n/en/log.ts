import type { Format } from "../format.ts";

/** What was said. */
export const log = (_: Format) => ({
  messages: "Messages",
  empty: "Nobody has said anything here yet. You could be the first.",
  loadOlder: "Load older messages",
  loading: "Loading…",
  toNewest: "To the newest",
  deleted: "This message was deleted",
  edited: "edited",
  editedAt: (time: string) => `Edited ${time}`,
  inReplyTo: "In reply to",
  earlierMessage: "an earlier message",
  reactions: "Reactions",
  you: "You",
  somebody: "Somebody",
  unsent: "Not sent yet",
  sending: "Sending…",
  sentWhenBack: "Will be sent when you are back",
  notSent: "Not sent.",
  edit: "Edit",
  retry: "Retry",
  discard: "Discard",
});
