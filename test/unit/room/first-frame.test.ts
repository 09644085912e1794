import { expect, test } from "vitest";
import { RoomFixture } from "../../support/room-fixture.ts";

test("P3.11 a command right after a hello that is refused is refused as a first frame, and closes with 4400", () => {
  const fixture = new RoomFixture();
  fixture.enter("ada");
  expect(fixture.enter("eve", { username: "ada" })).toMatchObject([{ type: "error", code: "name_taken" }]);
  expect(fixture.closed.has("eve")).toBe(false);
  expect(fixture.say("eve", "hello")).toMatchObject([{ type: "error", code: "hello_expected" }]);
  expect(fixture.closed.get("eve")).toBe(4400);
});

test("P3.1 a name with a blocked word leaves the socket open for another hello", () => {
  const fixture = new RoomFixture();
  fixture.cast("owner", "owner");
  fixture.moderate("owner", { action: "settings", settings: { words: { reject: ["spam"], hide: [] } } });
  expect(fixture.enter("eve", { username: "spam" })).toMatchObject([{ type: "error", code: "blocked_word" }]);
  expect(fixture.do("eve", { type: "hello", username: "eve" })).toMatchObject([{ type: "welcome" }, {}, {}]);
  expect(fixture.closed.has("eve")).toBe(false);
});

test("P3.1 a token that is no token closes with 4401", () => {
  const fixture = new RoomFixture();
  expect(fixture.enter("ada", { token: "" })).toMatchObject([{ type: "error", code: "bad_token" }]);
  expect(fixture.closed.get("ada")).toBe(4401);
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

test("P3.1 a token brings back the person, and not the name that they had", () => {
  const fixture = new RoomFixture();
  const [{ token, uid }] = fixture.enter("ada");
  fixture.leave("ada");
  // A socket that may still say hello.
  fixture.enter("eve");
  fixture.enter("ben", { username: "eve" });
  const [welcome] = fixture.do("ben", { type: "hello", token });
  expect(welcome).toMatchObject({ uid, username: `guest-${uid.slice(0, 4)}` });
});
