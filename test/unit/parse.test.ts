import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_LIMITS, MAX_DEPTH } from "../../src/protocol/limits.ts";
import { parsePlainFrame } from "../../src/protocol/parse.ts";

const parse = (frame: string | ArrayBuffer) => parsePlainFrame(frame, DEFAULT_LIMITS);

test("P2.4 no frame makes the parser throw, and each is a command, an error with a code, or a reason to close", () => {
  const frames = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.json(),
    fc.json().map((json) => `{"type":"message","username":${json},"message":${json},"id":${json}}`),
    fc.uint8Array().map((bytes) => bytes.slice().buffer),
  );
  fc.assert(
    fc.property(frames, (frame) => {
      const parsed = parse(frame);
      if (parsed.ok) expect(["message", "cast"]).toContain(parsed.command.type);
      else if ("error" in parsed) expect(parsed.error.code).toMatch(/^[a-z_]+$/);
      else expect(parsed.close).toBe(true);
    }),
  );
});

test("P2.2 the fields that the room owns are dropped, those that it does not know are kept", () => {
  const frame = { type: "message", username: "Ada", message: "hello", id: "1", seq: 9, at: 9, uid: "x", color: "red" };
  expect(parse(JSON.stringify(frame))).toEqual({
    ok: true,
    command: { type: "message", username: "Ada", message: "hello", id: "1", extra: { color: "red" } },
  });
});

test("P2.3 an object of another type, of a type that is no string, or of none is a cast, as it is", () => {
  for (const data of [{ type: "wave", to: "all" }, { type: 5 }, { type: null }, {}, { type: "Message" }]) {
    expect(parse(JSON.stringify(data))).toEqual({ ok: true, command: { type: "cast", data } });
  }
});

test.each([
  ["objects", (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`],
  ["arrays in an object", (levels: number) => `{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`],
])("P2.4 %s may nest to the limit and no deeper", (_what, nested) => {
  expect(parse(nested(MAX_DEPTH))).toMatchObject({ ok: true });
  expect(parse(nested(MAX_DEPTH + 1))).toMatchObject({ error: { code: "too_deep" } });
});
