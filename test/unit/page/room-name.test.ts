import { expect, test } from "vitest";
import { checkRoom, randomRoomName } from "../../../src/page/lazy/rooms/room-name.ts";
import { normalizeRoomName } from "../../../src/protocol/normalize-name.ts";

test.each([
  ["garden", "garden"],
  [" Garden ", "garden"],
  ["#garden", "garden"],
  ["Book Club", "book-club"],
  ["a\tb  c", "a-b-c"],
  ["9_to-5", "9_to-5"],
  ["x".repeat(64), "x".repeat(64)],
])("P1.1 %j is the room %s", (typed, room) => {
  expect(checkRoom(typed)).toEqual({ ok: true, room });
});

test.each([
  ["", "missing"],
  ["   ", "missing"],
  ["#", "missing"],
  ["-x", "start"],
  ["_x", "start"],
  ["x".repeat(65), "length"],
  ["café", "characters"],
  ["a/b", "characters"],
  ["\u212aelvin", "characters"],
])("P1.1 %j is the name of no room: %s", (typed, fault) => {
  expect(checkRoom(typed)).toEqual({ ok: false, fault });
});

test("P1.1 a random name is the name of a room, of 100 random bits", () => {
  const names = Array.from({ length: 100 }, () => randomRoomName());
  expect(new Set(names).size).toBe(100);
  for (const name of names) {
    expect(normalizeRoomName(name)).toBe(name);
    expect(name).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
  }
  // Each of the 32 characters is as likely as any other.
  const every = randomRoomName(Uint8Array.from({ length: 32 }, (_, byte) => byte)).replaceAll("-", "");
  expect(new Set(every).size).toBe(32);
});
