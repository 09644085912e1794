import { describe, expect, test } from "vitest";
import { RoomFixture } from "../../support/room-fixture.ts";

describe("after a hello that is rejected", () => {
  function rejected(): RoomFixture {
    const fixture = new RoomFixture();
    fixture.enter("ada");
    expect(fixture.enter("eve", { username: "ada" })).toMatchObject([{ type: "error", code: "name_taken" }]);
    return fixture;
  }

  test("P3.22 what was pipelined behind it is rejected with its own id, and another hello may follow", () => {
    const fixture = rejected();
    expect(fixture.say("eve", "hello", { id: "a" })).toMatchObject([
      { type: "error", code: "hello_expected", id: "a" },
    ]);
    expect(fixture.do("eve", { type: "typing" })).toEqual([expect.not.objectContaining({ id: expect.anything() })]);
    expect(fixture.closed.has("eve")).toBe(false);
    expect(fixture.do("eve", { type: "hello", username: "eve" })).toMatchObject([{ type: "welcome" }, {}, {}]);
    expect(fixture.say("eve", "hello", { id: "a" })).toMatchObject([{ type: "message", seq: 1, id: "a" }]);
  });

  test("P3.22 an unreadable frame leaves the socket open as well, also after an eviction", () => {
    const fixture = rejected();
    fixture.evict();
    expect(fixture.fail("eve", { code: "bad_json" })).toMatchObject([{ type: "error", code: "bad_json" }]);
    expect(fixture.closed.has("eve")).toBe(false);
  });

  test("P3.22 a command before any hello still closes the socket with 4400, with the id of the command", () => {
    const fixture = new RoomFixture();
    fixture.join("eve");
    expect(fixture.say("eve", "hello", { id: "a" })).toMatchObject([{ code: "hello_expected", id: "a" }]);
    expect(fixture.closed.get("eve")).toBe(4400);
  });

  test("P3.23 the time for another hello starts again, and other frames don't prolong it", () => {
    const fixture = new RoomFixture();
    fixture.enter("ada");
    fixture.join("eve");
    fixture.join("ben");
    fixture.now += 9_000;
    fixture.do("eve", { type: "hello", username: "ada" });
    fixture.now += 9_000;
    fixture.say("eve", "hello");
    fixture.dropLate();
    expect([...fixture.closed]).toEqual([["ben", 4001]]);
    fixture.now += 1_000;
    fixture.dropLate();
    expect(fixture.closed.get("eve")).toBe(4001);
  });
});

test("P3.1 a name with a blocked word leaves the socket open for another hello", () => {
  const fixture = new RoomFixture();
  fixture.cast("owner", "owner");
  fixture.moderate("owner", { action: "settings", settings: { words: { reject: ["spam"], hide: [] } } });
  expect(fixture.enter("eve", { username: "spam" })).toMatchObject([{ type: "error", code: "blocked_word" }]);
  expect(fixture.do("eve", { type: "hello", username: "eve" })).toMatchObject([{ type: "welcome" }, {}, {}]);
  expect(fixture.closed.has("eve")).toBe(false);
});

test("P3.4 an empty epoch is one that the room does not have", () => {
  const fixture = new RoomFixture();
  const [, reset] = fixture.enter("ada", { since: { epoch: "", seq: 0 } });
  expect(reset).toMatchObject({ type: "reset", reason: "epoch" });
});

test("P4.3 a repeated message is the same only with its unknown fields in the same order", () => {
  const fixture = new RoomFixture();
  fixture.enter("ada");
  fixture.say("ada", "hello", { id: "a", extra: { color: "red", size: 2 } });
  expect(fixture.say("ada", "hello", { id: "a", extra: { color: "red", size: 2 } })).toMatchObject([{ type: "ack" }]);
  expect(fixture.say("ada", "hello", { id: "a", extra: { size: 2, color: "red" } })).toMatchObject([
    { type: "error", code: "id_conflict", id: "a" },
  ]);
});

test("P3.3 P3.6 what a person casts comes back to them too, and so does their own coming", () => {
  const fixture = new RoomFixture();
  fixture.enter("ada");
  fixture.sendSignals();
  expect(fixture.received("ada")).toMatchObject([
    { type: "presence", joined: [{ username: "ada" }], left: [], count: 1 },
  ]);
  expect(fixture.do("ada", { type: "cast", data: { type: "wave" } })).toMatchObject([{ type: "cast", data: {} }]);
});

describe("a hello without a name", () => {
  test("P8.21 brings back the name that the person had, if it is still free", () => {
    const fixture = new RoomFixture();
    const [{ token, uid }] = fixture.enter("ada");
    fixture.leave("ada");
    fixture.join("later");
    expect(fixture.do("later", { type: "hello", token })[0]).toMatchObject({ uid, username: "ada" });
  });

  test("P8.21 generates one if another person has it by now, or if it has become a blocked word", () => {
    const fixture = new RoomFixture();
    const [{ token, uid }] = fixture.enter("ada");
    fixture.leave("ada");
    fixture.enter("eve", { username: "ada" });
    fixture.join("later");
    const generated = { uid, username: `guest-${uid.slice(0, 4)}` };
    expect(fixture.do("later", { type: "hello", token })[0]).toMatchObject(generated);
    fixture.leave("later");
    fixture.leave("eve");
    fixture.cast("owner", "owner");
    fixture.enter("again", { token, username: "spam" });
    fixture.leave("again");
    fixture.moderate("owner", { action: "settings", settings: { words: { reject: ["spam"], hide: [] } } });
    fixture.join("last");
    expect(fixture.do("last", { type: "hello", token })[0]).toMatchObject(generated);
  });
});

describe("a room token that is not valid", () => {
  test("P8.20 is rejected, and another hello may follow without it", () => {
    const elsewhere = new RoomFixture();
    elsewhere.log.identity.key.fill(7);
    const [{ token }] = elsewhere.enter("ada");
    const fixture = new RoomFixture();
    expect(fixture.enter("ada", { token })).toMatchObject([{ type: "error", code: "bad_token" }]);
    expect(fixture.closed.has("ada")).toBe(false);
    expect(fixture.do("ada", { type: "hello", username: "ada" })).toMatchObject([{ type: "welcome" }, {}, {}]);
  });

  test.each(["", "no token", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA"])(
    "P8.20 any other token closes with 4401: %j",
    (token) => {
      const fixture = new RoomFixture();
      expect(fixture.enter("ada", { token })).toMatchObject([{ type: "error", code: "bad_token" }]);
      expect(fixture.closed.get("ada")).toBe(4401);
    },
  );
});
