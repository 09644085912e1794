import { expect, test } from "vitest";
import { roomOfPath } from "../../../src/page/join/page-url.ts";

test.each([
  ["/", "lobby"],
  ["/r/garden", "garden"],
  ["/r/Garden/", "garden"],
  ["/r/a_b-9", "a_b-9"],
  ["/r/", undefined],
  ["/r/a/b", undefined],
  ["/r/%67arden", undefined],
  ["/r/%00", undefined],
  [`/r/${"a".repeat(65)}`, undefined],
  ["/elsewhere", undefined],
])("P1.1 the page at %s is that of %s", (path, room) => {
  expect(roomOfPath(path)).toBe(room);
});
