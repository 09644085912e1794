import { expect, test } from "vitest";
import { createChat } from "../../../src/page/model/chat.ts";
import { client, ME, message, ready, reset, welcome } from "../client/harness.ts";

/** A chat in a room with a message of Ada's (1), one of mine (2), and a deleted one of mine (3). */
function inside() {
  const { clock, room, socket } = client();
  const chat = createChat("me", () => room);
  const own = { uid: ME, message: "what I said" };
  socket()
    .open()
    .say(welcome({ head: 3 }), reset([message(1), message(2, own), message(3, { ...own, deleted: true })]), ready(3));
  return { chat, clock, socket };
}

test("what is typed as a reply goes out as one, and the next message is just a message", () => {
  const { chat, socket } = inside();
  chat.type("draft");
  chat.reply(1);
  expect(chat.view).toMatchObject({ mode: { kind: "reply", seq: 1 }, draft: "draft" });
  chat.send();
  expect(socket().commands.at(-1)).toMatchObject({ type: "message", message: "draft", replyTo: 1 });
  expect(chat.view).toMatchObject({ mode: { kind: "none" }, draft: "" });
  chat.type("another");
  chat.send();
  expect(chat.view.pending.at(-1)?.command).not.toHaveProperty("replyTo");
});

test("an edit brings the message into the composer, and what was being typed comes back after it", () => {
  const { chat, socket } = inside();
  chat.type("half a thought");
  chat.edit(2);
  expect(chat.view).toMatchObject({ mode: { kind: "edit", seq: 2 }, draft: "what I said" });
  chat.type("what I meant");
  chat.send();
  expect(socket().commands.at(-1)).toMatchObject({ type: "edit", target: 2, message: "what I meant" });
  expect(chat.view).toMatchObject({ mode: { kind: "none" }, draft: "half a thought" });
});

test("an edit or a reply that is given up changes nothing, and leaves what was being typed", () => {
  const { chat, socket } = inside();
  chat.type("half a thought");
  chat.edit(2);
  chat.type("");
  // From one to the other, the draft is still the one from before both.
  chat.reply(1);
  expect(chat.view).toMatchObject({ mode: { kind: "reply", seq: 1 }, draft: "half a thought" });
  chat.endMode();
  expect(chat.view).toMatchObject({ mode: { kind: "none" }, draft: "half a thought" });
  // P3.41: the field was empty for a moment.
  expect(socket().commands).toEqual([{ type: "typing" }, { type: "typing", ended: true }]);
});

test("only an own message that is there can be edited", () => {
  const { chat } = inside();
  for (const seq of [1, 3, 4]) chat.edit(seq);
  expect(chat.view).toMatchObject({ mode: { kind: "none" }, draft: "" });
});

test("what the room would refuse stays in the composer, and so does what it is meant to be", async () => {
  const { chat } = inside();
  chat.edit(2);
  chat.type("x".repeat(4_001));
  chat.send();
  expect(chat.view).toMatchObject({ mode: { kind: "edit", seq: 2 }, draft: "x".repeat(4_001) });
  await expect.poll(() => chat.view.composerError).toBeDefined();
});

test("P3.4 in another log a seq is another message: a reply or an edit ends there, the draft does not", () => {
  const { chat, clock, socket } = inside();
  chat.type("half a thought");
  chat.edit(2);
  socket().drop();
  clock.pass(1_000);
  socket()
    .open()
    .say(welcome({ epoch: "epoch-2", head: 1 }), reset([message(1)], "epoch"), ready(1));
  expect(chat.view).toMatchObject({ mode: { kind: "none" }, draft: "half a thought" });
});
