import { describe, expect, test } from "vitest";
import { FLOOD_GUESTS } from "../../../src/capabilities/newcomers/flood-detector.ts";
import { plugInNewcomers } from "../../../src/capabilities/newcomers/newcomers.ts";
import { newProofOfWork, verifyProof } from "../../../src/capabilities/newcomers/proof-of-work.ts";
import { leadingZeroBits } from "../../../src/protocol/challenge.ts";
import type { ChallengeAnswer } from "../../../src/protocol/challenge-answer.ts";
import type { SettingsPatch } from "../../../src/protocol/moderation-action.ts";
import { MemoryNewcomerStore } from "../../support/memory-newcomer-store.ts";
import { type RoomFixture, roomFixture } from "../../support/room-fixture.ts";
import { solve } from "../../support/solve.ts";

const MINUTE = 60_000;

/** A room with these settings, and one person of each role in it. */
function roomWith(settings: SettingsPatch): RoomFixture {
  const fixture = roomFixture();
  expect(fixture.moderate("owner", { action: "settings", settings })).toMatchObject({ type: "done" });
  fixture.discardReceived();
  return fixture;
}

describe("a challenge", () => {
  test("P10.1 is asked of a new guest, who may say hello again with the answer", () => {
    const fixture = roomWith({ challenge: "always" });
    const [refused] = fixture.enter("new");
    expect(refused).toEqual({
      type: "error",
      code: "challenge_needed",
      message: expect.any(String),
      challenge: { kind: "pow", salt: expect.any(String), bits: 17 },
    });
    expect(fixture.closed.has("new")).toBe(false);
    const hello = { type: "hello", username: "new", challenge: solve(refused.challenge) } as const;
    expect(fixture.do("new", hello)[0]).toMatchObject({ type: "welcome" });
    expect(fixture.say("new", "hello")).toMatchObject([{ type: "message" }]);
  });

  test("P10.1 is not asked of guests whom the room knows, nor of those with a role", () => {
    const fixture = roomWith({ challenge: "always" });
    for (const name of ["owner", "moderator", "member", "guest"]) {
      fixture.leave(name);
      expect(fixture.enter(name)[0]).toMatchObject({ type: "welcome" });
    }
  });

  test("P10.1 is not asked of who brings an invitation, or is signed in", () => {
    const fixture = roomWith({ challenge: "always" });
    const { invitation } = fixture.moderate("owner", { action: "invite" });
    expect(fixture.enter("invited", { invite: invitation.secret })[0]).toMatchObject({ role: "member" });
    const identity = { uid: "~site", role: "member", expires: fixture.now + MINUTE } as const;
    expect(fixture.enter("signed", { identity })[0]).toMatchObject({ type: "welcome", role: "member" });
    // A nonce is the client's own choice, and says nothing about it.
    expect(fixture.enter("nonce", { nonce: "n".repeat(22) })[0]).toMatchObject({ code: "challenge_needed" });
  });

  test("P10.1 comes last, so that a name that is taken costs no answer", () => {
    const fixture = roomWith({ challenge: "always" });
    expect(fixture.enter("new", { username: "owner" })[0]).toMatchObject({ code: "name_taken" });
  });

  test("P10.2 is answered once: a used, foreign, wrong or expired answer brings another challenge", () => {
    const fixture = roomWith({ challenge: "always" });
    const [{ challenge }] = fixture.enter("first");
    const answer = solve(challenge);
    expect(fixture.do("first", { type: "hello", username: "first", challenge: answer })[0]).toMatchObject({
      type: "welcome",
    });
    const [{ challenge: late }] = fixture.enter("late");
    const lateAnswer = solve(late);
    const [{ challenge: foreign }] = roomWith({ challenge: "always" }).enter("elsewhere");
    const refused = (wrong: ChallengeAnswer) => {
      const [error] = fixture.do("late", { type: "hello", username: "late", challenge: wrong });
      expect(error).toMatchObject({ code: "bad_challenge", challenge: { kind: "pow" } });
      expect(error.challenge.salt).not.toBe(late.salt);
    };
    refused(answer);
    refused({ kind: "pow", answer: `${late.salt}.x` });
    refused({ kind: "turnstile", answer: "anything", verdict: "passed" });
    // The fixture's rooms have one key and one clock; another room's salt differs by its key alone.
    expect(foreign.salt).not.toBe(late.salt);
    fixture.now += 5 * MINUTE;
    refused(lateAnswer);
    expect(fixture.closed.has("late")).toBe(false);
  });

  test("P10.2 is valid in the room that made it, unchanged, and solved only by a hash with enough zero bits", () => {
    const [ours, theirs] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    const turn = { now: 1_000, newId: () => "0123456789abcdef" };
    const challenge = newProofOfWork(ours, turn, 8);
    const { answer } = solve(challenge);
    expect(verifyProof(ours, answer, 2_000)).toEqual({ salt: challenge.salt, until: 301_000 });
    expect(verifyProof(theirs, answer, 2_000)).toBeUndefined();
    const easier = challenge.salt.replace(".8.", ".1.");
    expect(verifyProof(ours, solve({ ...challenge, salt: easier, bits: 1 }).answer, 2_000)).toBeUndefined();
    const counters = Array.from({ length: 300 }, (_, counter) => `${challenge.salt}.${counter}`);
    const passed = counters.filter((one) => verifyProof(ours, one, 2_000) !== undefined);
    expect(passed).toContain(answer);
    expect(passed.length).toBeLessThan(20);
  });

  test("P10.2 zero bits are counted from the first byte on", () => {
    expect(leadingZeroBits(Uint8Array.of(0xff))).toBe(0);
    expect(leadingZeroBits(Uint8Array.of(0x01, 0xff))).toBe(7);
    expect(leadingZeroBits(Uint8Array.of(0x00, 0x1f, 0x00))).toBe(11);
    expect(leadingZeroBits(Uint8Array.of(0, 0))).toBe(16);
  });

  test("P10.3 with Turnstile configured is its widget, and only the Worker's own verdict counts", () => {
    const fixture = roomFixture();
    fixture.capabilities.splice(0, 1, plugInNewcomers(new MemoryNewcomerStore(), "0xSITE"));
    fixture.evict();
    fixture.moderate("owner", { action: "settings", settings: { challenge: "always" } });
    const challenge = { kind: "turnstile", siteKey: "0xSITE" };
    expect(fixture.enter("new")[0]).toMatchObject({ code: "challenge_needed", challenge });
    const answered = (verdict: Pick<ChallengeAnswer, "verdict">) =>
      fixture.do("new", {
        type: "hello",
        username: "new",
        challenge: { kind: "turnstile", answer: "token", ...verdict },
      })[0];
    expect(answered({})).toMatchObject({ code: "bad_challenge", challenge });
    expect(answered({ verdict: "failed" })).toMatchObject({ code: "bad_challenge", challenge });
    expect(answered({ verdict: "unavailable" })).toMatchObject({ code: "challenge_unavailable", retryAfter: 5_000 });
    expect(answered({ verdict: "passed" })).toMatchObject({ type: "welcome" });
  });
});

describe("a flood", () => {
  test("P10.1 of new guests has the next ones asked, and none whom the room knows", () => {
    const fixture = roomWith({ challenge: "flood" });
    for (let index = 0; index < FLOOD_GUESTS; index += 1) {
      expect(fixture.enter(`new${index}`)[0]).toMatchObject({ type: "welcome" });
      fixture.now += 1_000;
    }
    for (let index = 0; index < 5; index += 1) {
      expect(fixture.enter(`asked${index}`)[0]).toMatchObject({ code: "challenge_needed" });
    }
    for (const name of ["guest", "other", "member", "new0"]) {
      fixture.leave(name);
      expect(fixture.enter(name)[0]).toMatchObject({ type: "welcome" });
    }
    // The flood is over when a minute brought fewer.
    fixture.now += MINUTE;
    expect(fixture.enter("later")[0]).toMatchObject({ type: "welcome" });
  });

  test("P10.1 is none if as many come in a longer time", () => {
    const fixture = roomWith({ challenge: "flood" });
    for (let index = 0; index < 3 * FLOOD_GUESTS; index += 1) {
      expect(fixture.enter(`new${index}`)[0]).toMatchObject({ type: "welcome" });
      fixture.now += MINUTE / FLOOD_GUESTS + 1;
    }
  });

  test("P10.1 plain clients are counted too", () => {
    const fixture = roomWith({ challenge: "flood", plainClients: "read" });
    for (let index = 0; index < FLOOD_GUESTS; index += 1) fixture.enterPlain(`plain${index}`);
    expect(fixture.say("plain0", "hello")).toMatchObject([{ type: "message" }]);
    expect(fixture.enter("new")[0]).toMatchObject({ code: "challenge_needed" });
    fixture.enterPlain("late");
    expect(fixture.say("late", "hello")).toMatchObject([{ code: "read_only" }]);
  });
});

describe("plain clients, which cannot answer", () => {
  test("P10.4 come in and write unless the owner chose otherwise", () => {
    const fixture = roomWith({ challenge: "always" });
    fixture.enterPlain("plain");
    expect(fixture.say("plain", "hello")).toMatchObject([{ type: "message", message: "hello" }]);
  });

  test("P10.4 only read if the owner chose so, until the owner takes that back, also across an eviction", () => {
    const fixture = roomWith({ challenge: "always", plainClients: "read" });
    expect(fixture.enterPlain("plain", 5)).toMatchObject([{ type: "system" }]);
    expect(fixture.say("plain", "hello")).toMatchObject([{ type: "error", code: "read_only" }]);
    expect(fixture.do("plain", { type: "cast", data: { type: "wave" } })).toMatchObject([{ code: "read_only" }]);
    fixture.evict();
    expect(fixture.say("plain", "hello")).toMatchObject([{ code: "read_only" }]);
    fixture.say("guest", "can you read this?");
    expect(fixture.received("plain")).toMatchObject([{ type: "message", message: "can you read this?" }]);
    fixture.moderate("owner", { action: "settings", settings: { plainClients: "allow" } });
    expect(fixture.say("plain", "hello")).toMatchObject([{ type: "message" }]);
  });
});

describe("the first minute", () => {
  test("P10.5 a new guest only reads at first, over a reconnect as well", () => {
    const fixture = roomWith({ newcomerSeconds: 60 });
    fixture.enter("new");
    fixture.now += 20_000;
    expect(fixture.say("new", "hello")).toMatchObject([{ code: "newcomer", retryAfter: 40_000 }]);
    fixture.leave("new");
    fixture.evict();
    fixture.enter("new");
    expect(fixture.say("new", "hello")).toMatchObject([{ code: "newcomer", retryAfter: 40_000 }]);
    expect(fixture.do("new", { type: "cast", data: { type: "wave" } })).toMatchObject([{ code: "newcomer" }]);
    fixture.say("guest", "welcome");
    expect(fixture.received("new")).toMatchObject([{ type: "message" }]);
    fixture.now += 40_000;
    expect(fixture.say("new", "hello")).toMatchObject([{ type: "message" }]);
  });

  test("P10.5 is not for those whom the room knows, and ends when the owner turns it off", () => {
    const fixture = roomWith({ newcomerSeconds: 60 });
    for (const name of ["guest", "member", "moderator"]) {
      expect(fixture.say(name, "hello")).toMatchObject([{ type: "message" }]);
    }
    fixture.leave("guest");
    fixture.enter("guest");
    expect(fixture.say("guest", "back")).toMatchObject([{ type: "message" }]);
    fixture.enter("new");
    fixture.enterPlain("plain");
    expect(fixture.say("plain", "hello")).toMatchObject([{ code: "newcomer" }]);
    fixture.moderate("owner", { action: "role", uid: fixture.uid("new"), role: "member" });
    expect(fixture.say("new", "hello")).toMatchObject([{ type: "message" }]);
    fixture.moderate("owner", { action: "settings", settings: { newcomerSeconds: 0 } });
    expect(fixture.say("plain", "hello")).toMatchObject([{ type: "message" }]);
  });
});

test("P10.1 a room that nobody set anything for asks nobody, and remembers no guest", () => {
  const store = new MemoryNewcomerStore();
  const fixture = roomFixture();
  fixture.capabilities.splice(0, 1, plugInNewcomers(store));
  fixture.evict();
  for (let index = 0; index < 2 * FLOOD_GUESTS; index += 1) {
    expect(fixture.enter(`new${index}`)[0]).toMatchObject({ type: "welcome" });
    expect(store.since(fixture.uid(`new${index}`))).toBeUndefined();
  }
});
