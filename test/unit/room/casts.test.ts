import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/protocol/json.ts";
import { type RoomFixture, roomFixture } from "../../support/room-fixture.ts";

const cast = (fixture: RoomFixture, name: string, data: JsonObject) => fixture.do(name, { type: "cast", data });

describe("P2.12 casts obey the room's rules", () => {
  test("a blocked word anywhere in them is rejected, and a hidden one reaches only the sender", () => {
    const fixture = roomFixture();
    fixture.enterPlain("plain");
    fixture.moderate("owner", { action: "settings", settings: { words: { reject: ["spam"], hide: ["ham"] } } });
    fixture.discardReceived();
    for (const data of [{ text: "SPAM" }, { spam: 1 }, { a: [{ b: ["some \u2d7fspam"] }] }, { username: "Spam" }]) {
      expect(cast(fixture, "guest", data)).toMatchObject([{ type: "error", code: "blocked_word" }]);
      expect(cast(fixture, "plain", data)).toMatchObject([{ type: "error", code: "blocked_word" }]);
    }
    expect(fixture.received("other")).toEqual([]);
    expect(cast(fixture, "guest", { text: "ham" })).toMatchObject([{ type: "cast", data: { text: "ham" } }]);
    expect(cast(fixture, "plain", { text: "ham" })).toEqual([{ text: "ham" }]);
    expect(fixture.received("other")).toEqual([]);
    // Neither a part of a word, nor the end of one text with the beginning of the next.
    cast(fixture, "guest", { a: "spammer", b: "sp", c: "am" });
    cast(fixture, "moderator", { text: "spam" });
    expect(fixture.received("other")).toMatchObject([{ type: "cast" }, { type: "cast" }]);
  });

  test("they name nobody else: a name that another user holds, or that is reserved, is taken", () => {
    const fixture = roomFixture();
    fixture.enterPlain("plain");
    for (const username of ["other", "0ther", "Owner"]) {
      expect(cast(fixture, "guest", { username })).toMatchObject([{ type: "error", code: "name_taken" }]);
      expect(cast(fixture, "plain", { username })).toMatchObject([{ type: "error", code: "name_taken" }]);
    }
    for (const username of ["", "\u202e", ["other"], 5]) {
      expect(cast(fixture, "guest", { username })).toMatchObject([{ type: "error", code: "bad_username" }]);
    }
    expect(cast(fixture, "guest", { username: "guest" })).toMatchObject([{ type: "cast" }]);
    expect(cast(fixture, "owner", { username: "owner" })).toMatchObject([{ type: "cast" }]);
  });

  test("an owner turns them off for everyone, in both dialects, and on again", () => {
    const fixture = roomFixture();
    fixture.enterPlain("plain");
    expect(fixture.moderate("moderator", { action: "settings", settings: { casts: "off" } })).toMatchObject({
      code: "not_allowed",
    });
    fixture.moderate("owner", { action: "settings", settings: { casts: "off" } });
    expect(fixture.received("guest")).toMatchObject([{ type: "room", settings: { casts: "off" } }]);
    for (const name of ["owner", "guest", "plain"]) {
      expect(cast(fixture, name, { type: "wave" })).toMatchObject([{ type: "error", code: "casts_off" }]);
    }
    expect(fixture.say("plain", "hello")).toMatchObject([{ type: "message" }]);
    fixture.evict();
    expect(fixture.enter("late")[0]).toMatchObject({ settings: { casts: "off" } });
    fixture.moderate("owner", { action: "settings", settings: { casts: "on" } });
    expect(cast(fixture, "guest", { type: "wave" })).toMatchObject([{ type: "cast" }]);
    expect(fixture.enter("later")[0].settings).not.toHaveProperty("casts");
  });

  test("CASTS decides in rooms whose owner has not", () => {
    const fixture = roomFixture({ casts: "off" });
    expect(cast(fixture, "guest", { type: "wave" })).toMatchObject([{ type: "error", code: "casts_off" }]);
    expect(fixture.enter("late")[0]).toMatchObject({ settings: { casts: "off" } });
    fixture.moderate("owner", { action: "settings", settings: { casts: "on" } });
    expect(cast(fixture, "guest", { type: "wave" })).toMatchObject([{ type: "cast" }]);
  });
});
