import { describe, expect, test } from "vitest";
import { ROLES } from "../../../src/protocol/moderation.ts";
import type { RoomCommand } from "../../../src/room/model/context.ts";
import { WordFilter } from "../../../src/room/moderation/word-filter.ts";
import { roomFixture } from "../../support/room-fixture.ts";

const MINUTE = 60 * 1_000;
const HEAD = (fixture: ReturnType<typeof roomFixture>) => fixture.log.head();

/** Every way to be heard. Message 1 is the user's own, message 2 somebody else's. */
const WRITING: readonly RoomCommand[] = [
  { type: "message", id: "w1", message: "hello", extra: {} },
  { type: "edit", id: "w2", target: 1, message: "edited" },
  { type: "reaction", id: "w3", target: 2, emoji: "👍", on: true },
  { type: "rename", id: "w4", username: "Somebody" },
  { type: "cast", data: { type: "wave" } },
];

describe("muted", () => {
  test.each(WRITING.map((command) => [command.type, command] as const))(
    "P9.6 a muted user's %s is rejected with the remaining time, and nobody else is notified",
    (_, command) => {
      const fixture = roomFixture();
      fixture.say("guest", "before");
      fixture.say("other", "another's");
      fixture.moderate("moderator", { action: "mute", uid: fixture.uid("guest"), for: MINUTE });
      fixture.evict();
      fixture.discardReceived();
      fixture.now += 10_000;
      expect(fixture.do("guest", command)).toMatchObject([
        { type: "error", code: "muted", retryAfter: MINUTE - 10_000 },
      ]);
      expect(fixture.received("other")).toEqual([]);
      expect(HEAD(fixture)).toBe(2);
      fixture.now += MINUTE - 10_000;
      expect(fixture.do("guest", command)[0]).not.toMatchObject({ type: "error" });
    },
  );

  test("P9.4, P9.6 a mute is announced to its user, also in the welcome; a duration of 0 ends it", () => {
    const fixture = roomFixture();
    const uid = fixture.uid("guest");
    fixture.moderate("moderator", { action: "mute", uid, for: MINUTE });
    const mutedUntil = fixture.now + MINUTE;
    expect(fixture.received("guest")).toEqual([{ type: "self", role: "guest", mutedUntil }]);
    expect(fixture.list("moderator", "muted")).toMatchObject([{ uid, mutedUntil }]);
    fixture.leave("guest");
    expect(fixture.enter("guest")[0]).toMatchObject({ mutedUntil });
    fixture.moderate("moderator", { action: "mute", uid, for: 0 });
    expect(fixture.received("guest")).toEqual([{ type: "self", role: "guest" }]);
    expect(fixture.say("guest", "hello")).toMatchObject([{ type: "message" }]);
    expect(fixture.list("moderator", "muted")).toEqual([]);
  });

  test("P9.6 a muted user may still delete messages and take back reactions", () => {
    const fixture = roomFixture();
    fixture.say("guest", "mine");
    fixture.do("guest", { type: "reaction", id: "r", target: 1, emoji: "👍", on: true });
    fixture.moderate("moderator", { action: "mute", uid: fixture.uid("guest"), for: MINUTE });
    expect(fixture.do("guest", { type: "reaction", id: "r2", target: 1, emoji: "👍", on: false })).toMatchObject([
      { type: "reaction", on: false },
    ]);
    expect(fixture.do("guest", { type: "delete", id: "d", target: 1 })).toMatchObject([{ type: "delete" }]);
  });

  test("P9.6 a plain socket can be muted too", () => {
    const fixture = roomFixture();
    fixture.enterPlain("plain");
    fixture.moderate("moderator", { action: "mute", uid: "plainplain", for: MINUTE });
    fixture.discardReceived();
    expect(fixture.say("plain", "hello")).toMatchObject([{ type: "error", code: "muted", retryAfter: MINUTE }]);
    expect(fixture.received("other")).toEqual([]);
  });
});

describe("write permission", () => {
  test.each([
    ["members", "member", "members_write"],
    ["moderators", "moderator", "room_locked"],
  ] as const)("P9.6 where %s write, everybody below a %s gets %s", (write, least, code) => {
    const fixture = roomFixture();
    fixture.moderate("moderator", { action: "settings", settings: { write } });
    expect(fixture.received("guest")).toMatchObject([
      { type: "room", settings: { read: "everyone", write, slowMode: 0 } },
    ]);
    fixture.evict();
    for (const role of ROLES) {
      const isAllowed = ROLES.indexOf(role) >= ROLES.indexOf(least);
      expect(fixture.say(role, "hello"), role).toMatchObject([
        isAllowed ? { type: "message" } : { type: "error", code },
      ]);
    }
  });
});

describe("slow mode", () => {
  test("P9.6 slow mode enforces the seconds between two messages of a user, even across an eviction", () => {
    const fixture = roomFixture();
    fixture.moderate("moderator", { action: "settings", settings: { slowMode: 30 } });
    expect(fixture.say("guest", "one")).toMatchObject([{ type: "message" }]);
    fixture.now += 10_000;
    expect(fixture.say("guest", "two")).toMatchObject([{ code: "slow_mode", retryAfter: 20_000 }]);
    expect(fixture.say("other", "one")).toMatchObject([{ type: "message" }]);
    fixture.evict();
    fixture.now += 19_999;
    expect(fixture.say("guest", "two")).toMatchObject([{ code: "slow_mode", retryAfter: 1 }]);
    fixture.now += 1;
    expect(fixture.say("guest", "two")).toMatchObject([{ type: "message" }]);
    expect(fixture.say("guest", "three")).toMatchObject([{ code: "slow_mode", retryAfter: 30_000 }]);
  });

  test("P9.6 messages from before slow mode count, and a longer interval applies at once", () => {
    const fixture = roomFixture();
    fixture.say("guest", "one");
    for (let count = 0; count < 250; count += 1) fixture.say("other", `message ${count}`);
    fixture.now += 5_000;
    fixture.moderate("moderator", { action: "settings", settings: { slowMode: 10 } });
    expect(fixture.say("guest", "two")).toMatchObject([{ code: "slow_mode", retryAfter: 5_000 }]);
    fixture.moderate("moderator", { action: "settings", settings: { slowMode: 100 } });
    expect(fixture.say("guest", "two")).toMatchObject([{ code: "slow_mode", retryAfter: 95_000 }]);
    fixture.moderate("moderator", { action: "settings", settings: { slowMode: 0 } });
    expect(fixture.say("guest", "two")).toMatchObject([{ type: "message" }]);
  });

  test("P9.6 slow mode exempts moderators, and people can always delete", () => {
    const fixture = roomFixture();
    fixture.moderate("moderator", { action: "settings", settings: { slowMode: 30 } });
    for (const name of ["moderator", "owner"]) {
      for (const text of ["one", "two"]) expect(fixture.say(name, text)).toMatchObject([{ type: "message" }]);
    }
    fixture.say("guest", "one");
    const seq = HEAD(fixture);
    expect(fixture.do("guest", { type: "reaction", id: "r", target: seq, emoji: "👍", on: true })).toMatchObject([
      { type: "reaction" },
    ]);
    expect(fixture.do("guest", { type: "delete", id: "d", target: seq })).toMatchObject([{ type: "delete" }]);
  });

  test("P9.19 slow mode counts edits and renames like messages, even across an eviction", () => {
    const fixture = roomFixture();
    fixture.say("guest", "one");
    const target = HEAD(fixture);
    fixture.moderate("moderator", { action: "settings", settings: { slowMode: 30 } });
    let id = 0;
    const change = () => fixture.do("guest", { type: "edit", id: `e${++id}`, target, message: `edited ${id}` });
    const rename = () => fixture.do("guest", { type: "rename", id: `r${++id}`, username: `Renamed ${id}` });
    const refused = [{ type: "error", code: "slow_mode", retryAfter: 30_000 }];
    for (const [act, type] of [
      [change, "edit"],
      [rename, "notice"],
      [() => fixture.say("guest", "two"), "message"],
    ] as const) {
      fixture.now += 30_000;
      expect(act()).toMatchObject([{ type }]);
      fixture.evict();
      for (const again of [change, rename, () => fixture.say("guest", "more")]) expect(again()).toMatchObject(refused);
    }
  });
});

describe("slow mode by address", () => {
  /** A room in slow mode, in which guests say something from one address: as many as it allows, unless stated otherwise. */
  function crowded(names: readonly string[] = ["g1", "g2", "g3", "g4", "g5"]) {
    const fixture = roomFixture();
    fixture.moderate("moderator", { action: "settings", settings: { slowMode: 30 } });
    for (const name of names) {
      fixture.enter(name, { from: "school" });
      expect(fixture.say(name, "hello")).toMatchObject([{ type: "message" }]);
      fixture.now += 1_000;
    }
    return fixture;
  }

  test("P9.20 guests of one address may send five messages per interval together, and each keeps their own wait", () => {
    const fixture = crowded();
    fixture.enter("g6", { from: "school" });
    expect(fixture.say("g6", "hello")).toMatchObject([{ code: "slow_mode", retryAfter: 25_000 }]);
    fixture.enter("neighbor", { from: "elsewhere" });
    expect(fixture.say("neighbor", "hello")).toMatchObject([{ type: "message" }]);
    fixture.now += 25_000;
    expect(fixture.say("g6", "hello")).toMatchObject([{ type: "message" }]);
    expect(fixture.say("g1", "again")).toMatchObject([{ code: "slow_mode", retryAfter: 1_000 }]);
    expect(fixture.say("g6", "again")).toMatchObject([{ code: "slow_mode", retryAfter: 30_000 }]);
  });

  test("P9.20 guests who left count, and renames and edits too", () => {
    const fixture = crowded(["g1", "g2", "g3"]);
    for (const name of ["g1", "g2", "g3"]) fixture.leave(name);
    for (const name of ["g4", "g5"]) {
      fixture.enter(name, { from: "school" });
      expect(fixture.do(name, { type: "rename", id: "r", username: `New ${name}` })).toMatchObject([
        { type: "notice" },
      ]);
    }
    fixture.enter("g6", { from: "school" });
    expect(fixture.say("g6", "hello")).toMatchObject([{ code: "slow_mode", retryAfter: 27_000 }]);
  });

  test("P9.20 after an eviction, the guests who are still here count for their address", () => {
    const fixture = crowded();
    fixture.evict();
    fixture.enter("g6", { from: "school" });
    expect(fixture.say("g6", "hello")).toMatchObject([{ code: "slow_mode", retryAfter: 25_000 }]);
    fixture.leave("g1");
    fixture.evict();
    expect(fixture.say("g6", "hello")).toMatchObject([{ type: "message" }]);
  });

  test("P9.20 members, moderators and guests without an address wait only for themselves, and count for no address", () => {
    const fixture = crowded(["g1", "g2", "g3", "g4"]);
    for (const name of ["member", "moderator"]) {
      fixture.leave(name);
      fixture.enter(name, { from: "school" });
      expect(fixture.say(name, "hello")).toMatchObject([{ type: "message" }]);
    }
    fixture.enter("g5", { from: "school" });
    expect(fixture.say("g5", "hello")).toMatchObject([{ type: "message" }]);
    expect(fixture.say("moderator", "again")).toMatchObject([{ type: "message" }]);
    for (let count = 0; count < 9; count += 1) {
      fixture.enter(`unknown ${count}`);
      expect(fixture.say(`unknown ${count}`, "hello")).toMatchObject([{ type: "message" }]);
    }
  });
});

describe("blocked words", () => {
  const filter = new WordFilter({ reject: ["damn", "scunt*", "straße", "two words", "敵"], hide: ["ﬁsh"] });

  test.each([
    ["damn", "reject"],
    ["Well, DAMN!", "reject"],
    ["ｄａｍｎ", "reject"],
    ["da\u200bmn", "reject"],
    ["_damn_", "reject"],
    ["(damn)", "reject"],
    ["damned", undefined],
    ["goddamn", undefined],
    ["scunthorpe", "reject"],
    ["Ascunt", undefined],
    ["STRASSE", "reject"],
    ["two   words", "reject"],
    ["two words2", undefined],
    ["天敵だ", "reject"],
    ["FISH and chips", "hide"],
    ["fish, damn", "reject"],
    ["fishy", undefined],
    ["_damn_ it", "reject"],
    ["__Damn__", "reject"],
    ["so_damn_good", "reject"],
    ["", undefined],
  ])("P9.8 %j is judged %s", (text, verdict) => {
    expect(filter.judge(text)).toBe(verdict);
  });

  const WORDS = { reject: ["damn"], hide: [] };

  test("P9.31 a blocked word in any other field of a message counts as one in its text", () => {
    const fixture = roomFixture();
    fixture.moderate("owner", { action: "settings", settings: { words: { reject: ["damn"], hide: ["fish"] } } });
    fixture.discardReceived();
    for (const extra of [{ caption: "Damn" }, { damn: 1 }, { card: [{ lines: ["so", "damn it"] }] }]) {
      expect(fixture.say("guest", "hello", { extra })).toMatchObject([{ type: "error", code: "blocked_word" }]);
    }
    expect(fixture.say("guest", "hello", { extra: { caption: "fish" } })).toMatchObject([{ type: "message" }]);
    expect(fixture.received("other")).toMatchObject([{ type: "void" }]);
    // Two texts are not read as one.
    expect(fixture.say("guest", "da", { extra: { a: "mn", b: "fishy" } })).toMatchObject([{ type: "message" }]);
    expect(fixture.received("other")).toMatchObject([{ type: "message", a: "mn" }]);
    expect(fixture.say("moderator", "hello", { extra: { caption: "damn" } })).toMatchObject([{ type: "message" }]);
  });

  test("P9.8 a message, edit or name with a rejected word is refused, except a moderator's", () => {
    const fixture = roomFixture();
    fixture.say("guest", "fine");
    fixture.moderate("owner", { action: "settings", settings: { words: WORDS } });
    fixture.evict();
    const commands: readonly RoomCommand[] = [
      { type: "message", id: "a", message: "Damn.", extra: {} },
      { type: "edit", id: "b", target: 1, message: "damn" },
      { type: "rename", id: "c", username: "Damn" },
    ];
    for (const command of commands) {
      expect(fixture.do("guest", command)).toMatchObject([
        { type: "error", code: "blocked_word", id: expect.any(String) },
      ]);
    }
    expect(HEAD(fixture)).toBe(1);
    expect(fixture.say("moderator", "damn")).toMatchObject([{ type: "message" }]);
  });

  test("P9.8 a client may send another hello after a blocked name; a plain message under one is refused", () => {
    const fixture = roomFixture();
    fixture.moderate("owner", { action: "settings", settings: { words: { reject: [], hide: ["damn"] } } });
    expect(fixture.enter("newcomer", { username: "damn" })).toMatchObject([{ type: "error", code: "blocked_word" }]);
    expect(fixture.do("newcomer", { type: "hello", username: "Dan" })[0]).toMatchObject({
      type: "welcome",
      username: "Dan",
    });
    fixture.enterPlain("plain");
    expect(fixture.say("plain", "hello", { username: "damn" })).toMatchObject([
      { type: "error", code: "blocked_word" },
    ]);
  });

  test("P9.8 only moderators can see the blocked words", () => {
    const fixture = roomFixture();
    fixture.moderate("owner", { action: "settings", settings: { words: WORDS } });
    for (const name of ["guest", "member", "other"])
      expect(JSON.stringify(fixture.received(name))).not.toContain("damn");
    expect(JSON.stringify(fixture.enter("guest"))).not.toContain("damn");
    expect(fixture.list("moderator", "words")).toEqual([WORDS]);
  });
});
