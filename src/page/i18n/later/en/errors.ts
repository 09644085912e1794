import type { Format } from "../../format.ts";

/** Why the room, or the client, refused something. */
export const errors = (_: Format) => ({
  tooLarge: "This message takes too much room. Please shorten it.",
  badEncoding: "This message has a damaged character (�). Please remove it.",
  badMessage: "This message has characters that cannot be shown. Please remove them.",
  badUsername: "The room does not take your name. Please choose another.",
  messageTooLong: "This message is too long. Please shorten it.",
  internal: "The room could not store this. Please send it again.",
  outboxFull: "Too much waits to be sent already. Please wait for the room to be back.",
  unanswered: "The room did not answer. It may be stored all the same.",
  uncertain: "It was sent before you entered anew, and may be stored.",
  noTarget: "There is no such message any more.",
  targetDeleted: "This message was deleted.",
  olderNotLoaded: "The older messages could not be loaded. Please try again.",
});
