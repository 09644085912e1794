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
    { emoji: "👍", uids: ["a", "c"], count: 2 },
    { emoji: "🎉", uids: ["b"], count: 1 },
  ]);
});

test("P3.5 removing the last reaction removes its emoji, and then the field", () => {
  expect(fold(react("a", "👍", true), react("b", "👍", true), react("a", "👍", false)).reactions).toEqual([
    { emoji: "👍", uids: ["b"], count: 1 },
  ]);
  expect(fold(react("a", "👍", true), react("a", "👍", false), react("b", "🎉", false))).toEqual(message);
});

test("P3.13 beyond twenty users a reaction is only counted, and the user's own is marked", () => {
  const all = Array.from({ length: 25 }, (_, index) => react(`user${index}`, "👍", true));
  const self = "user22";
  const of = (changes: ChangeEvent[]) =>
    changes.reduce((before, change) => applyChange(before, change, self), message).reactions;
  const first = Array.from({ length: 20 }, (_, index) => `user${index}`);
  expect(of(all)).toEqual([{ emoji: "👍", uids: first, count: 25, me: true }]);
  expect(of([...all, react(self, "👍", true)])).toEqual(of(all));
  // A client can't know who comes next, so it only counts from here on.
  const fewer = { emoji: "👍", uids: first.slice(1), count: 23 };
  expect(of([...all, react(self, "👍", false), react("user0", "👍", false)])).toEqual([fewer]);
  expect(of([...all, react(self, "👍", false), react("user0", "👍", false), react("new", "👍", true)])).toEqual([
    { ...fewer, count: 24 },
  ]);
});

test("P3.15 a delete by somebody else leaves neither the author's name nor the id", () => {
  const gone: ChangeEvent = { type: "delete", ...stamp, uid: "moderator", target: 1 };
  expect(applyChange(message, gone)).toMatchObject({ uid: "ada", username: "", id: "", message: "", deleted: true });
});
