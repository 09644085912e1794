import { describe, expect, test } from "vitest";
import { PUBLIC_VIEWER } from "../../../src/room/log/visibility.ts";
import type { RoomCommand } from "../../../src/room/model/context.ts";
import { type RoomFixture, roomFixture } from "../../support/room-fixture.ts";

/** A test room in which everything that the guest writes is hidden. */
function shadowed(): RoomFixture {
  const fixture = roomFixture();
  fixture.moderate("moderator", { action: "shadow", uid: fixture.uid("guest"), on: true });
  return fixture;
}

test("P9.9 a shadow-banned user is not notified, and sees their own messages as usual", () => {
  const fixture = shadowed();
  expect(fixture.received("guest")).toEqual([]);
  const [own] = fixture.say("guest", "hello");
  expect(own).toMatchObject({ type: "message", seq: 1, message: "hello" });
  expect(own).not.toHaveProperty("hidden");
  expect(fixture.enter("guest")[0]).not.toHaveProperty("mutedUntil");
  expect(fixture.list("moderator", "muted")).toMatchObject([{ uid: fixture.uid("guest"), shadowed: true }]);
});

test("P9.9 P3.9 a shadow-banned user sees that they type as anyone does, on each of their sockets, and nobody else does", () => {
  const fixture = shadowed();
  const types = (name: string) => {
    fixture.discardReceived();
    fixture.do(name, { type: "typing" });
    fixture.sendSignals();
    return { type: "typing", uid: fixture.uid(name) };
  };
  const others = ["owner", "moderator", "member", "other"];
  const own = types("guest");
  expect(fixture.received("guest")).toEqual([own]);
  for (const name of others) expect(fixture.received(name)).toEqual([]);
  fixture.moderate("moderator", { action: "shadow", uid: fixture.uid("guest"), on: false });
  types("guest");
  for (const name of ["guest", ...others]) expect(fixture.received(name)).toEqual([own]);
});

test("P9.9 moderators get a hidden message with a mark, other v1 clients a void, plain sockets nothing", () => {
  const fixture = shadowed();
  fixture.enterPlain("plain");
  fixture.discardReceived();
  fixture.say("guest", "hello");
  for (const name of ["moderator", "owner"]) {
    expect(fixture.received(name)).toMatchObject([{ type: "message", seq: 1, message: "hello", hidden: true }]);
  }
  for (const name of ["member", "other"]) {
    expect(fixture.received(name)).toEqual([{ type: "void", seq: 1, at: fixture.now, uid: "", id: "" }]);
  }
  expect(fixture.received("plain")).toEqual([]);
});

test("P3.16 a resume tells only the newest text of an edited message", () => {
  const fixture = roomFixture();
  fixture.say("guest", "secret");
  fixture.do("guest", { type: "edit", id: "e1", target: 1, message: "secret too" });
  fixture.do("guest", { type: "edit", id: "e2", target: 1, message: "public" });
  const told = JSON.stringify(fixture.log.after(0, PUBLIC_VIEWER));
  expect(told).not.toContain("secret");
  expect(told).toContain("public");
});

test("P9.9 hidden messages stay hidden after an eviction, in a resume, a reset, a page and plain history", () => {
  const fixture = shadowed();
  fixture.say("other", "before");
  fixture.say("guest", "hello");
  fixture.say("other", "behind");
  fixture.evict();
  const since = { epoch: fixture.log.identity.epoch, seq: 1 };
  const resumed = (name: string) => fixture.enter(name, { since }).slice(1, -1);
  expect(resumed("other")).toMatchObject([
    { type: "void", seq: 2 },
    { type: "message", seq: 3 },
  ]);
  expect(resumed("guest")[0]).toEqual({ ...fixture.log.message(2)?.message });
  expect(resumed("moderator")[0]).toMatchObject({ seq: 2, message: "hello", hidden: true });
  const reset = (name: string) => fixture.enter(name)[1].messages.map(({ seq }: { seq: number }) => seq);
  expect(reset("other")).toEqual([1, 3]);
  expect(reset("guest")).toEqual([1, 2, 3]);
  expect(reset("moderator")).toEqual([1, 2, 3]);
  expect(fixture.enterPlain("plain", 9).filter(({ type }) => type === "message")).toMatchObject([
    { seq: 1 },
    { seq: 3 },
  ]);
  expect(fixture.log.page({ limit: 2 }, PUBLIC_VIEWER)).toMatchObject([{ seq: 1 }, { seq: 3 }]);
});

describe("changes to a hidden message", () => {
  const TO_IT: readonly RoomCommand[] = [
    { type: "message", id: "t1", message: "a reply", replyTo: 1, extra: {} },
    { type: "reaction", id: "t2", target: 1, emoji: "👍", on: true },
  ];

  test.each(
    [...TO_IT, { type: "edit", id: "t3", target: 1, message: "edited" } as const].map((c) => [c.type, c] as const),
  )("P9.9 its author's %s is hidden too, even after the shadow ban ends", (_, command) => {
    const fixture = shadowed();
    fixture.say("guest", "hello");
    fixture.moderate("moderator", { action: "shadow", uid: fixture.uid("guest"), on: false });
    fixture.discardReceived();
    expect(fixture.do("guest", command)).toMatchObject([{ type: command.type, seq: 2 }]);
    expect(fixture.received("other")).toEqual([{ type: "void", seq: 2, at: fixture.now, uid: "", id: "" }]);
    expect(fixture.say("guest", "seen again")).toMatchObject([{ seq: 3 }]);
    expect(fixture.received("other")).toMatchObject([{ type: "message", message: "seen again" }]);
  });

  test("P9.9 for other users the message does not exist; moderators may only delete it", () => {
    const fixture = shadowed();
    fixture.say("guest", "hello");
    for (const name of ["other", "moderator"]) {
      for (const command of TO_IT) expect(fixture.do(name, command)).toMatchObject([{ code: "no_target" }]);
    }
    expect(fixture.do("other", { type: "delete", id: "d", target: 1 })).toMatchObject([{ code: "no_target" }]);
    expect(fixture.do("other", { type: "report", id: "r", target: 1 })).toMatchObject([{ code: "no_target" }]);
    expect(fixture.moderate("moderator", { action: "pin", target: 1, on: true })).toMatchObject({ code: "no_target" });
    fixture.discardReceived();
    fixture.do("moderator", { type: "delete", id: "d", target: 1 });
    expect(fixture.received("guest")).toMatchObject([{ type: "delete", target: 1 }]);
    expect(fixture.received("other")).toMatchObject([{ type: "void", seq: 2 }]);
  });
});

describe("hidden changes to a visible message", () => {
  test("P9.9 others keep the previous text after a hidden edit, until a visible edit follows", () => {
    const fixture = roomFixture();
    const uid = fixture.uid("guest");
    fixture.say("guest", "first");
    fixture.moderate("moderator", { action: "shadow", uid, on: true });
    fixture.do("guest", { type: "edit", id: "e", target: 1, message: "second" });
    fixture.evict();
    const textTo = (name: string) => fixture.enter(name)[1].messages[0].message;
    expect([textTo("guest"), textTo("moderator"), textTo("other")]).toEqual(["second", "second", "first"]);
    fixture.moderate("moderator", { action: "shadow", uid, on: false });
    fixture.do("guest", { type: "edit", id: "f", target: 1, message: "third" });
    expect([textTo("guest"), textTo("moderator"), textTo("other")]).toEqual(["third", "third", "third"]);
  });

  test("P9.9 a hidden edit of a pinned message does not show in the pins", () => {
    const fixture = roomFixture();
    fixture.say("guest", "first");
    fixture.moderate("moderator", { action: "pin", target: 1, on: true });
    fixture.moderate("moderator", { action: "shadow", uid: fixture.uid("guest"), on: true });
    fixture.discardReceived();
    fixture.do("guest", { type: "edit", id: "e", target: 1, message: "second" });
    expect(fixture.received("other")).toMatchObject([{ type: "void" }]);
    expect(fixture.enter("newcomer")[0]).toMatchObject({ pinned: [{ message: "first" }] });
  });

  test("P9.9 a delete also erases the hidden text", () => {
    const fixture = shadowed();
    fixture.moderate("moderator", { action: "shadow", uid: fixture.uid("guest"), on: false });
    fixture.say("guest", "first");
    fixture.moderate("moderator", { action: "shadow", uid: fixture.uid("guest"), on: true });
    fixture.do("guest", { type: "edit", id: "e", target: 1, message: "secret" });
    fixture.do("guest", { type: "delete", id: "d", target: 1 });
    expect(JSON.stringify(fixture.log.message(1))).not.toContain("secret");
    expect(fixture.received("other").at(-1)).toMatchObject({ type: "delete", target: 1 });
  });

  test("P9.9 a hidden reaction is visible only to its author and moderators, and only they count it", () => {
    const fixture = shadowed();
    fixture.say("other", "hello");
    fixture.discardReceived();
    const react = (id: string, on: boolean) =>
      fixture.do("guest", { type: "reaction", id, target: 1, emoji: "👍", on });
    expect(react("r", true)).toMatchObject([{ type: "reaction", on: true }]);
    expect(fixture.received("other")).toMatchObject([{ type: "void" }]);
    const reactionsTo = (name: string) => fixture.enter(name)[1].messages[0].reactions;
    const reaction = { emoji: "👍", uids: [fixture.uid("guest")], count: 1 };
    expect([reactionsTo("guest"), reactionsTo("moderator"), reactionsTo("other")]).toEqual([
      [{ ...reaction, me: true }],
      [reaction],
      undefined,
    ]);
    fixture.discardReceived();
    react("r2", false);
    expect(fixture.received("other")).toMatchObject([{ type: "void" }]);
    expect([reactionsTo("guest"), reactionsTo("other")]).toEqual([undefined, undefined]);
  });

  test("P9.9 taking back a visible reaction is visible to everyone", () => {
    const fixture = roomFixture();
    fixture.say("other", "hello");
    const react = (id: string, on: boolean) =>
      fixture.do("guest", { type: "reaction", id, target: 1, emoji: "👍", on });
    react("r", true);
    fixture.moderate("moderator", { action: "shadow", uid: fixture.uid("guest"), on: true });
    fixture.discardReceived();
    react("r2", false);
    expect(fixture.received("other")).toMatchObject([{ type: "reaction", on: false }]);
    expect(fixture.log.message(1)?.message).not.toHaveProperty("reactions");
  });
});

test(`P9.9 a "hide" word hides a guest's message or edit, but not a moderator's`, () => {
  const fixture = roomFixture();
  fixture.moderate("owner", { action: "settings", settings: { words: { reject: [], hide: ["casino*"] } } });
  fixture.say("other", "fine");
  fixture.discardReceived();
  expect(fixture.say("other", "Casinos!")).toMatchObject([{ type: "message", message: "Casinos!" }]);
  expect(fixture.received("guest")).toMatchObject([{ type: "void" }]);
  fixture.do("other", { type: "edit", id: "e", target: 1, message: "a casino" });
  expect(fixture.received("guest")).toMatchObject([{ type: "void" }]);
  fixture.say("moderator", "no casinos here");
  expect(fixture.received("guest")).toMatchObject([{ type: "message", message: "no casinos here" }]);
});

test("P9.9 a shadow-banned user's typing and renames are not broadcast; their casts reach only themselves", () => {
  const fixture = shadowed();
  for (const ended of [false, true]) {
    fixture.do("guest", ended ? { type: "typing", ended } : { type: "typing" });
    fixture.sendSignals();
    expect(fixture.received("other")).toEqual([]);
  }
  expect(fixture.do("guest", { type: "cast", data: { type: "wave" } })).toMatchObject([{ type: "cast" }]);
  expect(fixture.do("guest", { type: "rename", id: "n", username: "Buy now" })).toMatchObject([{ type: "notice" }]);
  expect(fixture.received("other")).toEqual([{ type: "void", seq: 1, at: fixture.now, uid: "", id: "" }]);
});

test("P9.9 in the plain dialect, a shadow-banned user's messages reach only themselves", () => {
  const fixture = roomFixture();
  fixture.enterPlain("plain");
  fixture.enterPlain("listener");
  fixture.moderate("moderator", { action: "shadow", uid: "plainplain", on: true });
  fixture.discardReceived();
  expect(fixture.say("plain", "hello")).toMatchObject([{ type: "message", message: "hello", seq: 1 }]);
  expect(fixture.do("plain", { type: "cast", data: { type: "wave" } })).toEqual([{ type: "wave" }]);
  expect(fixture.received("listener")).toEqual([]);
  expect(fixture.received("other")).toMatchObject([{ type: "void" }]);
});
