import { describe, expect, test } from "vitest";
import { type Message, RoomError } from "../../../src/client/index.ts";
import { CHUNK_SEQS, type Chunk, chunksOf, type LogSource } from "../../../src/page/log/chunks.ts";
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

/** A log of these messages, with nothing else unless told. */
function source(messages: readonly Message[], more: Partial<LogSource> = {}): LogSource {
  const find = (seq: number) => messages.find((message) => message.seq === seq);
  return { messages, notes: [], find, changes: new Map(), troubles: new Map(), stop: undefined, ...more };
}

/** How many messages stand together, and what else stands between them. */
const kindsOf = (chunks: readonly Chunk[]) =>
  chunks.flatMap(({ blocks }) => blocks).map((block) => (block.kind === "messages" ? block.lines.length : block.kind));
const kinds = (messages: readonly Message[], notes: readonly Note[] = []) =>
  kindsOf(chunksOf(source(messages, { notes }), []));

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
  const keys = (messages: readonly Message[]) =>
    chunksOf(source(messages), []).flatMap(({ blocks }) => blocks.map(({ key }) => key));
  expect(keys([said(1, "Ada"), said(2, "Ada")])).toEqual(keys([said(1, "Ada")]));
});

test("what one says across the end of a chunk goes on in the next, unless a note comes between", () => {
  const messages = [said(CHUNK_SEQS - 1, "Ada"), said(CHUNK_SEQS, "Ada"), said(CHUNK_SEQS + 1, "Ada")];
  const last = (notes: readonly Note[]) => chunksOf(source(messages, { notes }), []).at(-1)?.blocks.at(-1);
  expect(last([])).toMatchObject({ kind: "messages", isContinued: true });
  expect(last([note(CHUNK_SEQS - 1)])).toMatchObject({ kind: "messages", isContinued: false });
});

test("where reading stopped is marked before the first message after it, in whichever chunk that is", () => {
  const messages = Array.from({ length: 2 * CHUNK_SEQS }, (_, index) => said(index + 1, "Ada"));
  for (const after of [1, CHUNK_SEQS - 1, CHUNK_SEQS]) {
    const stop = { after, since: NOON };
    const shown = kindsOf(chunksOf(source(messages, { stop }), []));
    const before = shown.slice(0, shown.indexOf("stop")).filter((kind) => typeof kind === "number");
    expect(before.reduce((sum, count) => sum + count, 0)).toBe(after);
    expect(shown.filter((kind) => kind === "stop")).toHaveLength(1);
  }
  // Nothing came after it, or what it stands behind is not loaded.
  for (const after of [0, 2 * CHUNK_SEQS]) {
    expect(kindsOf(chunksOf(source(messages, { stop: { after, since: NOON } }), []))).not.toContain("stop");
  }
});

describe("a change makes anew only the chunks that it is in", () => {
  const messages = Array.from({ length: 100 }, (_, index) => said(index + 101, index % 3 === 0 ? "Ada" : "Ben"));
  const before = chunksOf(source(messages), []);
  /** The numbers of the log at which chunks begin that are not the same objects as before. */
  const renewed = (next: LogSource) =>
    chunksOf(next, before)
      .filter((chunk) => !before.includes(chunk))
      .map(({ key }) => key * CHUNK_SEQS);

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
    const chunks = chunksOf(source(answered), []);
    const edited = answered.with(9, { ...said(110, "Ada"), message: "edited" });
    const next = chunksOf(source(edited), chunks);
    const anew = next.filter((chunk) => !chunks.includes(chunk));
    expect(anew.map(({ key }) => key * CHUNK_SEQS)).toEqual([96, 144]);
    const lines = anew[1]?.blocks.flatMap((block) => (block.kind === "messages" ? block.lines : []));
    expect(lines?.find(({ message }) => message === answer)?.quoted?.message).toBe("edited");
  });

  test("what is on its way to change a message, or did not happen to it", () => {
    const change = { id: "own", command: { type: "delete", id: "own", target: 120 }, at: 1, state: "sending" } as const;
    expect(renewed(source(messages, { changes: new Map([[120, change]]) }))).toEqual([112]);
    const error = new RoomError("too_many_reactions", "no more");
    expect(renewed(source(messages, { troubles: new Map([[120, error]]) }))).toEqual([112]);
  });

  test("where reading stopped", () => {
    expect(renewed(source(messages, { stop: { after: 130, since: NOON } }))).toEqual([128]);
  });
});
