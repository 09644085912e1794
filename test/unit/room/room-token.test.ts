import { expect, test } from "vitest";
import { signToken, verifyToken } from "../../../src/room/tokens/room-token.ts";

const KEY = new TextEncoder().encode("a key of the room");
const OTHER = new TextEncoder().encode("a key of another room");
const DAYS_90 = 90 * 24 * 60 * 60 * 1_000;

test("P3.4 a token yields its uid until it expires after 90 days", () => {
  const token = signToken(KEY, "ada", 1_000);
  expect(verifyToken(KEY, token, 1_000)).toBe("ada");
  expect(verifyToken(KEY, token, 1_000 + DAYS_90 - 1)).toBe("ada");
  expect(verifyToken(KEY, token, 1_000 + DAYS_90)).toBeUndefined();
});

test("P3.4 a token signed with another room's key is invalid", () => {
  expect(verifyToken(OTHER, signToken(KEY, "ada", 1_000), 1_000)).toBeUndefined();
});

test("P3.4 a token with any character changed, removed or added is invalid", () => {
  const token = signToken(KEY, "ada", 1_000);
  for (let index = 0; index < token.length; index += 1) {
    const [before, at, after] = [token.slice(0, index), token.charCodeAt(index), token.slice(index + 1)];
    // The next code unit; one with the same low byte; the same letter in the other case.
    for (const other of [at + 1, at + 256, at ^ 0x20]) {
      expect(verifyToken(KEY, `${before}${String.fromCharCode(other)}${after}`, 1_000)).toBeUndefined();
    }
    expect(verifyToken(KEY, before + after, 1_000)).toBeUndefined();
    expect(verifyToken(KEY, `${token.slice(0, index)}.${token.slice(index)}`, 1_000)).toBeUndefined();
  }
  for (const none of ["", ".", "..", `${token} `, ` ${token}`, `${token}\n`]) {
    expect(verifyToken(KEY, none, 1_000)).toBeUndefined();
  }
});
