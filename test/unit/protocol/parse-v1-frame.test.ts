import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { parseV1, parseV1Frame } from "../../../src/protocol/parse-v1.ts";

const parse = (frame: string) => parseV1Frame(frame, DEFAULT_LIMITS);
const typing = { type: "typing" };

describe("a frame of several commands", () => {
  it("P3.21 is read in order, as each command would be in a frame of its own", () => {
    const commands = [
      { type: "message", id: "a1", message: "one" },
      { type: "shout", id: "a2" },
      typing,
      { type: "moderate", id: "a3", action: "kick", uid: "u" },
      { type: "message", id: "a4" },
      [typing],
      null,
      { type: "edit", id: "a5", target: 1, message: "two", __proto__: null },
    ];
    const read = parse(JSON.stringify(commands));
    expect(read).toEqual(commands.map((command) => parseV1(JSON.stringify(command), DEFAULT_LIMITS)));
    expect(read.map((one) => (one.ok ? one.value.type : one.error.code))).toEqual([
      "message",
      "unknown_type",
      "typing",
      "moderate",
      "bad_message",
      "not_object",
      "not_object",
      "edit",
    ]);
  });

  it("P3.21 is not an object if it is empty", () => {
    expect(parse("[]")).toEqual([{ ok: false, error: { code: "not_object" } }]);
  });

  it("P3.21 has the limits of a frame", () => {
    const large = JSON.stringify(Array.from({ length: 2_000 }, () => typing));
    expect(parse(large)).toEqual([{ ok: false, error: { code: "too_large" } }]);
    expect(parse(`[${" ".repeat(70_000)}]`)).toEqual([{ ok: false, error: { code: "too_large", close: true } }]);
  });

  it("P3.21 keeps a dangerous command from the others", () => {
    const read = parse('[{"type":"typing"},{"type":"cast","data":{"__proto__":1}},{"type":"typing"}]');
    expect(read.map((one) => one.ok || one.error.code)).toEqual([true, "forbidden_key", true]);
  });
});
