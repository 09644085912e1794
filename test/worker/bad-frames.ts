const KIB = 1024;
const bytes = (...values: number[]) => new Uint8Array(values).buffer;

/** A message that both dialects accept, with a few fields of its own. */
export function messageFrame(fields: object = {}): string {
  return JSON.stringify({ type: "message", id: "1", message: "hello", ...fields });
}

/** A frame that is rejected, and the code that its sender gets. */
export type Refused = readonly [what: string, frame: string | ArrayBuffer, code: string];

/** Frames that every dialect rejects. */
export const REFUSED: readonly Refused[] = [
  ["bad JSON", "{", "bad_json"],
  ["an empty frame", "", "bad_json"],
  ["null", "null", "not_object"],
  ["an array", "[]", "not_object"],
  ["a string", '""', "not_object"],
  ["a number", "42", "not_object"],
  ["a boolean", "true", "not_object"],
  ["a binary frame", bytes(0x7b, 0x7d), "binary"],
  ["16 KiB + 1", messageFrame({ pad: "x".repeat(16 * KIB + 1 - messageFrame({ pad: "" }).length) }), "too_large"],
  ["16 KiB + 1 of binary", new ArrayBuffer(16 * KIB + 1), "too_large"],
  ["a short text of more than 16 KiB in UTF-8", messageFrame({ message: "€".repeat(6_000) }), "too_large"],
  ["8,000 brackets", "[".repeat(8_000), "bad_json"],
  ["an object of 33 levels", `${'{"a":'.repeat(33)}1${"}".repeat(33)}`, "too_deep"],
  ["a __proto__ key", '{"__proto__":{"admin":true}}', "forbidden_key"],
  ["a __proto__ key inside", messageFrame().replace("}", ',"x":[{"__proto__":1}]}'), "forbidden_key"],
  ["a message that is a number", messageFrame({ message: 5 }), "bad_message"],
  ["a message that is missing", '{"type":"message","id":"1"}', "bad_message"],
  ["a message of spaces", messageFrame({ message: " \n\t " }), "bad_message"],
  ["a message of zero-width spaces", messageFrame({ message: "\u200b\u200b" }), "bad_message"],
  ["a message with NUL", messageFrame({ message: "a\u0000b" }), "bad_message"],
  ["a message with U+202E", messageFrame({ message: "a\u202eb" }), "bad_message"],
  ["a message of 4,001 characters", messageFrame({ message: "x".repeat(4_001) }), "message_too_long"],
  ["a lone surrogate", '{"type":"message","id":"1","message":"\\ud83d"}', "bad_encoding"],
  ["a lone surrogate in a key", '{"\\udc00":1}', "bad_encoding"],
  ["invalid UTF-8, which the platform delivers as U+FFFD", messageFrame({ message: "\ufffd" }), "bad_encoding"],
  ["an empty id", messageFrame({ id: "" }), "bad_id"],
  ["an id of 37 characters", messageFrame({ id: "x".repeat(37) }), "bad_id"],
  ["an id that is a number", messageFrame({ id: 1 }), "bad_id"],
  ["a reply to a non-number", messageFrame({ replyTo: "1" }), "bad_target"],
  ["a reply to a missing message", messageFrame({ replyTo: 99 }), "no_target"],
];

/** Frames that close a socket of either dialect. */
export const CLOSING: readonly (readonly [what: string, frame: string | ArrayBuffer])[] = [
  ["1 MiB", "x".repeat(1024 * KIB)],
  ["a million [", "[".repeat(1_000_000)],
  ["64 KiB + 1 of binary", new ArrayBuffer(64 * KIB + 1)],
];
