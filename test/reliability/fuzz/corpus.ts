import type { Random } from "../random.ts";

/** The dialect for which a frame is meant. */
export type Dialect = "plain" | "v1";

/** Texts that tend to cause trouble: empty, long, multi-unit, right-to-left, invisible, half a character. */
export const TEXTS: readonly string[] = [
  "hello",
  "",
  " ",
  "\u200b",
  "é",
  "e\u0301",
  "😀",
  "👨‍👩‍👧‍👦",
  "\u202eabc",
  "\u2066x\u2069",
  "مرحبا",
  "a\u0000b",
  "a\r\nb\rc",
  "\u2028",
  "\ud83d",
  "\udc00",
  "\ufffd",
  "\ufeff",
  "<script>alert(1)</script>",
  "'; DROP TABLE messages; --",
  "__proto__",
  "constructor",
  "ping",
  "pong",
  "x".repeat(31),
  "x".repeat(32),
  "x".repeat(33),
  "😀".repeat(32),
  "x".repeat(36),
  "x".repeat(37),
  "x".repeat(3_999),
  "x".repeat(4_000),
  "x".repeat(4_001),
  "é".repeat(4_000),
  "e\u0301".repeat(4_000),
  "€".repeat(5_000),
  "😀".repeat(4_000),
  "x".repeat(16_300),
  "x".repeat(70_000),
];

/** Values on both sides of a limit, for some fields. */
export const EDGES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    message: [
      "x".repeat(4_000),
      "x".repeat(4_001),
      "e\u0301".repeat(4_000),
      "e\u0301".repeat(4_001),
      ` ${"x".repeat(4_000)}\n`,
      `${"x".repeat(3_999)}\r\n\r\nx`,
      "😀".repeat(4_001),
    ],
    username: ["x".repeat(32), "x".repeat(33), "😀".repeat(32), "😀".repeat(33), `${"x".repeat(32)} `, "a\nb", "a\tb"],
    id: ["x", "x".repeat(36), "x".repeat(37), "😀".repeat(18), "😀".repeat(19)],
    reason: ["x".repeat(200), "x".repeat(201)],
    emoji: ["👍👍", "1", "#", "a", "\u200d", "🇩🇪", "👍".repeat(16), "👍".repeat(17)],
  }),
);

/** Numbers at the limits of their type. */
export const NUMBERS: readonly number[] = [
  0,
  -0,
  1,
  2,
  3,
  -1,
  1.5,
  1e9,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER + 1,
  1e308,
  5e-324,
];

/** Every type that either dialect knows, in both directions, and some unknown ones. */
export const TYPES: readonly string[] = [
  "message",
  "edit",
  "delete",
  "reaction",
  "rename",
  "typing",
  "cast",
  "ack",
  "read",
  "hello",
  "moderate",
  "report",
  "block",
  "claim",
  "signOut",
  "list",
  "system",
  "error",
  "notice",
  "welcome",
  "reset",
  "ready",
  "presence",
  "wave",
  "",
  "__proto__",
];

/** Keys with a special meaning, here or in a careless reader. */
export const KEYS: readonly string[] = [
  "type",
  "id",
  "message",
  "username",
  "replyTo",
  "target",
  "emoji",
  "on",
  "data",
  "seq",
  "received",
  "since",
  "token",
  "v",
  "uid",
  "at",
  "deleted",
  "editedAt",
  "reactions",
  "action",
  "settings",
  "secret",
  "mentions",
  "__proto__",
  "constructor",
  "toString",
  "",
  "color",
];

const EMOJI = ["👍", "🎉", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "👨‍👩‍👧‍👦"];
const PLAIN_WORDS = ["hello", "Grüße", "こんにちは", "مرحبا", "a line\nand another", "😀 😀"];

type Make = (random: Random, id: string) => object;

const target = (random: Random) => 1 + random.below(40);
const word = (random: Random) => random.pick(PLAIN_WORDS);

const PLAIN: readonly Make[] = [
  (random) => ({ type: "message", message: word(random) }),
  (random, id) => ({ type: "message", id, username: "Ada", message: word(random), color: "#f00" }),
  (random, id) => ({ type: "message", id, message: word(random), replyTo: target(random) }),
  (random) => ({ type: "wave", to: word(random), nested: { list: [1, null, "two"] } }),
];

const V1: readonly Make[] = [
  (random, id) => ({ type: "message", id, message: word(random) }),
  (random, id) => ({ type: "message", id, message: `@Ben ${word(random)}`, mentions: [{ uid: "x", username: "Ben" }] }),
  (random, id) => ({ type: "message", id, message: word(random), replyTo: target(random) }),
  (random, id) => ({ type: "edit", id, target: target(random), message: word(random) }),
  (random, id) => ({ type: "delete", id, target: target(random) }),
  (random, id) => ({ type: "reaction", id, target: target(random), emoji: random.pick(EMOJI), on: random.chance(0.7) }),
  (random, id) => ({ type: "rename", id, username: `Ada ${random.below(9)}` }),
  () => ({ type: "typing" }),
  (random) => ({ type: "cast", data: { type: "wave", to: word(random) } }),
  (random) => ({ type: "ack", seq: target(random), received: random.below(100_000) }),
  (random) => ({ type: "read", seq: target(random) }),
  (random) => ({ type: "hello", v: 1, username: "Ada", since: { epoch: "epoch-1", seq: target(random) } }),
  (random, id) => ({ type: "report", id, target: target(random), reason: word(random) }),
  (random, id) => ({ type: "block", id, uid: word(random), on: random.below(2) === 0 }),
  (random, id) => ({ type: "moderate", id, action: "mute", uid: "x", for: random.below(1_000) }),
  (_random, id) => ({ type: "moderate", id, action: "ban", uid: "x", address: true }),
  (_random, id) => ({ type: "moderate", id, action: "rotateKey" }),
  (_random, id) => ({ type: "signOut", id }),
  (random, id) => ({ type: "list", id, what: "bans", before: target(random) }),
  (_random, id) => ({ type: "claim", id, secret: "a".repeat(22) }),
];

/** A command as a client should send it. */
export function validCommand(random: Random, dialect: Dialect): object {
  // Some ids repeat, as they do after a lost connection.
  return random.pick(dialect === "plain" ? PLAIN : V1)(random, `f${random.below(100_000)}`);
}
