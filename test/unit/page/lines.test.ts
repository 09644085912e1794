import { expect, test } from "vitest";
import type { Message } from "../../../src/client/index.ts";
import { blocksOf } from "../../../src/page/log/lines.ts";
import type { Note } from "../../../src/page/log/notes.ts";

const MINUTE = 60_000;
const NOON = new Date(2026, 5, 1, 12).getTime();

function said(seq: number, username: string, at = NOON, uid = username): Message {
  return { type: "message", seq, at, uid, id: `${seq}`, username, message: `said ${seq}` };
}
const note = (after: number): Note => ({
  kind: "rename",
  key: `note-${after}`,
  after,
  previous: "Ben",
  username: "Benjamin",
});

/** How many messages stand together, and what else stands between them. */
const kinds = (messages: readonly Message[], notes: readonly Note[] = []) =>
  blocksOf(messages, notes).map((block) => (block.kind === "messages" ? block.messages.length : block.kind));

test("what one person says in one go stands together", () => {
  const messages = [said(1, "Ada"), said(2, "Ada", NOON + MINUTE), said(3, "Ben"), said(4, "Ada")];
  expect(kinds(messages)).toEqual(["day", 2, 1, 1]);
});

test("a pause, a note, another name or another person of the same name begins anew", () => {
  expect(kinds([said(1, "Ada"), said(2, "Ada", NOON + 5 * MINUTE)])).toEqual(["day", 1, 1]);
  expect(kinds([said(1, "Ada"), said(3, "Ada")], [note(2)])).toEqual(["day", 1, "note", 1]);
  expect(kinds([said(1, "Ada"), said(2, "Ada L.", NOON, "Ada")])).toEqual(["day", 1, 1]);
  expect(kinds([said(1, "Ada"), said(2, "Ada", NOON, "impostor")])).toEqual(["day", 1, 1]);
});

test("each day is marked once", () => {
  const midnight = new Date(2026, 5, 2).getTime();
  const messages = [said(1, "Ada", midnight - 1), said(2, "Ada", midnight), said(3, "Ada", midnight + 1)];
  expect(kinds(messages, [note(1)])).toEqual(["day", 1, "note", "day", 2]);
});

test("a note stands behind what was there when it came, however much comes in front of that", () => {
  const notes = [note(0), note(2), note(9)];
  expect(kinds([said(2, "Ada"), said(3, "Ben")], notes)).toEqual(["note", "day", 1, "note", 1, "note"]);
  expect(kinds([said(1, "Ada"), said(2, "Ada"), said(3, "Ben")], notes)).toEqual(["note", "day", 2, "note", 1, "note"]);
  expect(kinds([], notes)).toEqual(["note", "note", "note"]);
});

test("a block keeps its key when messages are added to it", () => {
  const keys = (messages: readonly Message[]) => blocksOf(messages, []).map(({ key }) => key);
  expect(keys([said(1, "Ada"), said(2, "Ada")])).toEqual(keys([said(1, "Ada")]));
});
