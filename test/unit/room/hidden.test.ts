import { describe, expect, test } from "vitest";
import { PUBLIC_VIEWER } from "../../../src/room/log/visibility.ts";
import type { RoomCommand } from "../../../src/room/model/context.ts";
import { type Stage, staged } from "../../support/stage.ts";

/** A test room in which everything that the guest writes is hidden. */
function shadowed(): Stage {
  const stage = staged();
  stage.moderate("moderator", { action: "shadow", uid: stage.uid("guest"), on: true });
  return stage;
}

test("P9.9 a shadow-banned user is not notified, and sees their own messages as usual", () => {
  const stage = shadowed();
  expect(stage.hear("guest")).toEqual([]);
  const [own] = stage.say("guest", "hello");
  expect(own).toMatchObject({ type: "message", seq: 1, message: "hello" });
  expect(own).not.toHaveProperty("hidden");
  expect(stage.enter("guest")[0]).not.toHaveProperty("mutedUntil");
  expect(stage.list("moderator", "muted")).toMatchObject([{ uid: stage.uid("guest"), shadowed: true }]);
});

test("P9.9 moderators get a hidden message with a mark, other v1 clients a void, plain sockets nothing", () => {
  const stage = shadowed();
  stage.enterPlain("plain");
  stage.hush();
  stage.say("guest", "hello");
  for (const name of ["moderator", "owner"]) {
    expect(stage.hear(name)).toMatchObject([{ type: "message", seq: 1, message: "hello", hidden: true }]);
  }
  for (const name of ["member", "other"]) {
    expect(stage.hear(name)).toEqual([{ type: "void", seq: 1, at: stage.now, uid: "", id: "" }]);
  }
  expect(stage.hear("plain")).toEqual([]);
});

test("P3.16 a resume tells only the newest text of an edited message", () => {
  const stage = staged();
  stage.say("guest", "secret");
  stage.do("guest", { type: "edit", id: "e1", target: 1, message: "secret too" });
  stage.do("guest", { type: "edit", id: "e2", target: 1, message: "public" });
  const told = JSON.stringify(stage.log.after(0, PUBLIC_VIEWER));
  expect(told).not.toContain("secret");
  expect(told).toContain("public");
});

test("P9.9 hidden messages stay hidden after an eviction, in a resume, a reset, a page and plain history", () => {
  const stage = shadowed();
  stage.say("other", "before");
  stage.say("guest", "hello");
  stage.say("other", "behind");
  stage.evict();
  const since = { epoch: stage.log.identity.epoch, seq: 1 };
  const resumed = (name: string) => stage.enter(name, { since }).slice(1, -1);
  expect(resumed("other")).toMatchObject([
    { type: "void", seq: 2 },
    { type: "message", seq: 3 },
  ]);
  expect(resumed("guest")[0]).toEqual({ ...stage.log.message(2)?.message });
  expect(resumed("moderator")[0]).toMatchObject({ seq: 2, message: "hello", hidden: true });
  const reset = (name: string) => stage.enter(name)[1].messages.map(({ seq }: { seq: number }) => seq);
  expect(reset("other")).toEqual([1, 3]);
  expect(reset("guest")).toEqual([1, 2, 3]);
  expect(reset("moderator")).toEqual([1, 2, 3]);
  expect(stage.enterPlain("plain", 9).filter(({ type }) => type === "message")).toMatchObject([{ seq: 1 }, { seq: 3 }]);
  expect(stage.log.page({ limit: 2 }, PUBLIC_VIEWER)).toMatchObject([{ seq: 1 }, { seq: 3 }]);
});

describe("changes to a hidden message", () => {
  const TO_IT: readonly RoomCommand[] = [
    { type: "message", id: "t1", message: "a reply", replyTo: 1, extra: {} },
    { type: "reaction", id: "t2", target: 1, emoji: "👍", on: true },
  ];

  test.each(
    [...TO_IT, { type: "edit", id: "t3", target: 1, message: "edited" } as const].map((c) => [c.type, c] as const),
  )("P9.9 its author's %s is hidden too, even after the shadow ban ends", (_, command) => {
    const stage = shadowed();
    stage.say("guest", "hello");
    stage.moderate("moderator", { action: "shadow", uid: stage.uid("guest"), on: false });
    stage.hush();
    expect(stage.do("guest", command)).toMatchObject([{ type: command.type, seq: 2 }]);
    expect(stage.hear("other")).toEqual([{ type: "void", seq: 2, at: stage.now, uid: "", id: "" }]);
    expect(stage.say("guest", "seen again")).toMatchObject([{ seq: 3 }]);
    expect(stage.hear("other")).toMatchObject([{ type: "message", message: "seen again" }]);
  });

  test("P9.9 for other users the message does not exist; moderators may only delete it", () => {
    const stage = shadowed();
    stage.say("guest", "hello");
    for (const name of ["other", "moderator"]) {
      for (const command of TO_IT) expect(stage.do(name, command)).toMatchObject([{ code: "no_target" }]);
    }
    expect(stage.do("other", { type: "delete", id: "d", target: 1 })).toMatchObject([{ code: "no_target" }]);
    expect(stage.do("other", { type: "report", id: "r", target: 1 })).toMatchObject([{ code: "no_target" }]);
    expect(stage.moderate("moderator", { action: "pin", target: 1, on: true })).toMatchObject({ code: "no_target" });
    stage.hush();
    stage.do("moderator", { type: "delete", id: "d", target: 1 });
    expect(stage.hear("guest")).toMatchObject([{ type: "delete", target: 1 }]);
    expect(stage.hear("other")).toMatchObject([{ type: "void", seq: 2 }]);
  });
});

describe("hidden changes to a visible message", () => {
  test("P9.9 others keep the previous text after a hidden edit, until a visible edit follows", () => {
    const stage = staged();
    const uid = stage.uid("guest");
    stage.say("guest", "first");
    stage.moderate("moderator", { action: "shadow", uid, on: true });
    stage.do("guest", { type: "edit", id: "e", target: 1, message: "second" });
    stage.evict();
    const textTo = (name: string) => stage.enter(name)[1].messages[0].message;
    expect([textTo("guest"), textTo("moderator"), textTo("other")]).toEqual(["second", "second", "first"]);
    stage.moderate("moderator", { action: "shadow", uid, on: false });
    stage.do("guest", { type: "edit", id: "f", target: 1, message: "third" });
    expect([textTo("guest"), textTo("moderator"), textTo("other")]).toEqual(["third", "third", "third"]);
  });

  test("P9.9 a hidden edit of a pinned message does not show in the pins", () => {
    const stage = staged();
    stage.say("guest", "first");
    stage.moderate("moderator", { action: "pin", target: 1, on: true });
    stage.moderate("moderator", { action: "shadow", uid: stage.uid("guest"), on: true });
    stage.hush();
    stage.do("guest", { type: "edit", id: "e", target: 1, message: "second" });
    expect(stage.hear("other")).toMatchObject([{ type: "void" }]);
    expect(stage.enter("newcomer")[0]).toMatchObject({ pinned: [{ message: "first" }] });
  });

  test("P9.9 a delete also erases the hidden text", () => {
    const stage = shadowed();
    stage.moderate("moderator", { action: "shadow", uid: stage.uid("guest"), on: false });
    stage.say("guest", "first");
    stage.moderate("moderator", { action: "shadow", uid: stage.uid("guest"), on: true });
    stage.do("guest", { type: "edit", id: "e", target: 1, message: "secret" });
    stage.do("guest", { type: "delete", id: "d", target: 1 });
    expect(JSON.stringify(stage.log.message(1))).not.toContain("secret");
    expect(stage.hear("other").at(-1)).toMatchObject({ type: "delete", target: 1 });
  });

  test("P9.9 a hidden reaction is visible only to its author and moderators, and only they count it", () => {
    const stage = shadowed();
    stage.say("other", "hello");
    stage.hush();
    const react = (id: string, on: boolean) => stage.do("guest", { type: "reaction", id, target: 1, emoji: "👍", on });
    expect(react("r", true)).toMatchObject([{ type: "reaction", on: true }]);
    expect(stage.hear("other")).toMatchObject([{ type: "void" }]);
    const reactionsTo = (name: string) => stage.enter(name)[1].messages[0].reactions;
    const reaction = { emoji: "👍", uids: [stage.uid("guest")], count: 1 };
    expect([reactionsTo("guest"), reactionsTo("moderator"), reactionsTo("other")]).toEqual([
      [{ ...reaction, me: true }],
      [reaction],
      undefined,
    ]);
    stage.hush();
    react("r2", false);
    expect(stage.hear("other")).toMatchObject([{ type: "void" }]);
    expect([reactionsTo("guest"), reactionsTo("other")]).toEqual([undefined, undefined]);
  });

  test("P9.9 taking back a visible reaction is visible to everyone", () => {
    const stage = staged();
    stage.say("other", "hello");
    const react = (id: string, on: boolean) => stage.do("guest", { type: "reaction", id, target: 1, emoji: "👍", on });
    react("r", true);
    stage.moderate("moderator", { action: "shadow", uid: stage.uid("guest"), on: true });
    stage.hush();
    react("r2", false);
    expect(stage.hear("other")).toMatchObject([{ type: "reaction", on: false }]);
    expect(stage.log.message(1)?.message).not.toHaveProperty("reactions");
  });
});

test(`P9.9 a "hide" word hides a guest's message or edit, but not a moderator's`, () => {
  const stage = staged();
  stage.moderate("owner", { action: "settings", settings: { words: { reject: [], hide: ["casino*"] } } });
  stage.say("other", "fine");
  stage.hush();
  expect(stage.say("other", "Casinos!")).toMatchObject([{ type: "message", message: "Casinos!" }]);
  expect(stage.hear("guest")).toMatchObject([{ type: "void" }]);
  stage.do("other", { type: "edit", id: "e", target: 1, message: "a casino" });
  expect(stage.hear("guest")).toMatchObject([{ type: "void" }]);
  stage.say("moderator", "no casinos here");
  expect(stage.hear("guest")).toMatchObject([{ type: "message", message: "no casinos here" }]);
});

test("P9.9 a shadow-banned user's typing and renames are not broadcast; their casts reach only themselves", () => {
  const stage = shadowed();
  stage.do("guest", { type: "typing" });
  stage.tellPresence();
  expect(stage.hear("other")).toEqual([]);
  expect(stage.do("guest", { type: "cast", data: { type: "wave" } })).toMatchObject([{ type: "cast" }]);
  expect(stage.do("guest", { type: "rename", id: "n", username: "Buy now" })).toMatchObject([{ type: "notice" }]);
  expect(stage.hear("other")).toEqual([{ type: "void", seq: 1, at: stage.now, uid: "", id: "" }]);
});

test("P9.9 in the plain dialect, a shadow-banned user's messages reach only themselves", () => {
  const stage = staged();
  stage.enterPlain("plain");
  stage.enterPlain("listener");
  stage.moderate("moderator", { action: "shadow", uid: "plainplain", on: true });
  stage.hush();
  expect(stage.say("plain", "hello")).toMatchObject([{ type: "message", message: "hello", seq: 1 }]);
  expect(stage.do("plain", { type: "cast", data: { type: "wave" } })).toEqual([{ type: "wave" }]);
  expect(stage.hear("listener")).toEqual([]);
  expect(stage.hear("other")).toMatchObject([{ type: "void" }]);
});
