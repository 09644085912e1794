import { expect, test } from "vitest";
import { type ImportBatch, importedUid, parseBatch } from "../../../src/capabilities/import/batch.ts";
import { IMPORT_BATCH, plugInImport } from "../../../src/capabilities/import/import.ts";
import { isSignedInUid } from "../../../src/protocol/identity.ts";
import { PUBLIC_VIEWER } from "../../../src/room/log/visibility.ts";
import { roomFixture } from "../../support/room-fixture.ts";

const OWNER = { type: "owner" } as const;

const importRoom = () => {
  const room = { isFull: false };
  const fixture = roomFixture({}, [plugInImport({ maxCharacters: 4_000, isFull: () => room.isFull })]);
  return { fixture, room };
};

type Line = Partial<{ id: string; person: string; username: string; message: string; at: number }> & {
  readonly [field: string]: unknown;
};

function batchOf(lines: readonly Line[], fields: object = {}): ImportBatch {
  const messages = lines.map((line, index) => ({
    id: `id-${index}`,
    person: "U1",
    username: "Ada",
    message: `message ${index}`,
    at: 1_000 + index,
    ...line,
  }));
  const parsed = parseBatch({ source: "slack", messages, ...fields });
  if (!parsed.ok) throw new Error(`invalid: ${parsed.field}`);
  return parsed.value;
}

const request = (lines: readonly Line[], fields: object = {}) => ({
  type: IMPORT_BATCH,
  // Parsed JSON, and what became of it, is JSON.
  batch: JSON.parse(JSON.stringify(batchOf(lines, fields))),
});

test("P17.12 P17.15 an import keeps times, names, replies, edits and reactions, and marks each message", () => {
  const { fixture } = importRoom();
  const lines = [
    { id: "a", reactions: [{ emoji: "👍", people: ["U2", "U3", "U2"] }], editedAt: 1_500 },
    { id: "b", person: "U2", username: "Ben", replyTo: { person: "U1", id: "a" } },
    { id: "c", replyTo: { person: "U9", id: "gone" } },
  ];
  expect(fixture.ask("owner", request(lines))).toEqual({ stored: 3, known: 0 });
  const [ada, ben, third] = ["U1", "U2", "U3"].map((person) => importedUid("slack", person));
  expect(fixture.log.page({ limit: 9 }, PUBLIC_VIEWER)).toEqual([
    {
      type: "message",
      seq: 1,
      at: 1_000,
      uid: ada,
      id: "a",
      username: "Ada",
      message: "message 0",
      imported: true,
      editedAt: 1_500,
      reactions: [{ emoji: "👍", uids: [ben, third], count: 2 }],
    },
    expect.objectContaining({ at: 1_001, uid: ben, username: "Ben", replyTo: 1, imported: true }),
    expect.not.objectContaining({ replyTo: expect.anything() }),
  ]);
});

test("P17.13 the same import again stores nothing, and one that broke off goes on", () => {
  const { fixture } = importRoom();
  const lines: Line[] = Array.from({ length: 6 }, (_, index) => ({ id: `m${index}`, at: 1_000 + index }));
  expect(fixture.ask("owner", request(lines.slice(0, 3)))).toEqual({ stored: 3, known: 0 });
  const head = fixture.log.head();
  expect(fixture.ask("owner", request(lines.slice(0, 3)))).toEqual({ stored: 0, known: 3 });
  expect(fixture.log.head()).toBe(head);
  expect(fixture.ask("owner", request(lines))).toEqual({ stored: 3, known: 3 });
  const texts = fixture.log.page({ limit: 9 }, PUBLIC_VIEWER).map(({ id }) => id);
  expect(texts).toEqual(["m0", "m1", "m2", "m3", "m4", "m5"]);
  // Twice in one batch.
  expect(
    fixture.ask(
      "owner",
      request([
        { id: "x", at: 5_000 },
        { id: "x", at: 5_000 },
      ]),
    ),
  ).toEqual({ stored: 1, known: 1 });
});

test("P17.13 messages that are older than those of the log, or out of order, are refused as a whole", () => {
  const { fixture } = importRoom();
  expect(
    fixture.ask(
      "owner",
      request([
        { id: "a", at: 9 },
        { id: "b", at: 8 },
      ]),
    ),
  ).toBe("import_order");
  fixture.say("guest", "a live one");
  expect(fixture.ask("owner", request([{ id: "a", at: fixture.now - 1 }]))).toBe("import_order");
  expect(fixture.log.head()).toBe(1);
  expect(fixture.ask("owner", request([{ id: "a", at: fixture.now }]))).toMatchObject({ stored: 1 });
});

test("P17.14 an import gives no one a name or a role, and takes none", () => {
  const { fixture } = importRoom();
  const person = fixture.uid("owner");
  fixture.ask(OWNER, request([{ person, username: "owner", message: "I own this room" }]));
  fixture.now += 60_000;
  fixture.runJobs();
  const [message] = fixture.log.page({ limit: 1 }, PUBLIC_VIEWER);
  expect(message).toMatchObject({ username: "owner", imported: true });
  expect(message?.uid).not.toBe(person);
  expect(message?.uid).toMatch(/^i[\da-f]{24}$/);
  expect(isSignedInUid(message?.uid ?? "")).toBe(false);
  expect(fixture.nameRegistry.get(message?.uid ?? "")).toBeUndefined();
  expect(fixture.moderationStore.members.find(message?.uid ?? "")).toBeUndefined();
  expect(fixture.enter("owner")[0]).toMatchObject({ role: "owner", username: "owner" });
  // The owner can't change what was imported under their name, except as a moderator.
  expect(fixture.do("owner", { type: "edit", id: "e", target: 1, message: "no" })).toMatchObject([
    { code: "not_yours" },
  ]);
});

test("P17.16 P17.17 no one writes while an import goes on, no one is told, and at its end clients load the log afresh", () => {
  const { fixture } = importRoom();
  const { epoch } = fixture.log.identity;
  fixture.ask("owner", request([{ id: "a" }]));
  expect(fixture.received("guest")).toEqual([]);
  fixture.evict();
  expect(fixture.say("guest", "meanwhile")).toMatchObject([{ code: "room_locked", retryAfter: 60_000 }]);
  fixture.discardReceived();
  expect(fixture.ask("owner", request([{ id: "b", at: 2_000 }], { last: true }))).toEqual({ stored: 1, known: 0 });
  expect(fixture.received("guest")).toEqual([]);
  fixture.runJobs();
  expect(fixture.log.identity.epoch).not.toBe(epoch);
  expect(fixture.closed.get("guest")).toBe(1012);
  const [, reset] = fixture.enter("guest", { since: { epoch, seq: 0 } });
  expect(reset).toMatchObject({ type: "reset", reason: "epoch", messages: [{ id: "a" }, { id: "b" }] });
  expect(fixture.say("guest", "afterwards").at(-1)).toMatchObject({ type: "message", message: "afterwards" });
});

test("P17.17 an import that stopped is over after a minute, and one that brings nothing new disturbs no one", () => {
  const { fixture } = importRoom();
  fixture.ask("owner", request([{ id: "a" }]));
  fixture.now += 59_000;
  fixture.runJobs();
  expect(fixture.say("guest", "early")).toMatchObject([{ code: "room_locked" }]);
  fixture.now += 1_000;
  fixture.runJobs();
  fixture.enter("guest");
  const { epoch } = fixture.log.identity;
  expect(fixture.ask("owner", request([{ id: "a" }], { last: true }))).toEqual({ stored: 0, known: 1 });
  fixture.runJobs();
  expect(fixture.log.identity.epoch).toBe(epoch);
  expect(fixture.say("guest", "later").at(-1)).toMatchObject({ message: "later" });
});

test("P17.12 only owners import, in rooms that have space, and once in the audit log", () => {
  const { fixture, room } = importRoom();
  for (const name of ["moderator", "member", "guest"]) expect(fixture.ask(name, request([{}]))).toBe("not_allowed");
  room.isFull = true;
  expect(fixture.ask("owner", request([{}]))).toBe("storage_full");
  room.isFull = false;
  expect(fixture.ask("owner", request([{ message: "x".repeat(4_001) }]))).toBe("message_too_long");
  expect(fixture.log.head()).toBe(0);
  fixture.ask("owner", request([{ id: "a" }]));
  fixture.ask("owner", request([{ id: "b", at: 2_000 }]));
  fixture.enter("owner");
  const entries = fixture.list("owner", "audit").filter(({ action }: { action: string }) => action === "import");
  expect(entries).toMatchObject([{ details: { source: "slack" } }]);
  expect(entries[0]).not.toHaveProperty("count");
});

test.each([
  [{ message: " \n " }, "messages.0.message"],
  [{ message: "\u202Eright to left" }, "messages.0.message"],
  [{ username: "x".repeat(33) }, "messages.0.username"],
  [{ at: -1 }, "messages.0.at"],
  [{ at: 1.5 }, "messages.0.at"],
  [{ id: "" }, "messages.0.id"],
  [{ person: "" }, "messages.0.person"],
  [{ replyTo: 4 }, "messages.0.replyTo"],
  [{ reactions: [{ emoji: "party", people: ["U1"] }] }, "messages.0.reactions.0.emoji"],
  [{ reactions: [{ emoji: "👍", people: [] }] }, "messages.0.reactions.0.people"],
])("P17.12 a batch with an invalid field is refused, and the field named: %j", (line, field) => {
  expect(() => batchOf([line])).toThrow(`invalid: ${field}`);
});
