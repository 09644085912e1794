import { describe, expect, test } from "vitest";
import { ROLES } from "../../../src/protocol/moderation.ts";
import type { RoomCommand } from "../../../src/room/model/context.ts";
import { WordFilter } from "../../../src/room/moderation/word-filter.ts";
import { staged } from "../../support/stage.ts";

const MINUTE = 60 * 1_000;
const HEAD = (stage: ReturnType<typeof staged>) => stage.log.head();

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
      const stage = staged();
      stage.say("guest", "before");
      stage.say("other", "another's");
      stage.moderate("moderator", { action: "mute", uid: stage.uid("guest"), for: MINUTE });
      stage.evict();
      stage.hush();
      stage.now += 10_000;
      expect(stage.do("guest", command)).toMatchObject([{ type: "error", code: "muted", retryAfter: MINUTE - 10_000 }]);
      expect(stage.hear("other")).toEqual([]);
      expect(HEAD(stage)).toBe(2);
      stage.now += MINUTE - 10_000;
      expect(stage.do("guest", command)[0]).not.toMatchObject({ type: "error" });
    },
  );

  test("P9.4, P9.6 a mute is announced to its user, also in the welcome; a duration of 0 ends it", () => {
    const stage = staged();
    const uid = stage.uid("guest");
    stage.moderate("moderator", { action: "mute", uid, for: MINUTE });
    const mutedUntil = stage.now + MINUTE;
    expect(stage.hear("guest")).toEqual([{ type: "self", role: "guest", mutedUntil }]);
    expect(stage.list("moderator", "muted")).toMatchObject([{ uid, mutedUntil }]);
    stage.leave("guest");
    expect(stage.enter("guest")[0]).toMatchObject({ mutedUntil });
    stage.moderate("moderator", { action: "mute", uid, for: 0 });
    expect(stage.hear("guest")).toEqual([{ type: "self", role: "guest" }]);
    expect(stage.say("guest", "hello")).toMatchObject([{ type: "message" }]);
    expect(stage.list("moderator", "muted")).toEqual([]);
  });

  test("P9.6 a muted user may still delete messages and take back reactions", () => {
    const stage = staged();
    stage.say("guest", "mine");
    stage.do("guest", { type: "reaction", id: "r", target: 1, emoji: "👍", on: true });
    stage.moderate("moderator", { action: "mute", uid: stage.uid("guest"), for: MINUTE });
    expect(stage.do("guest", { type: "reaction", id: "r2", target: 1, emoji: "👍", on: false })).toMatchObject([
      { type: "reaction", on: false },
    ]);
    expect(stage.do("guest", { type: "delete", id: "d", target: 1 })).toMatchObject([{ type: "delete" }]);
  });

  test("P9.6 a plain socket can be muted too", () => {
    const stage = staged();
    stage.enterPlain("plain");
    stage.moderate("moderator", { action: "mute", uid: "plainplain", for: MINUTE });
    stage.hush();
    expect(stage.say("plain", "hello")).toMatchObject([{ type: "error", code: "muted", retryAfter: MINUTE }]);
    expect(stage.hear("other")).toEqual([]);
  });
});

describe("write permission", () => {
  test.each([
    ["members", "member", "members_write"],
    ["moderators", "moderator", "room_locked"],
  ] as const)("P9.6 where %s write, everybody below a %s gets %s", (write, least, code) => {
    const stage = staged();
    stage.moderate("moderator", { action: "settings", settings: { write } });
    expect(stage.hear("guest")).toMatchObject([{ type: "room", settings: { read: "everyone", write, slowMode: 0 } }]);
    stage.evict();
    for (const role of ROLES) {
      const isAllowed = ROLES.indexOf(role) >= ROLES.indexOf(least);
      expect(stage.say(role, "hello"), role).toMatchObject([isAllowed ? { type: "message" } : { type: "error", code }]);
    }
  });
});

describe("slow mode", () => {
  test("P9.6 slow mode enforces the seconds between two messages of a user, even across an eviction", () => {
    const stage = staged();
    stage.moderate("moderator", { action: "settings", settings: { slowMode: 30 } });
    expect(stage.say("guest", "one")).toMatchObject([{ type: "message" }]);
    stage.now += 10_000;
    expect(stage.say("guest", "two")).toMatchObject([{ code: "slow_mode", retryAfter: 20_000 }]);
    expect(stage.say("other", "one")).toMatchObject([{ type: "message" }]);
    stage.evict();
    stage.now += 19_999;
    expect(stage.say("guest", "two")).toMatchObject([{ code: "slow_mode", retryAfter: 1 }]);
    stage.now += 1;
    expect(stage.say("guest", "two")).toMatchObject([{ type: "message" }]);
    expect(stage.say("guest", "three")).toMatchObject([{ code: "slow_mode", retryAfter: 30_000 }]);
  });

  test("P9.6 messages from before slow mode count, and a longer interval applies at once", () => {
    const stage = staged();
    stage.say("guest", "one");
    for (let count = 0; count < 250; count += 1) stage.say("other", `message ${count}`);
    stage.now += 5_000;
    stage.moderate("moderator", { action: "settings", settings: { slowMode: 10 } });
    expect(stage.say("guest", "two")).toMatchObject([{ code: "slow_mode", retryAfter: 5_000 }]);
    stage.moderate("moderator", { action: "settings", settings: { slowMode: 100 } });
    expect(stage.say("guest", "two")).toMatchObject([{ code: "slow_mode", retryAfter: 95_000 }]);
    stage.moderate("moderator", { action: "settings", settings: { slowMode: 0 } });
    expect(stage.say("guest", "two")).toMatchObject([{ type: "message" }]);
  });

  test("P9.6 slow mode exempts moderators, and people can always delete", () => {
    const stage = staged();
    stage.moderate("moderator", { action: "settings", settings: { slowMode: 30 } });
    for (const name of ["moderator", "owner"]) {
      for (const text of ["one", "two"]) expect(stage.say(name, text)).toMatchObject([{ type: "message" }]);
    }
    stage.say("guest", "one");
    const seq = HEAD(stage);
    expect(stage.do("guest", { type: "reaction", id: "r", target: seq, emoji: "👍", on: true })).toMatchObject([
      { type: "reaction" },
    ]);
    expect(stage.do("guest", { type: "delete", id: "d", target: seq })).toMatchObject([{ type: "delete" }]);
  });

  test("P9.22 slow mode counts edits and renames like messages, even across an eviction", () => {
    const stage = staged();
    stage.say("guest", "one");
    const target = HEAD(stage);
    stage.moderate("moderator", { action: "settings", settings: { slowMode: 30 } });
    let id = 0;
    const change = () => stage.do("guest", { type: "edit", id: `e${++id}`, target, message: `edited ${id}` });
    const rename = () => stage.do("guest", { type: "rename", id: `r${++id}`, username: `Renamed ${id}` });
    const refused = [{ type: "error", code: "slow_mode", retryAfter: 30_000 }];
    for (const [act, type] of [
      [change, "edit"],
      [rename, "notice"],
      [() => stage.say("guest", "two"), "message"],
    ] as const) {
      stage.now += 30_000;
      expect(act()).toMatchObject([{ type }]);
      stage.evict();
      for (const again of [change, rename, () => stage.say("guest", "more")]) expect(again()).toMatchObject(refused);
    }
  });
});

describe("slow mode by address", () => {
  /** A room in slow mode, in which guests say something from one address: as many as it allows, unless stated otherwise. */
  function crowded(names: readonly string[] = ["g1", "g2", "g3", "g4", "g5"]) {
    const stage = staged();
    stage.moderate("moderator", { action: "settings", settings: { slowMode: 30 } });
    for (const name of names) {
      stage.enter(name, { from: "school" });
      expect(stage.say(name, "hello")).toMatchObject([{ type: "message" }]);
      stage.now += 1_000;
    }
    return stage;
  }

  test("P9.23 guests of one address may send five messages per interval together, and each keeps their own wait", () => {
    const stage = crowded();
    stage.enter("g6", { from: "school" });
    expect(stage.say("g6", "hello")).toMatchObject([{ code: "slow_mode", retryAfter: 25_000 }]);
    stage.enter("neighbor", { from: "elsewhere" });
    expect(stage.say("neighbor", "hello")).toMatchObject([{ type: "message" }]);
    stage.now += 25_000;
    expect(stage.say("g6", "hello")).toMatchObject([{ type: "message" }]);
    expect(stage.say("g1", "again")).toMatchObject([{ code: "slow_mode", retryAfter: 1_000 }]);
    expect(stage.say("g6", "again")).toMatchObject([{ code: "slow_mode", retryAfter: 30_000 }]);
  });

  test("P9.23 guests who left count, and renames and edits too", () => {
    const stage = crowded(["g1", "g2", "g3"]);
    for (const name of ["g1", "g2", "g3"]) stage.leave(name);
    for (const name of ["g4", "g5"]) {
      stage.enter(name, { from: "school" });
      expect(stage.do(name, { type: "rename", id: "r", username: `New ${name}` })).toMatchObject([{ type: "notice" }]);
    }
    stage.enter("g6", { from: "school" });
    expect(stage.say("g6", "hello")).toMatchObject([{ code: "slow_mode", retryAfter: 27_000 }]);
  });

  test("P9.23 after an eviction, the guests who are still here count for their address", () => {
    const stage = crowded();
    stage.evict();
    stage.enter("g6", { from: "school" });
    expect(stage.say("g6", "hello")).toMatchObject([{ code: "slow_mode", retryAfter: 25_000 }]);
    stage.leave("g1");
    stage.evict();
    expect(stage.say("g6", "hello")).toMatchObject([{ type: "message" }]);
  });

  test("P9.23 members, moderators and guests without an address wait only for themselves, and count for no address", () => {
    const stage = crowded(["g1", "g2", "g3", "g4"]);
    for (const name of ["member", "moderator"]) {
      stage.leave(name);
      stage.enter(name, { from: "school" });
      expect(stage.say(name, "hello")).toMatchObject([{ type: "message" }]);
    }
    stage.enter("g5", { from: "school" });
    expect(stage.say("g5", "hello")).toMatchObject([{ type: "message" }]);
    expect(stage.say("moderator", "again")).toMatchObject([{ type: "message" }]);
    for (let count = 0; count < 9; count += 1) {
      stage.enter(`unknown ${count}`);
      expect(stage.say(`unknown ${count}`, "hello")).toMatchObject([{ type: "message" }]);
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
    ["", undefined],
  ])("P9.8 %j is judged %s", (text, verdict) => {
    expect(filter.judge(text)).toBe(verdict);
  });

  const WORDS = { reject: ["damn"], hide: [] };

  test("P9.8 a message, edit or name with a rejected word is refused, except a moderator's", () => {
    const stage = staged();
    stage.say("guest", "fine");
    stage.moderate("owner", { action: "settings", settings: { words: WORDS } });
    stage.evict();
    const commands: readonly RoomCommand[] = [
      { type: "message", id: "a", message: "Damn.", extra: {} },
      { type: "edit", id: "b", target: 1, message: "damn" },
      { type: "rename", id: "c", username: "Damn" },
    ];
    for (const command of commands) {
      expect(stage.do("guest", command)).toMatchObject([
        { type: "error", code: "blocked_word", id: expect.any(String) },
      ]);
    }
    expect(HEAD(stage)).toBe(1);
    expect(stage.say("moderator", "damn")).toMatchObject([{ type: "message" }]);
  });

  test("P9.8 a client may send another hello after a blocked name; a plain message under one is refused", () => {
    const stage = staged();
    stage.moderate("owner", { action: "settings", settings: { words: { reject: [], hide: ["damn"] } } });
    expect(stage.enter("newcomer", { username: "damn" })).toMatchObject([{ type: "error", code: "blocked_word" }]);
    expect(stage.do("newcomer", { type: "hello", username: "Dan" })[0]).toMatchObject({
      type: "welcome",
      username: "Dan",
    });
    stage.enterPlain("plain");
    expect(stage.say("plain", "hello", { username: "damn" })).toMatchObject([{ type: "error", code: "blocked_word" }]);
  });

  test("P9.8 only moderators can see the blocked words", () => {
    const stage = staged();
    stage.moderate("owner", { action: "settings", settings: { words: WORDS } });
    for (const name of ["guest", "member", "other"]) expect(JSON.stringify(stage.hear(name))).not.toContain("damn");
    expect(JSON.stringify(stage.enter("guest"))).not.toContain("damn");
    expect(stage.list("moderator", "words")).toEqual([WORDS]);
  });
});
