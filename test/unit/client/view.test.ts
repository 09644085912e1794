import { expect, it } from "vitest";
import { view } from "../../../src/client/index.ts";
import { client, ME, message } from "./harness.ts";

it("a view is the state itself while nothing is on its way", () => {
  const { enter, room } = client();
  enter(2);
  const shown = view(room.state);
  expect(shown.messages).toBe(room.state.messages);
  expect(shown.unsent).toEqual([]);
  expect(view(room.state)).toBe(shown);
});

it("pending edits, deletes and reactions are applied, and new messages follow in order", () => {
  const { enter, room } = client();
  enter(3, [message(1, { uid: ME }), message(2, { uid: ME }), message(3)]);
  void room.edit(1, "edited");
  void room.delete(2);
  void room.react(3, "👍");
  void room.send("new");
  void room.send("newer");
  const { changes, messages, unsent } = view(room.state);
  expect(messages).toMatchObject([
    { message: "edited" },
    { deleted: true, message: "" },
    { reactions: [{ emoji: "👍", count: 1, me: true }] },
  ]);
  expect(unsent.map(({ command }) => command)).toMatchObject([{ message: "new" }, { message: "newer" }]);
  expect([...changes.keys()]).toEqual([1, 2]);
  expect(room.state.messages).toMatchObject([{ message: "message 1" }, { message: "message 2" }, {}]);
});

it("several changes of one message are applied in order", () => {
  const { enter, room } = client();
  enter(1, [message(1, { uid: ME })]);
  void room.edit(1, "first");
  void room.edit(1, "second");
  void room.react(1, "👍");
  void room.react(1, "👍", false);
  const [shown] = view(room.state).messages;
  expect(shown).toMatchObject({ message: "second" });
  expect(shown).not.toHaveProperty("reactions");
});

it("a failed change is not applied, and is still listed", () => {
  const { enter, room } = client();
  const socket = enter(1, [message(1, { uid: ME })]);
  room.edit(1, "edited").catch(() => {});
  socket.say({ type: "error", code: "room_locked", message: "…", id: "own-1" });
  const { changes, messages } = view(room.state);
  expect(messages).toMatchObject([{ message: "message 1" }]);
  expect(changes.get(1)).toMatchObject({ state: "failed", error: { code: "room_locked" } });
});

it("an edit of a message that isn't loaded is unsent; a delete or a reaction of one shows nowhere", () => {
  const { enter, room } = client();
  enter(5, [message(5)]);
  void room.edit(1, "edited");
  void room.delete(2);
  void room.react(3, "👍");
  expect(view(room.state).unsent.map(({ command }) => command.type)).toEqual(["edit"]);
  expect(view(room.state).messages).toHaveLength(1);
});

it("a message stays the same object until it or its changes do", () => {
  const { enter, room } = client();
  const socket = enter(2, [message(1, { uid: ME }), message(2)]);
  void room.edit(1, "edited");
  const [edited, other] = view(room.state).messages;
  void room.send("new");
  expect(view(room.state).messages[0]).toBe(edited);
  socket.say({ type: "typing", uid: "uid-ada" }, message(3));
  const after = view(room.state).messages;
  expect(after[0]).toBe(edited);
  expect(after[1]).toBe(other);
});
