import { expect, test } from "vitest";
import { plugInBlocks } from "../../../src/capabilities/blocks/blocks.ts";
import { plugInPrivacy } from "../../../src/capabilities/privacy/privacy.ts";
import { MODERATOR_VIEWER } from "../../../src/room/log/visibility.ts";
import { MemoryBlockStore, MemoryErasureStore } from "../../support/memory-privacy.ts";
import { staged } from "../../support/stage.ts";

const privateStage = () => {
  return staged({}, [plugInPrivacy(new MemoryErasureStore()), plugInBlocks(new MemoryBlockStore())]);
};
const erase = (uid = "me") => ({ type: "privacy.erase", uid });
const exported = (uid = "me") => ({ type: "privacy.export", uid });
const OWNER = { type: "owner" } as const;

test("P11.1 an export has a person's messages, names, reactions, reports and records, and nobody else's", () => {
  const stage = privateStage();
  stage.say("guest", "first");
  stage.say("other", "not mine");
  stage.do("guest", { type: "edit", id: "e", target: 1, message: "first, edited" });
  stage.do("guest", { type: "reaction", id: "r", target: 2, emoji: "👍", on: true });
  stage.do("guest", { type: "rename", id: "n", username: "Gus" });
  stage.do("guest", { type: "report", id: "q", target: 2, reason: "rude" });
  stage.do("other", { type: "report", id: "q", target: 1 });
  stage.moderate("moderator", { action: "mute", uid: stage.uid("guest"), for: 60_000 });
  stage.moderate("moderator", { action: "shadow", uid: stage.uid("guest"), on: true });
  const { lines, next } = stage.ask("guest", exported());
  expect(next).toBeUndefined();
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: "connected", username: "Gus" }),
      expect.objectContaining({ kind: "mute", until: stage.now + 60_000 }),
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
  const forOwner = JSON.stringify(stage.ask("owner", exported(stage.uid("guest"))).lines);
  expect(forOwner).toMatch(/shadow.*evidence/);
});

test("P11.1 a long export comes in parts, each event once", () => {
  const stage = privateStage();
  for (let count = 0; count < 450; count += 1) stage.say("guest", `message ${count}`);
  const seqs: number[] = [];
  let next: object | undefined = {};
  while (next !== undefined) {
    const part = stage.ask("guest", { ...exported(), ...next });
    for (const { kind, seq } of part.lines) if (kind === "event") seqs.push(seq);
    next = part.next;
  }
  expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 450 }, (_, index) => index + 1));
});

test("P11.2 people ask for themselves, owners for people below them, and the owner's token for everybody", () => {
  const stage = privateStage();
  stage.cast("second", "owner");
  const before = stage.log.after(0, MODERATOR_VIEWER);
  for (const request of [exported, erase]) {
    expect(stage.ask("guest", request(stage.uid("other")))).toBe("not_allowed");
    expect(stage.ask("moderator", request(stage.uid("guest")))).toBe("not_allowed");
    expect(stage.ask("owner", request(stage.uid("second")))).toBe("not_allowed");
    expect(stage.ask("owner", request("nobody"))).toBe("no_person");
    expect(stage.ask(OWNER, request("me"))).toBe("no_person");
    expect(stage.ask({ type: "anonymous" }, request("me"))).toBe("no_person");
    expect(stage.ask({ type: "guest", token: "forged" }, request("me"))).toBe("bad_token");
  }
  expect(stage.log.after(0, MODERATOR_VIEWER)).toEqual(before);
  expect(stage.ask(OWNER, exported(stage.uid("second"))).lines).not.toEqual([]);
  expect(stage.ask("second", erase())).toMatchObject({ erased: true });
});

test("P11.2 the last owner is not erased except by the owner's token", () => {
  const stage = privateStage();
  expect(stage.ask("owner", erase())).toBe("not_allowed");
  expect(stage.ask(OWNER, erase(stage.uid("owner")))).toMatchObject({ erased: true });
});

test("P11.2 a ban does not keep anybody from their data", () => {
  const stage = privateStage();
  stage.say("guest", "something");
  stage.moderate("owner", { action: "ban", uid: stage.uid("guest"), reason: "a note" });
  const { lines } = stage.ask("guest", exported());
  expect(lines).toEqual(expect.arrayContaining([expect.objectContaining({ kind: "ban" })]));
  expect(JSON.stringify(lines)).not.toContain("a note");
});

test("P11.3 erasing deletes messages and reactions by events, and leaves no word and no name", () => {
  const stage = privateStage();
  stage.do("guest", { type: "rename", id: "rename by Gustav", username: "Gustav" });
  stage.say("guest", "my secret", { id: "written by Gustav" });
  stage.say("other", "a reply", { replyTo: 2 });
  stage.do("guest", { type: "reaction", id: "r", target: 3, emoji: "🎉", on: true });
  stage.do("guest", { type: "edit", id: "e", target: 2, message: "my second secret" });
  stage.do("guest", { type: "report", id: "q", target: 3, reason: "because Gustav says so" });
  stage.moderate("moderator", { action: "mute", uid: stage.uid("guest"), for: 1 });
  stage.now += 2;
  const uid = stage.uid("guest");
  stage.hush();
  expect(stage.ask("guest", erase())).toEqual({ uid, erased: true });
  expect(stage.hear("other")).toMatchObject([
    { type: "reaction", target: 3, emoji: "🎉", on: false },
    { type: "delete", target: 2 },
  ]);
  expect(stage.closed.get("guest")).toBe(4401);
  const stored = JSON.stringify([
    stage.log.after(0, MODERATOR_VIEWER),
    stage.log.page({ limit: 99 }, MODERATOR_VIEWER),
    stage.list("moderator", "audit"),
    stage.list("moderator", "reports"),
    stage.moderationStore.find(uid) ?? null,
    stage.nameRegistry.get(uid) ?? null,
  ]);
  expect(stored).not.toMatch(/Gustav|secret/);
  expect(stored).toContain("a reply");
  expect(stage.log.page({ limit: 9 }, MODERATOR_VIEWER)).toMatchObject([
    { seq: 2, deleted: true, username: "" },
    { seq: 3, message: "a reply" },
  ]);
});

test("P11.4 many messages are erased in slices, and what the person writes meanwhile stays", () => {
  const stage = privateStage();
  for (let count = 0; count < 500; count += 1) stage.say("guest", `message ${count}`);
  expect(stage.ask("guest", erase())).toMatchObject({ erased: false });
  const left = () => stage.log.page({ limit: 999 }, MODERATOR_VIEWER).filter(({ deleted }) => !deleted);
  expect(left()).toHaveLength(300);
  stage.enter("guest", { username: "new here" });
  stage.say("guest", "a new beginning");
  for (let slice = 0; slice < 2; slice += 1) {
    stage.now += 1_000;
    stage.evict();
    stage.runJobs();
  }
  expect(left()).toMatchObject([{ message: "a new beginning" }]);
  expect(stage.jobs.size).toBe(0);
});

test("P11.3 a ban and a mute that have not ended stay, without name and reason", () => {
  const stage = privateStage();
  const uid = stage.uid("guest");
  stage.moderate("moderator", { action: "mute", uid, for: 60_000 });
  stage.moderate("owner", { action: "ban", uid, reason: "a note" });
  expect(stage.ask("guest", erase())).toMatchObject({ erased: true });
  expect(stage.moderationStore.find(uid)).toMatchObject({ username: "", ban: { username: "" }, mute: {} });
  expect(JSON.stringify(stage.moderationStore.find(uid))).not.toContain("a note");
  expect(stage.enter("guest")[0]).toMatchObject({ code: "banned" });
});

test("P11.3 the evidence of an open report stays, and goes with the erasure of its author once it is resolved", () => {
  const stage = privateStage();
  stage.say("guest", "an insult");
  stage.do("other", { type: "report", id: "r", target: 1 });
  stage.ask("guest", erase());
  expect(stage.list("moderator", "reports")).toMatchObject([{ evidence: { message: "an insult" } }]);
  stage.moderate("moderator", { action: "resolve", report: 1 });
  stage.ask(OWNER, erase(stage.uid("guest")));
  expect(stage.list("moderator", "resolved")).toEqual([]);
});

test("P11.3 an owner's erasure of a person is in the audit log", () => {
  const stage = privateStage();
  const uid = stage.uid("guest");
  stage.say("guest", "something");
  stage.ask("owner", erase(uid));
  expect(stage.list("owner", "audit")[0]).toMatchObject({ action: "erase", by: stage.uid("owner"), details: { uid } });
});

test("P11.6 a guest's blocks are no business of the room", () => {
  const stage = privateStage();
  expect(stage.do("guest", { type: "block", id: "b", uid: "x", on: true })).toMatchObject([{ code: "not_allowed" }]);
  expect(stage.enter("guest")[0]).not.toHaveProperty("blocked");
});

test("P11.6 a signed-in person's blocks are told to their tabs and with each welcome, and end with an erasure", () => {
  const stage = privateStage();
  const ada = { uid: "1ada", role: "member", expires: stage.now + 9_999 } as const;
  expect(stage.enter("ada", { identity: ada })[0]).toMatchObject({ blocked: [] });
  stage.enter("her phone", { identity: ada });
  const uid = stage.uid("guest");
  stage.hush();
  expect(stage.do("ada", { type: "block", id: "b", uid, on: true }).at(-1)).toEqual({ type: "done", id: "b" });
  expect(stage.hear("her phone")).toEqual([{ type: "blocked", uids: [uid] }]);
  expect(stage.hear("guest")).toEqual([]);
  stage.evict();
  expect(stage.enter("ada", { identity: ada })[0]).toMatchObject({ blocked: [uid] });
  for (let count = 1; count < 200; count += 1) stage.do("ada", { type: "block", id: "b", uid: `u${count}`, on: true });
  expect(stage.do("ada", { type: "block", id: "b", uid: "more", on: true })).toMatchObject([{ code: "too_many" }]);
  stage.ask("guest", erase());
  const [welcome] = stage.enter("ada", { identity: ada });
  expect(welcome.blocked).toHaveLength(199);
  expect(welcome.blocked).not.toContain(uid);
});
