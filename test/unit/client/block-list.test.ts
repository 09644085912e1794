// Loads the script for rare requests before the tests, so that none waits for it.
import "../../../src/client/on-demand.ts";
import { expect, test } from "vitest";
import { client, message, outcome, ready, reset, welcome } from "./harness.ts";

test("P11.6 a guest's blocks mark messages, remove none, and outlast the client in its storage", async () => {
  const storage = new Map<string, string>();
  const first = client({ storage });
  const told = [message(1), message(2, { uid: "uid-ben" })];
  first.socket().open();
  first.socket().say(welcome({ head: 2 }), reset(told), ready(2));
  expect(first.room.state.blocked.size).toBe(0);
  await first.room.block("uid-ada");
  const { blocked, messages } = first.room.state;
  expect([...blocked]).toEqual(["uid-ada"]);
  expect(messages).toMatchObject([{ seq: 1, message: "message 1", blocked: true }, { seq: 2 }]);
  expect(messages[1]).not.toHaveProperty("blocked");
  first.socket().say(message(3));
  expect(first.room.state.messages[2]).toMatchObject({ seq: 3, blocked: true });
  expect(first.room.state.messages[0]).toBe(messages[0]);
  first.room.close();

  const second = client({ storage });
  expect([...second.room.state.blocked]).toEqual(["uid-ada"]);
  second.socket().open();
  second.socket().say(welcome({ head: 2 }), reset(told), ready(2));
  await second.room.block("uid-ada", false);
  expect(second.room.state.blocked.size).toBe(0);
  expect(second.room.state.messages[0]).not.toHaveProperty("blocked");
  expect([...storage.keys()].some((key) => key.endsWith("#blocked"))).toBe(false);
});

test("P11.6 a guest blocks 200 people", async () => {
  const { room } = client();
  for (let count = 0; count < 200; count += 1) await room.block(`uid-${count}`);
  await expect(room.block("one-more")).rejects.toMatchObject({ code: "too_many" });
  await room.block("uid-7");
});

test("P11.6 a signed-in person's blocks come from the room, and go there", async () => {
  const storage = new Map<string, string>();
  const { room, socket } = client({ storage });
  socket().open();
  socket().say(welcome({ blocked: ["uid-ada"] }), reset(), ready(0));
  expect([...room.state.blocked]).toEqual(["uid-ada"]);
  const done = room.block("uid-ben");
  expect(await outcome(done)).toBe("open");
  const command = socket().sent.find(({ type }) => type === "block");
  expect(command).toMatchObject({ uid: "uid-ben", on: true });
  socket().say({ type: "blocked", uids: ["uid-ada", "uid-ben"] }, { type: "done", id: "own-1" });
  await done;
  expect([...room.state.blocked]).toEqual(["uid-ada", "uid-ben"]);
  expect([...storage.keys()].some((key) => key.endsWith("#blocked"))).toBe(false);
});
