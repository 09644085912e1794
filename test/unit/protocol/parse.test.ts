import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS, MAX_DEPTH } from "../../../src/protocol/limits.ts";
import { parsePlain } from "../../../src/protocol/parse-plain.ts";
import { parseV1 } from "../../../src/protocol/parse-v1.ts";

const plain = (frame: string | ArrayBuffer) => parsePlain(frame, DEFAULT_LIMITS);
const v1 = (frame: string | ArrayBuffer) => parseV1(frame, DEFAULT_LIMITS);

const message = (text: string) => JSON.stringify({ type: "message", id: "1", message: text });

describe("P5.8 a frame counts by what it says", () => {
  /** As `json_encode` of PHP writes it. */
  const escaped = (text: string) =>
    text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

  test.each([
    ["plain", plain],
    ["v1", v1],
  ])("2,600 escaped emoji are a message of the %s dialect, and 4,000 characters of escapes", (_dialect, parse) => {
    for (const text of ["😀".repeat(2_600), "é".repeat(4_000)]) {
      const frame = escaped(message(text));
      expect(frame.length).toBeGreaterThan(16 * 1024);
      expect(parse(frame)).toMatchObject({ ok: true, value: { message: text } });
    }
  });

  test("what says more is refused, with its id", () => {
    const frame = JSON.stringify({ type: "message", id: "1", message: "a", pad: "x".repeat(17_000) });
    expect(plain(frame)).toEqual({ ok: false, error: { code: "too_large", id: "1" } });
    expect(plain(escaped(message("é".repeat(12_000))))).toMatchObject({ ok: false, error: { close: true } });
  });
});

test.each([
  ["a byte order mark before it", `\ufeff${message("a")}`],
  ["a NUL after it", `${message("a")}\0`],
])("P2.14 a frame with %s is read", (_what, frame) => {
  expect(plain(frame)).toMatchObject({ ok: true, value: { message: "a" } });
});

test("an escaped U+FFFD is a character like any other, which somebody meant", () => {
  const frame = message("What is \ufffd?");
  expect(plain(frame)).toMatchObject({ ok: false, error: { code: "bad_encoding" } });
  expect(plain(frame.replace("\ufffd", "\\ufffd"))).toMatchObject({ ok: true, value: { message: "What is \ufffd?" } });
});

const types = ["hello", "message", "edit", "delete", "reaction", "rename", "typing", "cast", "read", "ack", "system"];

/** Frames that are nearly right: known types and fields with values of any kind. */
const nearlyRight = fc
  .record(
    {
      type: fc.oneof(fc.constantFrom(...types), fc.json()),
      v: fc.constantFrom(1, 2, "1"),
      id: fc.oneof(fc.string({ maxLength: 40 }), fc.jsonValue()),
      username: fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.jsonValue()),
      message: fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()),
      target: fc.oneof(fc.integer(), fc.double(), fc.jsonValue()),
      replyTo: fc.oneof(fc.integer(), fc.jsonValue()),
      emoji: fc.oneof(fc.constantFrom("👍", "x"), fc.jsonValue()),
      on: fc.oneof(fc.boolean(), fc.jsonValue()),
      seq: fc.oneof(fc.integer(), fc.double(), fc.jsonValue()),
      data: fc.jsonValue(),
      since: fc.oneof(fc.record({ epoch: fc.string(), seq: fc.integer() }), fc.jsonValue()),
      token: fc.oneof(fc.string(), fc.jsonValue()),
    },
    { requiredKeys: ["type"] },
  )
  .map((object) => JSON.stringify(object));

const anything = fc.oneof(
  nearlyRight,
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.json(),
  fc.uint8Array().map((bytes) => bytes.slice().buffer),
);

test.each([
  ["P2.4", "plain", plain],
  ["P3.7", "v1", v1],
])(
  "%s no frame makes the %s parser throw: each is a command, an error with a code, or a reason to close",
  (_rule, _dialect, parse) => {
    fc.assert(
      fc.property(anything, (frame) => {
        const read = parse(frame);
        if (read.ok) expect(types).toContain(read.value.type);
        else expect(read.error).toMatchObject({ code: expect.stringMatching(/^[a-z_]+$/) });
      }),
      { numRuns: 1_000 },
    );
  },
);

describe("the plain dialect", () => {
  test("P2.2 P2.13 fields that the protocol defines are dropped, others are kept", () => {
    const owned = {
      seq: 9,
      at: 9,
      uid: "x",
      editedAt: 9,
      deleted: true,
      reactions: [],
      role: "owner",
      avatar: "https://a.example/",
    };
    const frame = { type: "message", username: "Ada", message: "hello", id: "1", color: "red", ...owned };
    expect(plain(JSON.stringify(frame))).toEqual({
      ok: true,
      value: { type: "message", username: "Ada", message: "hello", id: "1", extra: { color: "red" } },
    });
  });

  test("P2.3 an object with another type, or without one, is a cast", () => {
    for (const data of [{ type: "wave", to: "all" }, { type: 5 }, { type: null }, {}, { type: "Message" }]) {
      expect(plain(JSON.stringify(data))).toEqual({ ok: true, value: { type: "cast", data } });
    }
  });
});

describe("P2.11 an object that plain clients show as a message", () => {
  test.each([{}, { type: 5 }, { type: null }, { type: "usermsg" }, { type: "Message" }])(
    "%j is a message",
    (fields) => {
      const frame = { ...fields, username: "Ada", message: " hello\u0301 ", color: "teal" };
      const value = { type: "message", username: "Ada", message: "hell\u00f3", extra: { color: "teal" } };
      expect(plain(JSON.stringify(frame))).toEqual({ ok: true, value });
    },
  );

  test.each([[["hello"]], [5], [{ text: "hello" }], [""], ["\u202e"]])(
    "with %j for its text is rejected",
    (message) => {
      expect(plain(JSON.stringify({ message }))).toMatchObject({ ok: false, error: { code: "bad_message" } });
    },
  );

  test("has the name that a message may have", () => {
    expect(plain('{"username":"\\u0001","message":"hello"}')).toMatchObject({ error: { code: "bad_username" } });
    expect(plain('{"username":["Ada"],"message":"hello"}')).toMatchObject({ error: { code: "bad_username" } });
  });

  test.each([{}, { type: "wave" }])("is no data of a cast in v1: %j", (fields) => {
    for (const message of ["hello", ["hello"], 5]) {
      const read = v1(JSON.stringify({ type: "cast", data: { ...fields, message } }));
      expect(read).toMatchObject({ ok: false, error: { code: "reserved_type" } });
    }
  });

  test("keeps a reserved type reserved", () => {
    expect(plain('{"type":"system","message":"Ada connected"}')).toMatchObject({ error: { code: "reserved_type" } });
  });
});

describe("the v1 dialect", () => {
  test("P3.2 P2.13 a message keeps extra fields, but no name", () => {
    const forged = { uid: "x", role: "owner", avatar: "https://a.example/", signedIn: true };
    const frame = { type: "message", id: "1", message: "hello", username: "Eve", color: "red", ...forged };
    expect(v1(JSON.stringify(frame))).toEqual({
      ok: true,
      value: { type: "message", id: "1", message: "hello", extra: { color: "red" } },
    });
  });

  test("P3.3 read is an ack of its seq", () => {
    expect(v1('{"type":"read","seq":7}')).toEqual({ ok: true, value: { type: "ack", seq: 7 } });
  });

  test.each(["👍", "👍🏽", "👨‍👩‍👧‍👦", "🇩🇪", "1️⃣", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])("P3.2 %s is a reaction", (emoji) => {
    expect(v1(JSON.stringify({ type: "reaction", id: "1", target: 1, emoji, on: true }))).toMatchObject({ ok: true });
  });

  test.each(["", "a", "1", "12", "#", "👍 ", "ok👍", "👍👎", "❤️❤️", "🇩🇪🇫🇷", "\u{1f3fd}\u{1f3fd}", "👍".repeat(17)])(
    "P3.2 %j is not a reaction",
    (emoji) => {
      const read = v1(JSON.stringify({ type: "reaction", id: "1", target: 1, emoji, on: true }));
      expect(read).toMatchObject({ ok: false, error: { code: "bad_emoji" } });
    },
  );
});

test.each([
  ["objects", (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`],
  ["arrays in an object", (levels: number) => `{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`],
])("P2.4 %s can nest up to the limit", (_what, nested) => {
  expect(plain(nested(MAX_DEPTH))).toMatchObject({ ok: true });
  expect(plain(nested(MAX_DEPTH + 1))).toMatchObject({ error: { code: "too_deep" } });
});
