import { describe, expect, test } from "vitest";
import { type RoomFixture, roomFixture } from "../../support/room-fixture.ts";

const HOUR = 60 * 60 * 1_000;

/** What a person sees as the name of another: in the welcome's list of members. */
function nameFor(fixture: RoomFixture, viewer: string, uid: string): string | undefined {
  fixture.leave(viewer);
  const [{ members }] = fixture.enter(viewer);
  return members.find((member: { uid: string }) => member.uid === uid)?.username;
}

/** What a person receives, and everything that they find out by joining again. */
function allThatReaches(fixture: RoomFixture, viewer: string): string {
  const live = fixture.received(viewer);
  fixture.leave(viewer);
  return JSON.stringify([live, fixture.enter(viewer)]);
}

describe("a muted person", () => {
  test("P9.21 comes back under the name that they had when muted, and is told so in the welcome", () => {
    const fixture = roomFixture();
    const uid = fixture.uid("guest");
    fixture.moderate("moderator", { action: "mute", uid, for: HOUR });
    fixture.enterPlain("plain");
    fixture.leave("guest");
    fixture.evict();
    fixture.discardReceived();
    expect(fixture.enter("guest", { username: "Fresh start" })[0]).toMatchObject({ uid, username: "guest" });
    fixture.sendSignals();
    expect(allThatReaches(fixture, "other")).not.toContain("Fresh start");
    expect(JSON.stringify(fixture.received("plain"))).not.toContain("Fresh start");
    expect(nameFor(fixture, "other", uid)).toBe("guest");
    expect(fixture.do("guest", { type: "rename", id: "r", username: "Fresh start" })).toMatchObject([
      { code: "muted" },
    ]);
  });

  test("P9.21 may choose a name again after the mute", () => {
    const fixture = roomFixture();
    fixture.moderate("moderator", { action: "mute", uid: fixture.uid("guest"), for: HOUR });
    fixture.leave("guest");
    fixture.now += HOUR;
    expect(fixture.enter("guest", { username: "Fresh start" })[0]).toMatchObject({ username: "Fresh start" });
  });

  test("P9.21 keeps the name of the moment of the mute, not of an earlier action", () => {
    const fixture = roomFixture();
    const uid = fixture.uid("member");
    fixture.do("member", { type: "rename", id: "r", username: "Meanwhile" });
    fixture.moderate("moderator", { action: "mute", uid, for: HOUR });
    fixture.leave("member");
    expect(fixture.enter("member", { username: "Fresh start" })[0]).toMatchObject({ username: "Meanwhile" });
  });

  test("P9.21 has a generated name if another person has taken theirs", () => {
    const fixture = roomFixture();
    const uid = fixture.uid("guest");
    fixture.moderate("moderator", { action: "mute", uid, for: HOUR });
    fixture.leave("guest");
    fixture.do("other", { type: "rename", id: "r", username: "guest" });
    expect(fixture.enter("guest", { username: "Fresh start" })[0]).toMatchObject({
      username: expect.stringMatching(/^guest-/),
    });
  });
});

describe("a shadowed person", () => {
  /** A room with a shadowed guest, a plain listener, and another tab of the guest. */
  function shadowed() {
    const fixture = roomFixture();
    const uid = fixture.uid("guest");
    fixture.moderate("moderator", { action: "shadow", uid, on: true });
    fixture.enterPlain("plain");
    fixture.discardReceived();
    return { fixture, uid };
  }

  test("P9.21 sees the name that they chose by a rename; others see the one before, also after an eviction", () => {
    const { fixture, uid } = shadowed();
    expect(fixture.do("guest", { type: "rename", id: "r", username: "Buy now" })).toMatchObject([
      { type: "notice", username: "Buy now" },
    ]);
    fixture.evict();
    expect(fixture.say("guest", "hello")).toMatchObject([{ type: "message", username: "Buy now" }]);
    expect(allThatReaches(fixture, "other")).not.toContain("Buy now");
    expect(nameFor(fixture, "other", uid)).toBe("guest");
    fixture.leave("guest");
    fixture.sendSignals();
    expect(JSON.stringify([fixture.received("other"), fixture.received("plain")])).not.toContain("Buy now");
  });

  test("P9.21 comes back under a new name for their own eyes: welcome, presence and system messages", () => {
    const { fixture, uid } = shadowed();
    fixture.leave("guest");
    fixture.sendSignals();
    fixture.evict();
    fixture.discardReceived();
    const [welcome] = fixture.enter("guest", { username: "Buy now" });
    expect(welcome).toMatchObject({ username: "Buy now" });
    expect(welcome.members).toContainEqual({ uid, username: "Buy now", role: "guest" });
    fixture.sendSignals();
    expect(fixture.received("guest")).toMatchObject([{ type: "presence", joined: [{ uid, username: "Buy now" }] }]);
    expect(fixture.received("other")).toMatchObject([{ type: "presence", joined: [{ uid, username: "guest" }] }]);
    expect(fixture.received("plain")).toEqual([{ type: "system", message: "guest connected" }]);
    fixture.leave("guest");
    expect(fixture.received("plain")).toEqual([{ type: "system", message: "guest disconnected" }]);
    expect(allThatReaches(fixture, "other")).not.toContain("Buy now");
  });

  test("P9.21 in the plain dialect, the name of a shadowed message reaches only its sender", () => {
    const { fixture } = shadowed();
    fixture.moderate("moderator", { action: "shadow", uid: "plainplain", on: true });
    fixture.enterPlain("listener");
    fixture.discardReceived();
    expect(fixture.say("plain", "hello", { username: "Buy now" })).toMatchObject([{ username: "Buy now" }]);
    fixture.evict();
    fixture.leave("plain");
    expect(fixture.received("listener")).toEqual([{ type: "system", message: "plain disconnected" }]);
    expect(allThatReaches(fixture, "other")).not.toContain("Buy now");
  });

  test("P9.21 no one else can take the name by which others know them", () => {
    const { fixture } = shadowed();
    fixture.do("guest", { type: "rename", id: "r", username: "Buy now" });
    expect(fixture.do("other", { type: "rename", id: "r", username: "guest" })).toMatchObject([{ code: "name_taken" }]);
  });

  test("P9.21 has the public name again when the shadow ends, and moderators' lists have it all along", () => {
    const { fixture, uid } = shadowed();
    fixture.do("guest", { type: "rename", id: "r", username: "Buy now" });
    fixture.moderate("moderator", { action: "mute", uid, for: HOUR });
    expect(fixture.list("moderator", "muted")).toMatchObject([{ uid, username: "guest" }]);
    fixture.moderate("moderator", { action: "mute", uid, for: 0 });
    fixture.moderate("moderator", { action: "shadow", uid, on: false });
    fixture.discardReceived();
    fixture.say("guest", "hello");
    expect(fixture.received("other")).toMatchObject([{ type: "message", username: "guest" }]);
  });
});
