import { expect, test } from "vitest";
import { plugInBlocks } from "../../../src/capabilities/blocks/blocks.ts";
import { plugInPrivacy } from "../../../src/capabilities/privacy/privacy.ts";
import { MODERATOR_VIEWER } from "../../../src/room/log/visibility.ts";
import { MemoryBlockStore, MemoryErasureStore } from "../../support/memory-privacy.ts";
import { roomFixture } from "../../support/room-fixture.ts";

const privateStage = () => {
  return roomFixture({}, [plugInPrivacy(new MemoryErasureStore()), plugInBlocks(new MemoryBlockStore())]);
};
const erase = (uid = "me") => ({ type: "privacy.erase", uid });
const exported = (uid = "me") => ({ type: "privacy.export", uid });
const OWNER = { type: "owner" } as const;

test("P11.1 an export has a person's messages, names, reactions, reports and records, and nobody else's", () => {
  const fixture = privateStage();
  fixture.say("guest", "first");
  fixture.say("other", "not mine");
  fixture.do("guest", { type: "edit", id: "e", target: 1, message: "first, edited" });
  fixture.do("guest", { type: "reaction", id: "r", target: 2, emoji: "👍", on: true });
  fixture.do("guest", { type: "rename", id: "n", username: "Gus" });
  fixture.do("guest", { type: "report", id: "q", target: 2, reason: "rude" });
  fixture.do("other", { type: "report", id: "q", target: 1 });
  fixture.moderate("moderator", { action: "mute", uid: fixture.uid("guest"), for: 60_000 });
  fixture.moderate("moderator", { action: "shadow", uid: fixture.uid("guest"), on: true });
  const { lines, next } = fixture.ask("guest", exported());
  expect(next).toBeUndefined();
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: "connected", username: "Gus" }),
      expect.objectContaining({ kind: "mute", until: fixture.now + 60_000 }),
      expect.objectContaining({ kind: "report", target: 2, reason: "rude" }),
      expect.objectContaining({ kind: "event", type: "message", seq: 1, message: "first, edited" }),
      expect.objectContaining({ kind: "event", type: "edit", target: 1 }),
      expect.objectContaining({ kind: "event", type: "reaction", emoji: "👍" }),
      expect.objectContaining({ kind: "event", type: "notice", username: "Gus", previous: "guest" }),
    ]),
  );
  const text = JSON.stringify(lines);
  expect(text).not.toContain("not mine");
  // A person is not told that they are shadowed, who reported them, or what moderators noted.
  expect(text).not.toMatch(/shadow|hidden|evidence/);
  const forOwner = JSON.stringify(fixture.ask("owner", exported(fixture.uid("guest"))).lines);
  expect(forOwner).toMatch(/shadow.*evidence/);
});

test("P11.1 a long export comes in parts, each event once", () => {
  const fixture = privateStage();
  for (let count = 0; count < 450; count += 1) fixture.say("guest", `message ${count}`);
  const seqs: number[] = [];
  let next: object | undefined = {};
  while (next !== undefined) {
    const part = fixture.ask("guest", { ...exported(), ...next });
    for (const { kind, seq } of part.lines) if (kind === "event") seqs.push(seq);
    next = part.next;
  }
  expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 450 }, (_, index) => index + 1));
});

test("P11.2 people ask for themselves, owners for people below them, and the owner's token for everybody", () => {
  const fixture = privateStage();
  fixture.cast("second", "owner");
  const before = fixture.log.after(0, MODERATOR_VIEWER);
  for (const request of [exported, erase]) {
    expect(fixture.ask("guest", request(fixture.uid("other")))).toBe("not_allowed");
    expect(fixture.ask("moderator", request(fixture.uid("guest")))).toBe("not_allowed");
    expect(fixture.ask("owner", request(fixture.uid("second")))).toBe("not_allowed");
    expect(fixture.ask("owner", request("nobody"))).toBe("no_person");
    expect(fixture.ask(OWNER, request("me"))).toBe("no_person");
    expect(fixture.ask({ type: "anonymous" }, request("me"))).toBe("no_person");
    expect(fixture.ask({ type: "guest", token: "forged" }, request("me"))).toBe("bad_token");
  }
  expect(fixture.log.after(0, MODERATOR_VIEWER)).toEqual(before);
  expect(fixture.ask(OWNER, exported(fixture.uid("second"))).lines).not.toEqual([]);
  expect(fixture.ask("second", erase())).toMatchObject({ erased: true });
});

test("P11.2 the last owner is not erased except by the owner's token", () => {
  const fixture = privateStage();
  expect(fixture.ask("owner", erase())).toBe("not_allowed");
  expect(fixture.ask(OWNER, erase(fixture.uid("owner")))).toMatchObject({ erased: true });
});

test("P11.2 a ban does not keep anybody from their data", () => {
  const fixture = privateStage();
  fixture.say("guest", "something");
  fixture.moderate("owner", { action: "ban", uid: fixture.uid("guest"), reason: "a note" });
  const { lines } = fixture.ask("guest", exported());
  expect(lines).toEqual(expect.arrayContaining([expect.objectContaining({ kind: "ban" })]));
  expect(JSON.stringify(lines)).not.toContain("a note");
});

test("P11.3 erasing deletes messages and reactions by events, and leaves no word and no name", () => {
  const fixture = privateStage();
  fixture.do("guest", { type: "rename", id: "rename by Gustav", username: "Gustav" });
  fixture.say("guest", "my secret", { id: "written by Gustav" });
  fixture.say("other", "a reply", { replyTo: 2 });
  fixture.do("guest", { type: "reaction", id: "r", target: 3, emoji: "🎉", on: true });
  fixture.do("guest", { type: "edit", id: "e", target: 2, message: "my second secret" });
  fixture.do("guest", { type: "report", id: "q", target: 3, reason: "because Gustav says so" });
  fixture.moderate("moderator", { action: "mute", uid: fixture.uid("guest"), for: 1 });
  fixture.now += 2;
  const uid = fixture.uid("guest");
  fixture.discardReceived();
  expect(fixture.ask("guest", erase())).toEqual({ uid, erased: true });
  expect(fixture.received("other")).toMatchObject([
    { type: "reaction", target: 3, emoji: "🎉", on: false },
    { type: "delete", target: 2 },
  ]);
  expect(fixture.closed.get("guest")).toBe(4401);
  // P8.26.
  expect(fixture.received("guest").at(-1)).toMatchObject({ code: "bad_token", reason: "erased" });
  const stored = JSON.stringify([
    fixture.log.after(0, MODERATOR_VIEWER),
    fixture.log.page({ limit: 99 }, MODERATOR_VIEWER),
    fixture.list("moderator", "audit"),
    fixture.list("moderator", "reports"),
    fixture.moderationStore.members.find(uid) ?? null,
    fixture.nameRegistry.get(uid) ?? null,
  ]);
  expect(stored).not.toMatch(/Gustav|secret/);
  expect(stored).toContain("a reply");
  expect(fixture.log.page({ limit: 9 }, MODERATOR_VIEWER)).toMatchObject([
    { seq: 2, deleted: true, username: "" },
    { seq: 3, message: "a reply" },
  ]);
});

test("P8.29 the messages of an erased person say so, and those that a moderator deleted don't", () => {
  const fixture = privateStage();
  fixture.say("guest", "mine");
  fixture.say("other", "deleted by a moderator");
  fixture.do("moderator", { type: "delete", id: "d", target: 2 });
  fixture.ask("guest", erase());
  expect(fixture.log.page({ limit: 9 }, MODERATOR_VIEWER)).toEqual([
    expect.objectContaining({ seq: 1, deleted: true, username: "", erased: true }),
    expect.not.objectContaining({ erased: expect.anything() }),
  ]);
});

test("P11.4 many messages are erased in slices, and what the person writes meanwhile stays", () => {
  const fixture = privateStage();
  for (let count = 0; count < 500; count += 1) fixture.say("guest", `message ${count}`);
  expect(fixture.ask("guest", erase())).toMatchObject({ erased: false });
  const left = () => fixture.log.page({ limit: 999 }, MODERATOR_VIEWER).filter(({ deleted }) => !deleted);
  expect(left()).toHaveLength(300);
  fixture.enter("guest", { username: "new here" });
  fixture.say("guest", "a new beginning");
  for (let slice = 0; slice < 2; slice += 1) {
    fixture.now += 1_000;
    fixture.evict();
    fixture.runJobs();
  }
  expect(left()).toMatchObject([{ message: "a new beginning" }]);
  expect(fixture.jobs.size).toBe(0);
});

test("P11.3 a ban and a mute that have not ended stay, without name and reason", () => {
  const fixture = privateStage();
  const uid = fixture.uid("guest");
  fixture.moderate("moderator", { action: "mute", uid, for: 60_000 });
  fixture.moderate("owner", { action: "ban", uid, reason: "a note" });
  expect(fixture.ask("guest", erase())).toMatchObject({ erased: true });
  expect(fixture.moderationStore.members.find(uid)).toMatchObject({ username: "", ban: { username: "" }, mute: {} });
  expect(JSON.stringify(fixture.moderationStore.members.find(uid))).not.toContain("a note");
  expect(fixture.enter("guest")[0]).toMatchObject({ code: "banned" });
});

test("P11.3 the evidence of an open report stays, and goes with the erasure of its author once it is resolved", () => {
  const fixture = privateStage();
  fixture.say("guest", "an insult");
  fixture.do("other", { type: "report", id: "r", target: 1 });
  fixture.ask("guest", erase());
  expect(fixture.list("moderator", "reports")).toMatchObject([{ evidence: { message: "an insult" } }]);
  fixture.moderate("moderator", { action: "resolve", report: 1 });
  fixture.ask(OWNER, erase(fixture.uid("guest")));
  expect(fixture.list("moderator", "resolved")).toEqual([]);
});

test("P11.3 an owner's erasure of a person is in the audit log", () => {
  const fixture = privateStage();
  const uid = fixture.uid("guest");
  fixture.say("guest", "something");
  fixture.ask("owner", erase(uid));
  expect(fixture.list("owner", "audit")[0]).toMatchObject({
    action: "erase",
    by: fixture.uid("owner"),
    details: { uid },
  });
});

test("P11.6 a guest's blocks are no business of the room", () => {
  const fixture = privateStage();
  expect(fixture.do("guest", { type: "block", id: "b", uid: "x", on: true })).toMatchObject([{ code: "not_allowed" }]);
  expect(fixture.enter("guest")[0]).not.toHaveProperty("blocked");
});

test("P11.6 a signed-in person's blocks are told to their tabs and with each welcome, and end with an erasure", () => {
  const fixture = privateStage();
  const ada = { uid: "1ada", role: "member", expires: fixture.now + 9_999 } as const;
  expect(fixture.enter("ada", { identity: ada })[0]).toMatchObject({ blocked: [] });
  fixture.enter("her phone", { identity: ada });
  const uid = fixture.uid("guest");
  fixture.discardReceived();
  expect(fixture.do("ada", { type: "block", id: "b", uid, on: true }).at(-1)).toEqual({ type: "done", id: "b" });
  expect(fixture.received("her phone")).toEqual([{ type: "blocked", uids: [uid] }]);
  expect(fixture.received("guest")).toEqual([]);
  fixture.evict();
  expect(fixture.enter("ada", { identity: ada })[0]).toMatchObject({ blocked: [uid] });
  for (let count = 1; count < 200; count += 1)
    fixture.do("ada", { type: "block", id: "b", uid: `u${count}`, on: true });
  expect(fixture.do("ada", { type: "block", id: "b", uid: "more", on: true })).toMatchObject([{ code: "too_many" }]);
  fixture.ask("guest", erase());
  const [welcome] = fixture.enter("ada", { identity: ada });
  expect(welcome.blocked).toHaveLength(199);
  expect(welcome.blocked).not.toContain(uid);
});
