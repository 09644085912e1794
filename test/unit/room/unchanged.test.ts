// Commands that change nothing, and what the log looks like after changes that undo one another.
import { expect, test } from "vitest";
import { applyChange } from "../../../src/protocol/fold.ts";
import { RoomFixture, roomFixture } from "../../support/room-fixture.ts";

const react = (id: string, emoji: string, on: boolean) => ({ type: "reaction", id, target: 1, emoji, on }) as const;

test("P3.28 an edit to the same text is acknowledged, stores nothing and reaches nobody else", () => {
  const fixture = roomFixture();
  fixture.say("guest", "Hello");
  const edit = (id: string, message: string) => fixture.do("guest", { type: "edit", id, target: 1, message });
  expect(edit("e1", "Hello")).toEqual([{ type: "ack", id: "e1", seq: 1, dup: true }]);
  expect(edit("e2", "Hello!")).toMatchObject([{ type: "edit", seq: 2 }]);
  fixture.discardReceived();
  expect(edit("e3", "Hello!")).toEqual([{ type: "ack", id: "e3", seq: 1, dup: true }]);
  expect(fixture.received("other")).toEqual([]);
  expect(fixture.log.head()).toBe(2);
});

test("P3.28 a text that only its author saw is a change once others may see it", () => {
  const fixture = roomFixture();
  fixture.say("guest", "Hello");
  const edit = (id: string) => fixture.do("guest", { type: "edit", id, target: 1, message: "Bye" });
  fixture.moderate("moderator", { action: "shadow", uid: fixture.uid("guest"), on: true });
  expect(edit("e1")).toMatchObject([{ type: "edit" }]);
  expect(edit("e2")).toMatchObject([{ type: "ack", seq: 1 }]);
  fixture.moderate("moderator", { action: "shadow", uid: fixture.uid("guest"), on: false });
  fixture.discardReceived();
  expect(edit("e3")).toMatchObject([{ type: "edit" }]);
  expect(fixture.received("other")).toMatchObject([{ type: "edit", message: "Bye" }]);
});

test("P3.28 a rename to one's own name is acknowledged with the newest event, and stores nothing", () => {
  const fixture = new RoomFixture();
  fixture.enter("ada");
  const rename = (username: string) => fixture.do("ada", { type: "rename", id: username, username });
  expect(rename("ada")).toEqual([{ type: "ack", id: "ada", seq: 0, dup: true }]);
  expect(rename("ADA")).toMatchObject([{ type: "notice", seq: 1, username: "ADA" }]);
});

test("P3.25 an emoji that comes back is last, in the room and in every client that applies the events", () => {
  const fixture = roomFixture();
  const [message] = fixture.say("guest", "Hello");
  const events = [
    ...fixture.do("guest", react("1", "☕", true)),
    ...fixture.do("other", react("2", "👍", true)),
    ...fixture.do("other", react("3", "☕", true)),
    ...fixture.do("guest", react("4", "☕", false)),
    ...fixture.do("guest", react("5", "☕", true)),
    ...fixture.do("other", react("6", "👍", false)),
    ...fixture.do("guest", react("7", "👍", true)),
    ...fixture.do("guest", react("8", "☕", false)),
    ...fixture.do("other", react("9", "☕", false)),
    ...fixture.do("other", react("10", "☕", true)),
  ];
  const folded = events.reduce((state, event) => applyChange(state, event), message);
  const uid = (name: string) => fixture.uid(name);
  expect(folded.reactions).toEqual([
    { emoji: "👍", uids: [uid("guest")], count: 1 },
    { emoji: "☕", uids: [uid("other")], count: 1 },
  ]);
  const [, reset] = fixture.enter("late");
  expect(reset.messages[0].reactions).toEqual(folded.reactions);
});

test("P3.26 a deleted message has exactly the fields that the page shows, and its author's name if they deleted it", () => {
  const fixture = roomFixture();
  fixture.say("guest", "Hello", { id: "m1" });
  fixture.say("guest", "Bye", { id: "m2", replyTo: 1, extra: { color: "teal" } });
  fixture.do("other", { type: "reaction", id: "r", target: 2, emoji: "☕", on: true });
  fixture.do("guest", { type: "edit", id: "e", target: 2, message: "Bye!" });
  fixture.do("guest", { type: "delete", id: "d", target: 2 });
  fixture.do("moderator", { type: "delete", id: "d", target: 1 });
  const [, reset] = fixture.enter("late");
  const uid = fixture.uid("guest");
  const deleted = { type: "message", at: fixture.now, uid, message: "", deleted: true };
  expect(reset.messages).toEqual([
    { ...deleted, seq: 1, id: "", username: "" },
    { ...deleted, seq: 2, id: "m2", username: "guest", replyTo: 1 },
  ]);
});

test("P3.27 a reply to a deleted message is stored, and keeps its place in the conversation", () => {
  const fixture = roomFixture();
  fixture.say("guest", "Hello");
  fixture.do("guest", { type: "delete", id: "d", target: 1 });
  expect(fixture.say("other", "Too late?", { replyTo: 1 })).toMatchObject([{ type: "message", replyTo: 1 }]);
});

test("P3.29 typing comes back to the person who types, and ends with their message", () => {
  const fixture = roomFixture();
  fixture.do("guest", { type: "typing" });
  fixture.sendSignals();
  const typing = { type: "typing", uid: fixture.uid("guest") };
  expect([fixture.received("guest"), fixture.received("other")]).toEqual([[typing], [typing]]);
  fixture.do("guest", { type: "typing" });
  fixture.say("guest", "Hello");
  fixture.sendSignals();
  expect(fixture.received("other")).toMatchObject([{ type: "message" }]);
});
