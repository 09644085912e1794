import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { parsePlain } from "../../../src/protocol/parse-plain.ts";
import { parseV1 } from "../../../src/protocol/parse-v1.ts";

const LONG = "x".repeat(256);

test.each([
  [7, "7"],
  [1.5, "1.5"],
  ["", ""],
  [LONG, LONG],
  [`${LONG}x`, undefined],
  [true, undefined],
  [null, undefined],
  [{ a: 1 }, undefined],
])("P3.31 bad_id says the id %j as a text, if it is short", (id, echoed) => {
  const frame = JSON.stringify({ type: "message", id, message: "hello" });
  for (const parse of [parseV1, parsePlain]) {
    expect(parse(frame, DEFAULT_LIMITS)).toEqual({ ok: false, error: { code: "bad_id", id: echoed } });
  }
});
