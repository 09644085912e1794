import { describe, expect, test } from "vitest";
import { type Message, RoomError } from "../../../src/client/index.ts";
import { BLOCK_SEQS, type Block, blocksOf, type LogSource } from "../../../src/page/log/group-messages.ts";
import type { SystemMessage } from "../../../src/page/model/system-messages.ts";

const MINUTE = 60_000;
const NOON = new Date(2026, 5, 1, 12).getTime();

function said(seq: number, username: string, at = NOON, uid = username): Message {
  return { type: "message", seq, at, uid, id: `${seq}`, username, message: `said ${seq}`, extra: {} };
}
const note = (after: number, at = NOON): SystemMessage => ({
  kind: "rename",
  at,
  key: `note-${after}`,
  after,
  previous: "Ben",
  username: "Benjamin",
});

/** A log of these messages, with nothing else unless told. */
function source(messages: readonly Message[], more: Partial<LogSource> = {}): LogSource {
  const find = (seq: number) => messages.find((message) => message.seq === seq);
  return {
    messages,
    systemMessages: [],
    find,
    changes: new Map(),
    messageErrors: new Map(),
    divider: undefined,
    ...more,
  };
}

/** How many messages stand together, and what else stands between them. */
const kindsOf = (blocks: readonly Block[]) =>
  blocks.flatMap(({ groups }) => groups).map((group) => (group.kind === "messages" ? group.rows.length : group.kind));
const kinds = (messages: readonly Message[], systemMessages: readonly SystemMessage[] = []) =>
  kindsOf(blocksOf(source(messages, { systemMessages }), []));

test("what one person says in one go stands together", () => {
  const messages = [said(1, "Ada"), said(2, "Ada", NOON + MINUTE), said(3, "Ben"), said(4, "Ada")];
  expect(kinds(messages)).toEqual(["day", 2, 1, 1]);
});

test("a pause, a note, another name or another person of the same name begins anew", () => {
  expect(kinds([said(1, "Ada"), said(2, "Ada", NOON + 5 * MINUTE)])).toEqual(["day", 1, 1]);
  expect(kinds([said(1, "Ada"), said(3, "Ada")], [note(2)])).toEqual(["day", 1, "system", 1]);
  expect(kinds([said(1, "Ada"), said(2, "Ada L.", NOON, "Ada")])).toEqual(["day", 1, 1]);
  expect(kinds([said(1, "Ada"), said(2, "Ada", NOON, "impostor")])).toEqual(["day", 1, 1]);
});

test("a webhook's posts with different pictures stand apart", () => {
  const post = (seq: number, avatar: string) => ({ ...said(seq, "CI"), bot: true as const, avatar });
  expect(kinds([post(1, "/a.png"), post(2, "/a.png"), post(3, "/b.png")])).toEqual(["day", 2, 1]);
});

test("each day is marked once", () => {
  const midnight = new Date(2026, 5, 2).getTime();
  const messages = [said(1, "Ada", midnight - 1), said(2, "Ada", midnight), said(3, "Ada", midnight + 1)];
  expect(kinds(messages, [note(1)])).toEqual(["day", 1, "system", "day", 2]);
  // Of a note as well, in whichever block it stands.
  expect(kinds(messages.slice(0, 1), [note(1, midnight + 1)])).toEqual(["day", 1, "day", "system"]);
  expect(kinds(messages, [note(1, midnight)])).toEqual(["day", 1, "day", "system", 2]);
  const later = [said(1, "Ada", midnight - 1), said(BLOCK_SEQS, "Ada", midnight)];
  expect(kinds(later, [note(1, midnight)])).toEqual(["day", 1, "day", "system", 1]);
});

test("a note stands behind what was there when it came, however much comes in front of that", () => {
  const notes = [note(0), note(2), note(9)];
  expect(kinds([said(2, "Ada"), said(3, "Ben")], notes)).toEqual(["day", "system", 1, "system", 1, "system"]);
  expect(kinds([said(1, "Ada"), said(2, "Ada"), said(3, "Ben")], notes)).toEqual([
    "day",
    "system",
    2,
    "system",
    1,
    "system",
  ]);
  expect(kinds([], notes)).toEqual(["day", "system", "system", "system"]);
});

test("a block keeps its key when messages are added to it", () => {
  const keys = (messages: readonly Message[]) =>
    blocksOf(source(messages), []).flatMap(({ groups }) => groups.map(({ key }) => key));
  expect(keys([said(1, "Ada"), said(2, "Ada")])).toEqual(keys([said(1, "Ada")]));
});

test("what one says across the end of a chunk goes on in the next, unless a note comes between", () => {
  const messages = [said(BLOCK_SEQS - 1, "Ada"), said(BLOCK_SEQS, "Ada"), said(BLOCK_SEQS + 1, "Ada")];
  const last = (systemMessages: readonly SystemMessage[]) =>
    blocksOf(source(messages, { systemMessages }), []).at(-1)?.groups.at(-1);
  expect(last([])).toMatchObject({ kind: "messages", isContinued: true });
  expect(last([note(BLOCK_SEQS - 1)])).toMatchObject({ kind: "messages", isContinued: false });
});

test("where reading stopped is marked before the first message after it, in whichever chunk that is", () => {
  const messages = Array.from({ length: 2 * BLOCK_SEQS }, (_, index) => said(index + 1, "Ada"));
  for (const after of [1, BLOCK_SEQS - 1, BLOCK_SEQS]) {
    const divider = { after, since: NOON };
    const shown = kindsOf(blocksOf(source(messages, { divider }), []));
    const before = shown.slice(0, shown.indexOf("new-divider")).filter((kind) => typeof kind === "number");
    expect(before.reduce((sum, count) => sum + count, 0)).toBe(after);
    expect(shown.filter((kind) => kind === "new-divider")).toHaveLength(1);
  }
  // Nothing came after it, or what it stands behind is not loaded.
  for (const after of [0, 2 * BLOCK_SEQS]) {
    expect(kindsOf(blocksOf(source(messages, { divider: { after, since: NOON } }), []))).not.toContain("new-divider");
  }
});

describe("a change makes anew only the blocks that it is in", () => {
  const messages = Array.from({ length: 100 }, (_, index) => said(index + 101, index % 3 === 0 ? "Ada" : "Ben"));
  const before = blocksOf(source(messages), []);
  /** The numbers of the log at which blocks begin that are not the same objects as before. */
  const renewed = (next: LogSource) =>
    blocksOf(next, before)
      .filter((chunk) => !before.includes(chunk))
      .map(({ key }) => key * BLOCK_SEQS);

  test("nothing changed", () => {
    expect(renewed(source([...messages]))).toEqual([]);
  });

  test("a message more", () => {
    expect(renewed(source([...messages, said(201, "Mei")]))).toEqual([192]);
  });

  test("older messages", () => {
    const older = Array.from({ length: 100 }, (_, index) => said(index + 1, "Mei"));
    // 96 is the chunk that both are in.
    expect(renewed(source([...older, ...messages]))).toEqual([0, 16, 32, 48, 64, 80, 96]);
  });

  test("an edit, and so the quotes of it", () => {
    const answer: Message = { ...said(150, "Ada"), replyTo: 110 };
    const answered = messages.with(49, answer);
    const blocks = blocksOf(source(answered), []);
    const edited = answered.with(9, { ...said(110, "Ada"), message: "edited" });
    const next = blocksOf(source(edited), blocks);
    const anew = next.filter((chunk) => !blocks.includes(chunk));
    expect(anew.map(({ key }) => key * BLOCK_SEQS)).toEqual([96, 144]);
    const lines = anew[1]?.groups.flatMap((block) => (block.kind === "messages" ? block.rows : []));
    expect(lines?.find(({ message }) => message === answer)?.quoted?.message).toBe("edited");
  });

  test("what is on its way to change a message, or did not happen to it", () => {
    const change = { id: "own", command: { type: "delete", id: "own", target: 120 }, at: 1, state: "sending" } as const;
    expect(renewed(source(messages, { changes: new Map([[120, change]]) }))).toEqual([112]);
    const error = new RoomError("too_many_reactions", "no more");
    expect(renewed(source(messages, { messageErrors: new Map([[120, error]]) }))).toEqual([112]);
  });

  test("where reading stopped", () => {
    expect(renewed(source(messages, { divider: { after: 130, since: NOON } }))).toEqual([128]);
  });
});
