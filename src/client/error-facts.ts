import type { ErrorFacts, RoomErrorCode } from "./room-error.ts";

/** The errors that the client itself finds, as sentences. Those of the server come with theirs. */
const SENTENCES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    bad_username: "A name has 1 to 32 characters.",
    bad_message: "The message is empty.",
    bad_emoji: "A reaction is one emoji.",
    too_large: "The message is too large.",
    id_conflict: "Another command has this id.",
    no_target: "No command has this id.",
    too_many: "Too many.",
    outbox_full: "Too many commands.",
    closed: "The client is closed.",
    uncertain: "Sent as another user. It may be stored.",
    unanswered: "No answer. It may be stored.",
    discarded: "Discarded.",
    superseded: "The messages were replaced.",
    token: "The token function failed.",
    http: "The request failed.",
    storage: "The storage failed.",
    unreachable: "Away, or the origin is not in ALLOWED_ORIGINS.",
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
