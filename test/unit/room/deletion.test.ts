import { expect, test } from "vitest";
import { plugInDeletion } from "../../../src/capabilities/deletion/deletion.ts";
import { MODERATOR_VIEWER } from "../../../src/room/log/visibility.ts";
import { MemoryDeletionStore } from "../../support/memory-privacy.ts";
import { roomFixture } from "../../support/room-fixture.ts";

const ownedRoom = () => roomFixture({}, [plugInDeletion(new MemoryDeletionStore())]);
const all = (uid: string) => ({ type: "deletion.person", uid });
const before = (at: number) => ({ type: "deletion.before", at });
const OWNER = { type: "owner" } as const;

type Fixture = ReturnType<typeof ownedRoom>;
const textsIn = (fixture: Fixture) =>
  fixture.log.page({ limit: 9_999 }, MODERATOR_VIEWER).flatMap(({ deleted, message }) => (deleted ? [] : [message]));

test("P17.1 an owner deletes all messages of a person, with an event for each, and their reactions stay", () => {
  const fixture = ownedRoom();
  fixture.say("guest", "first");
  fixture.say("other", "stays");
  fixture.do("guest", { type: "reaction", id: "r", target: 2, emoji: "👍", on: true });
  fixture.say("guest", "second");
  const uid = fixture.uid("guest");
  fixture.discardReceived();
  expect(fixture.ask("owner", all(uid))).toEqual({ uid, done: true });
  const by = fixture.uid("owner");
  expect(fixture.received("other")).toMatchObject([
    { type: "delete", uid: by },
    { type: "delete", uid: by },
  ]);
  expect(textsIn(fixture)).toEqual(["stays"]);
  expect(fixture.log.message(2)?.message.reactions).toMatchObject([{ emoji: "👍", count: 1 }]);
  expect(fixture.list("owner", "audit")[0]).toMatchObject({ action: "deleteAll", by, details: { uid } });
});

test("P17.1 many messages go in slices that survive an eviction, and what the person writes meanwhile stays", () => {
  const fixture = ownedRoom();
  for (let count = 0; count < 450; count += 1) fixture.say("guest", `message ${count}`);
  const uid = fixture.uid("guest");
  expect(fixture.ask(OWNER, all(uid))).toEqual({ uid, done: false });
  expect(textsIn(fixture)).toHaveLength(250);
  fixture.say("guest", "later");
  for (let slice = 0; slice < 2; slice += 1) {
    fixture.now += 1_000;
    fixture.evict();
    fixture.runJobs();
  }
  expect(textsIn(fixture)).toEqual(["later"]);
  expect(fixture.jobs.size).toBe(0);
});

test("P17.1 P17.2 only owners delete, and none what another owner wrote", () => {
  const fixture = ownedRoom();
  fixture.cast("second", "owner");
  fixture.say("second", "an owner's");
  fixture.say("guest", "a guest's");
  for (const name of ["moderator", "member", "guest"]) {
    expect(fixture.ask(name, all(fixture.uid("guest")))).toBe("not_allowed");
    expect(fixture.ask(name, before(fixture.now + 1))).toBe("not_allowed");
  }
  expect(fixture.ask({ type: "anonymous" }, all(fixture.uid("guest")))).toBe("not_allowed");
  expect(fixture.ask("owner", all(fixture.uid("second")))).toBe("not_allowed");
  expect(fixture.ask("owner", all("nobody"))).toBe("no_person");
  expect(fixture.ask(OWNER, all(""))).toBe("no_person");
  expect(textsIn(fixture)).toHaveLength(2);
  // Their own, and everybody's with the owner's token.
  expect(fixture.ask("second", all(fixture.uid("second")))).toMatchObject({ done: true });
  expect(textsIn(fixture)).toEqual(["a guest's"]);
});

test("P17.2 P17.3 everything before a time goes, and clients load what is left afresh", () => {
  const fixture = ownedRoom();
  for (let count = 0; count < 1_500; count += 1) fixture.say("guest", "old");
  fixture.now += 1_000;
  fixture.say("guest", "kept");
  const { epoch } = fixture.log.identity;
  const { now } = fixture;
  expect(fixture.ask("owner", before(now))).toEqual({ before: now, done: false });
  expect(fixture.log.oldest()).toBe(1_001);
  expect(fixture.log.identity.epoch).toBe(epoch);
  fixture.now += 1_000;
  fixture.evict();
  fixture.runJobs();
  expect(textsIn(fixture)).toEqual(["kept"]);
  expect(fixture.closed.get("other")).toBe(1012);
  const [welcome, reset] = fixture.enter("other", { since: { epoch, seq: 1_501 } });
  expect(welcome).toMatchObject({ type: "welcome", head: 1_501, oldest: 1_501 });
  expect(reset).toMatchObject({ type: "reset", reason: "epoch", messages: [{ message: "kept" }] });
  fixture.enter("owner");
  expect(fixture.list("owner", "audit")[0]).toMatchObject({ action: "deleteBefore", details: { before: now } });
});

test("P17.3 a deletion that finds nothing disturbs nobody", () => {
  const fixture = ownedRoom();
  fixture.say("guest", "kept");
  const { epoch } = fixture.log.identity;
  expect(fixture.ask("owner", before(fixture.now))).toMatchObject({ done: true });
  expect(fixture.log.identity.epoch).toBe(epoch);
  expect(fixture.closed.size).toBe(0);
});
