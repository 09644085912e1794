import { describe, expect, test } from "vitest";
import { type Stage, staged } from "../../support/stage.ts";

const HOUR = 60 * 60 * 1_000;

/** What a person sees as the name of another: in the welcome's list of members. */
function nameFor(stage: Stage, viewer: string, uid: string): string | undefined {
  stage.leave(viewer);
  const [{ members }] = stage.enter(viewer);
  return members.find((member: { uid: string }) => member.uid === uid)?.username;
}

/** What a person receives, and everything that they find out by joining again. */
function allThatReaches(stage: Stage, viewer: string): string {
  const live = stage.hear(viewer);
  stage.leave(viewer);
  return JSON.stringify([live, stage.enter(viewer)]);
}

describe("a muted person", () => {
  test("P9.24 comes back under the name that they had when muted, and is told so in the welcome", () => {
    const stage = staged();
    const uid = stage.uid("guest");
    stage.moderate("moderator", { action: "mute", uid, for: HOUR });
    stage.enterPlain("plain");
    stage.leave("guest");
    stage.evict();
    stage.hush();
    expect(stage.enter("guest", { username: "Fresh start" })[0]).toMatchObject({ uid, username: "guest" });
    stage.tellPresence();
    expect(allThatReaches(stage, "other")).not.toContain("Fresh start");
    expect(JSON.stringify(stage.hear("plain"))).not.toContain("Fresh start");
    expect(nameFor(stage, "other", uid)).toBe("guest");
    expect(stage.do("guest", { type: "rename", id: "r", username: "Fresh start" })).toMatchObject([{ code: "muted" }]);
  });

  test("P9.24 may choose a name again after the mute", () => {
    const stage = staged();
    stage.moderate("moderator", { action: "mute", uid: stage.uid("guest"), for: HOUR });
    stage.leave("guest");
    stage.now += HOUR;
    expect(stage.enter("guest", { username: "Fresh start" })[0]).toMatchObject({ username: "Fresh start" });
  });

  test("P9.24 keeps the name of the moment of the mute, not of an earlier action", () => {
    const stage = staged();
    const uid = stage.uid("member");
    stage.do("member", { type: "rename", id: "r", username: "Meanwhile" });
    stage.moderate("moderator", { action: "mute", uid, for: HOUR });
    stage.leave("member");
    expect(stage.enter("member", { username: "Fresh start" })[0]).toMatchObject({ username: "Meanwhile" });
  });

  test("P9.24 has a generated name if another person has taken theirs", () => {
    const stage = staged();
    const uid = stage.uid("guest");
    stage.moderate("moderator", { action: "mute", uid, for: HOUR });
    stage.leave("guest");
    stage.do("other", { type: "rename", id: "r", username: "guest" });
    expect(stage.enter("guest", { username: "Fresh start" })[0]).toMatchObject({
      username: expect.stringMatching(/^guest-/),
    });
  });
});

describe("a shadowed person", () => {
  /** A room with a shadowed guest, a plain listener, and another tab of the guest. */
  function shadowed() {
    const stage = staged();
    const uid = stage.uid("guest");
    stage.moderate("moderator", { action: "shadow", uid, on: true });
    stage.enterPlain("plain");
    stage.hush();
    return { stage, uid };
  }

  test("P9.24 sees the name that they chose by a rename; others see the one before, also after an eviction", () => {
    const { stage, uid } = shadowed();
    expect(stage.do("guest", { type: "rename", id: "r", username: "Buy now" })).toMatchObject([
      { type: "notice", username: "Buy now" },
    ]);
    stage.evict();
    expect(stage.say("guest", "hello")).toMatchObject([{ type: "message", username: "Buy now" }]);
    expect(allThatReaches(stage, "other")).not.toContain("Buy now");
    expect(nameFor(stage, "other", uid)).toBe("guest");
    stage.leave("guest");
    stage.tellPresence();
    expect(JSON.stringify([stage.hear("other"), stage.hear("plain")])).not.toContain("Buy now");
  });

  test("P9.24 comes back under a new name for their own eyes: welcome, presence and system messages", () => {
    const { stage, uid } = shadowed();
    stage.leave("guest");
    stage.tellPresence();
    stage.evict();
    stage.hush();
    const [welcome] = stage.enter("guest", { username: "Buy now" });
    expect(welcome).toMatchObject({ username: "Buy now" });
    expect(welcome.members).toContainEqual({ uid, username: "Buy now", role: "guest" });
    stage.tellPresence();
    expect(stage.hear("guest")).toMatchObject([{ type: "presence", joined: [{ uid, username: "Buy now" }] }]);
    expect(stage.hear("other")).toMatchObject([{ type: "presence", joined: [{ uid, username: "guest" }] }]);
    expect(stage.hear("plain")).toEqual([{ type: "system", message: "guest connected" }]);
    stage.leave("guest");
    expect(stage.hear("plain")).toEqual([{ type: "system", message: "guest disconnected" }]);
    expect(allThatReaches(stage, "other")).not.toContain("Buy now");
  });

  test("P9.24 in the plain dialect, the name of a shadowed message reaches only its sender", () => {
    const { stage } = shadowed();
    stage.moderate("moderator", { action: "shadow", uid: "plainplain", on: true });
    stage.enterPlain("listener");
    stage.hush();
    expect(stage.say("plain", "hello", { username: "Buy now" })).toMatchObject([{ username: "Buy now" }]);
    stage.evict();
    stage.leave("plain");
    expect(stage.hear("listener")).toEqual([{ type: "system", message: "plain disconnected" }]);
    expect(allThatReaches(stage, "other")).not.toContain("Buy now");
  });

  test("P9.24 no one else can take the name by which others know them", () => {
    const { stage } = shadowed();
    stage.do("guest", { type: "rename", id: "r", username: "Buy now" });
    expect(stage.do("other", { type: "rename", id: "r", username: "guest" })).toMatchObject([{ code: "name_taken" }]);
  });

  test("P9.24 has the public name again when the shadow ends, and moderators' lists have it all along", () => {
    const { stage, uid } = shadowed();
    stage.do("guest", { type: "rename", id: "r", username: "Buy now" });
    stage.moderate("moderator", { action: "mute", uid, for: HOUR });
    expect(stage.list("moderator", "muted")).toMatchObject([{ uid, username: "guest" }]);
    stage.moderate("moderator", { action: "mute", uid, for: 0 });
    stage.moderate("moderator", { action: "shadow", uid, on: false });
    stage.hush();
    stage.say("guest", "hello");
    expect(stage.hear("other")).toMatchObject([{ type: "message", username: "guest" }]);
  });
});
