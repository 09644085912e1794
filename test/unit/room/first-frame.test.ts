import { expect, test } from "vitest";
import { Stage } from "../../support/stage.ts";

test("P3.11 a command right after a hello that is refused is refused as a first frame, and closes with 4400", () => {
  const stage = new Stage();
  stage.enter("ada");
  expect(stage.enter("eve", { username: "ada" })).toMatchObject([{ type: "error", code: "name_taken" }]);
  expect(stage.closed.has("eve")).toBe(false);
  expect(stage.say("eve", "hello")).toMatchObject([{ type: "error", code: "hello_expected" }]);
  expect(stage.closed.get("eve")).toBe(4400);
});

test("P3.1 a name with a blocked word leaves the socket open for another hello", () => {
  const stage = new Stage();
  stage.cast("owner", "owner");
  stage.moderate("owner", { action: "settings", settings: { words: { reject: ["spam"], hide: [] } } });
  expect(stage.enter("eve", { username: "spam" })).toMatchObject([{ type: "error", code: "blocked_word" }]);
  expect(stage.do("eve", { type: "hello", username: "eve" })).toMatchObject([{ type: "welcome" }, {}, {}]);
  expect(stage.closed.has("eve")).toBe(false);
});

test("P3.1 a token that is no token closes with 4401", () => {
  const stage = new Stage();
  expect(stage.enter("ada", { token: "" })).toMatchObject([{ type: "error", code: "bad_token" }]);
  expect(stage.closed.get("ada")).toBe(4401);
});

test("P3.4 an empty epoch is one that the room does not have", () => {
  const stage = new Stage();
  const [, reset] = stage.enter("ada", { since: { epoch: "", seq: 0 } });
  expect(reset).toMatchObject({ type: "reset", reason: "epoch" });
});

test("P4.3 a repeated message is the same only with its unknown fields in the same order", () => {
  const stage = new Stage();
  stage.enter("ada");
  stage.say("ada", "hello", { id: "a", extra: { color: "red", size: 2 } });
  expect(stage.say("ada", "hello", { id: "a", extra: { color: "red", size: 2 } })).toMatchObject([{ type: "ack" }]);
  expect(stage.say("ada", "hello", { id: "a", extra: { size: 2, color: "red" } })).toMatchObject([
    { type: "error", code: "id_conflict", id: "a" },
  ]);
});

test("P3.3 P3.6 what a person casts comes back to them too, and so does their own coming", () => {
  const stage = new Stage();
  stage.enter("ada");
  stage.tellPresence();
  expect(stage.hear("ada")).toMatchObject([{ type: "presence", joined: [{ username: "ada" }], left: [], count: 1 }]);
  expect(stage.do("ada", { type: "cast", data: { type: "wave" } })).toMatchObject([{ type: "cast", data: {} }]);
});

test("P3.1 a token brings back the person, and not the name that they had", () => {
  const stage = new Stage();
  const [{ token, uid }] = stage.enter("ada");
  stage.leave("ada");
  // A socket that may still say hello.
  stage.enter("eve");
  stage.enter("ben", { username: "eve" });
  const [welcome] = stage.do("ben", { type: "hello", token });
  expect(welcome).toMatchObject({ uid, username: `guest-${uid.slice(0, 4)}` });
});
