import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backoff } from "../../src/client/backoff.ts";
import { readFrame } from "../../src/client/frames.ts";
import { newMessageId } from "../../src/client/new-id.ts";
import { createSeen } from "../../src/client/seen.ts";
import { isTerminal } from "../../src/client/status.ts";
import { MAX_HISTORY, MAX_ID_LENGTH } from "../../src/protocol/limits.ts";
import { message } from "./client-fake-socket.ts";

describe("backoff", () => {
  const most = () => 1 - Number.EPSILON;

  test("a first attempt does not wait", () => {
    expect(backoff(0, most)).toBe(0);
  });

  test("the bound doubles from one second to thirty, and stays there", () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7, 100, 10_000].map((retry) => Math.round(backoff(retry, most)));
    expect(bounds).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000]);
  });

  test("a wait is anything from nothing to its bound", () => {
    expect(backoff(3, () => 0)).toBe(0);
    expect(backoff(3, () => 0.25)).toBe(1_000);
  });
});

describe("readFrame", () => {
  test("P2.2 reads a message, with fields that it does not know", () => {
    expect(readFrame(JSON.stringify({ ...message(1), color: "#f00" }))).toEqual({ ...message(1), color: "#f00" });
  });

  test.each([
    ["P1.4 a pong", "pong"],
    ["bad JSON", "{"],
    ["null", "null"],
    ["an array", "[]"],
    ["binary", new ArrayBuffer(2)],
    ["P2.3 a cast", '{"type":"wave","to":"all"}'],
    ["an object without a type", "{}"],
    ["a message without a seq", '{"type":"message","username":"Ada","message":"hi"}'],
    ["a message whose text is no text", JSON.stringify({ ...message(1), message: { toString: "x" } })],
    ["a message whose time is no number", JSON.stringify({ ...message(1), at: null })],
    ["a type that every object has", '{"type":"constructor"}'],
  ])("ignores %s", (_, data) => {
    expect(readFrame(data)).toBeUndefined();
  });

  test("throws for no text at all", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readFrame(text)));
  });
});

describe("seen", () => {
  test("P2.5 a replay of all that a room repeats shows nothing twice", () => {
    const seen = createSeen();
    const log = Array.from({ length: 3 * MAX_HISTORY }, (_, index) => message(index + 1));
    for (const event of log) expect(seen.take(event)).toBe("next");
    for (const event of log.slice(-MAX_HISTORY)) expect(seen.take(event)).toBe("again");
  });

  test("P4.2 a hole is told from a next event", () => {
    const seen = createSeen();
    expect([3, 4, 6, 7].map((seq) => seen.take(message(seq)))).toEqual(["next", "next", "after-hole", "next"]);
  });

  test("a room that begins again is not taken for one that repeats itself", () => {
    const seen = createSeen();
    seen.take(message(1));
    expect(seen.take(message(1, { id: "other" }))).toBe("next");
  });
});

test("P6 the codes that say not to come back are 4400 to 4499", () => {
  expect([1000, 1006, 1009, 1012, 4001, 4399, 4500].filter(isTerminal)).toEqual([]);
  expect([4400, 4403, 4499].filter(isTerminal)).toEqual([4400, 4403, 4499]);
});

test("P3.2 an id fits the wire, and is never the same twice", () => {
  const ids = Array.from({ length: 100 }, newMessageId);
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) expect(id).toMatch(new RegExp(`^[0-9a-f]{1,${MAX_ID_LENGTH}}$`));
});
