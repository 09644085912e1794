import type { RoomErrorCode } from "./room-error.ts";

/** The errors that the client itself finds, as sentences. Those of the server come with theirs. */
const SENTENCES: { readonly [Code in RoomErrorCode]?: string } = {
  bad_username: "Names must be 1 to 32 characters on one line.",
  bad_message: "A message must be text that isn't empty.",
  bad_emoji: "A reaction must be a single emoji.",
  bad_command: "A field of the command is missing, invalid or not JSON.",
  too_large: "The message is too large.",
  id_conflict: "This id was already used for a different command.",
  no_target: "There is no failed command with this id.",
  too_many: "There are too many of these. Remove one first.",
  outbox_full: "There are too many unsent commands.",
  closed: "The client has left this room.",
  uncertain: "It was sent as a different user, and may have been stored.",
  unanswered: "It was sent without an answer, and may have been stored.",
  discarded: "It was discarded before it was sent.",
  superseded: "The messages were replaced in the meantime. Try again.",
  token: "The token function failed.",
  http: "The HTTP request failed.",
  storage: "The storage failed. A reload may lose unsent messages.",
  unreachable:
    "No connection to the room has ever opened: it can't be reached, or its ALLOWED_ORIGINS lacks this page's origin.",
};

/** The sentence for an error. A code of which the client knows nothing stands for itself. */
export function sentence(code: string, limit = 0): string {
  if (code === "message_too_long") return `The message is longer than ${limit.toLocaleString("en")} characters.`;
  return Object.entries(SENTENCES).find(([one]) => one === code)?.[1] ?? `The command is invalid: ${code}.`;
}
