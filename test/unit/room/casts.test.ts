import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/protocol/json.ts";
import { type Stage, staged } from "../../support/stage.ts";

const cast = (stage: Stage, name: string, data: JsonObject) => stage.do(name, { type: "cast", data });

describe("P2.12 casts obey the room's rules", () => {
  test("a blocked word anywhere in them is rejected, and a hidden one reaches only the sender", () => {
    const stage = staged();
    stage.enterPlain("plain");
    stage.moderate("owner", { action: "settings", settings: { words: { reject: ["spam"], hide: ["ham"] } } });
    stage.hush();
    for (const data of [{ text: "SPAM" }, { spam: 1 }, { a: [{ b: ["some \u2d7fspam"] }] }, { username: "Spam" }]) {
      expect(cast(stage, "guest", data)).toMatchObject([{ type: "error", code: "blocked_word" }]);
      expect(cast(stage, "plain", data)).toMatchObject([{ type: "error", code: "blocked_word" }]);
    }
    expect(stage.hear("other")).toEqual([]);
    expect(cast(stage, "guest", { text: "ham" })).toMatchObject([{ type: "cast", data: { text: "ham" } }]);
    expect(cast(stage, "plain", { text: "ham" })).toEqual([{ text: "ham" }]);
    expect(stage.hear("other")).toEqual([]);
    // Neither a part of a word, nor the end of one text with the beginning of the next.
    cast(stage, "guest", { a: "spammer", b: "sp", c: "am" });
    cast(stage, "moderator", { text: "spam" });
    expect(stage.hear("other")).toMatchObject([{ type: "cast" }, { type: "cast" }]);
  });

  test("they name nobody else: a name that another user holds, or that is reserved, is taken", () => {
    const stage = staged();
    stage.enterPlain("plain");
    for (const username of ["other", "0ther", "Owner"]) {
      expect(cast(stage, "guest", { username })).toMatchObject([{ type: "error", code: "name_taken" }]);
      expect(cast(stage, "plain", { username })).toMatchObject([{ type: "error", code: "name_taken" }]);
    }
    for (const username of ["", "\u202e", ["other"], 5]) {
      expect(cast(stage, "guest", { username })).toMatchObject([{ type: "error", code: "bad_username" }]);
    }
    expect(cast(stage, "guest", { username: "guest" })).toMatchObject([{ type: "cast" }]);
    expect(cast(stage, "owner", { username: "owner" })).toMatchObject([{ type: "cast" }]);
  });

  test("an owner turns them off for everyone, in both dialects, and on again", () => {
    const stage = staged();
    stage.enterPlain("plain");
    expect(stage.moderate("moderator", { action: "settings", settings: { casts: "off" } })).toMatchObject({
      code: "not_allowed",
    });
    stage.moderate("owner", { action: "settings", settings: { casts: "off" } });
    expect(stage.hear("guest")).toMatchObject([{ type: "room", settings: { casts: "off" } }]);
    for (const name of ["owner", "guest", "plain"]) {
      expect(cast(stage, name, { type: "wave" })).toMatchObject([{ type: "error", code: "casts_off" }]);
    }
    expect(stage.say("plain", "hello")).toMatchObject([{ type: "message" }]);
    stage.evict();
    expect(stage.enter("late")[0]).toMatchObject({ settings: { casts: "off" } });
    stage.moderate("owner", { action: "settings", settings: { casts: "on" } });
    expect(cast(stage, "guest", { type: "wave" })).toMatchObject([{ type: "cast" }]);
    expect(stage.enter("later")[0].settings).not.toHaveProperty("casts");
  });

  test("CASTS decides in rooms whose owner has not", () => {
    const stage = staged({ casts: "off" });
    expect(cast(stage, "guest", { type: "wave" })).toMatchObject([{ type: "error", code: "casts_off" }]);
    expect(stage.enter("late")[0]).toMatchObject({ settings: { casts: "off" } });
    stage.moderate("owner", { action: "settings", settings: { casts: "on" } });
    expect(cast(stage, "guest", { type: "wave" })).toMatchObject([{ type: "cast" }]);
  });
});
