import { expect, test } from "vitest";
import type { ChangeEvent, Message } from "../../../src/protocol/events.ts";
import { applyChange } from "../../../src/protocol/fold.ts";

const message: Message = {
  type: "message",
  seq: 1,
  at: 1,
  uid: "ada",
  id: "m",
  username: "Ada",
  message: "hello",
  color: "red",
};
const stamp = { seq: 2, at: 2, id: "c" };
const react = (uid: string, emoji: string, on: boolean): ChangeEvent => ({
  type: "reaction",
  ...stamp,
  uid,
  target: 1,
  emoji,
  on,
});
const fold = (...changes: ChangeEvent[]) => changes.reduce((before, change) => applyChange(before, change), message);

test("P3.5 an edit changes the text and sets the time", () => {
  const edit: ChangeEvent = { type: "edit", ...stamp, uid: "ada", target: 1, message: "hello, all" };
  expect(fold(edit)).toEqual({ ...message, message: "hello, all", editedAt: 2 });
});

test("P3.5 a delete keeps author, time and replyTo, and can't be undone", () => {
  const gone: ChangeEvent = { type: "delete", ...stamp, uid: "ada", target: 1 };
  const { color: _, ...bare } = message;
  const erased = { ...bare, message: "", deleted: true };
  expect(fold(react("ben", "👍", true), gone, react("ben", "👍", true))).toEqual(erased);
  expect(applyChange({ ...message, replyTo: 7 }, gone)).toEqual({ ...erased, replyTo: 7 });
});

test("P3.5 reactions are grouped by emoji in order of appearance, with each user once", () => {
  expect(
    fold(react("a", "👍", true), react("b", "🎉", true), react("c", "👍", true), react("a", "👍", true)).reactions,
  ).toEqual([
    { emoji: "👍", uids: ["a", "c"] },
    { emoji: "🎉", uids: ["b"] },
  ]);
});

test("P3.5 removing the last reaction removes its emoji, and then the field", () => {
  expect(fold(react("a", "👍", true), react("b", "👍", true), react("a", "👍", false)).reactions).toEqual([
    { emoji: "👍", uids: ["b"] },
  ]);
  expect(fold(react("a", "👍", true), react("a", "👍", false), react("b", "🎉", false))).toEqual(message);
});
