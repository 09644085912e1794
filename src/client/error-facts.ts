import type { ErrorFacts, RoomErrorCode } from "./room-error.ts";

/** The errors that the client itself finds, as sentences. Those of the server come with theirs. */
const SENTENCES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    bad_username: "Names have 1 to 32 characters on one line.",
    bad_message: "A message must not be empty.",
    bad_emoji: "A reaction is one emoji.",
    bad_command: "A field is missing or invalid.",
    too_large: "The message is too large.",
    id_conflict: "Another command has this id.",
    no_target: "No failed command has this id.",
    too_many: "Too many.",
    outbox_full: "Too many unsent commands.",
    closed: "The client is closed.",
    uncertain: "Sent as another user. It may be stored.",
    unanswered: "No answer. It may be stored.",
    discarded: "Discarded.",
    superseded: "The messages were replaced.",
    token: "The token function failed.",
    http: "The request failed.",
    storage: "The storage failed.",
    unreachable: "The room is away, or ALLOWED_ORIGINS lacks the origin.",
  } satisfies { readonly [Code in RoomErrorCode]?: string }),
);

/** Errors that may not occur again, besides those with a `retryAfter`. */
const TEMPORARY: ReadonlySet<string> = new Set<RoomErrorCode>([
  "internal",
  "unanswered",
  "outbox_full",
  "superseded",
  "http",
  "token",
  "unreachable",
]);

/** Facts about errors for programs. A code of which the client knows nothing stands for itself. */
export const ERROR_FACTS: ErrorFacts = {
  sentence(code, limit = 0) {
    if (code === "message_too_long") return `The message is longer than ${limit} characters.`;
    return SENTENCES.get(code) ?? `The command is invalid: ${code}.`;
  },
  isTemporary: (code) => TEMPORARY.has(code),
};
