import { expect, test } from "vitest";
import { createChat } from "../../../src/page/model/chat.ts";
import { draftsOf } from "../../../src/page/model/drafts.ts";
import { announce, DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { OPEN_ROOM } from "../../../src/protocol/moderation.ts";
import { client, EPOCH, ME, message, ready, reset, welcome } from "../client/harness.ts";

/** A page that reads a room with one message. */
function reading(readable?: Promise<void>) {
  const it = client({ readOnly: true });
  const tab = new Map<string, string>();
  const drafts = draftsOf(new Map(), tab, "lobby");
  const chat = createChat("", () => it.room, { drafts, ...(readable === undefined ? {} : { readable }) });
  const socket = it.socket().open();
  const limits = announce(DEFAULT_LIMITS);
  const room = { room: "lobby", epoch: EPOCH, head: 1, oldest: 1, settings: OPEN_ROOM, pinned: [] };
  socket.say({ type: "reader", ...room, members: [], count: 0, limits }, reset([message(1)]), ready(1));
  /** The draft that a reload would bring back. */
  const kept = () => draftsOf(new Map(), tab, "lobby").recall().draft;
  /** The room lets the reader in, as the prompt does with a name. */
  const enter = async () => {
    const entered = chat.room.enter("Ada");
    await expect.poll(() => socket.sent.at(-1)).toMatchObject({ type: "hello", username: "Ada" });
    socket.say(welcome({ head: 1, username: "Ada" }), ready(1));
    await entered;
    const { asking } = chat.view;
    chat.endAsking();
    asking?.();
  };
  return { ...it, chat, enter, kept, reader: socket };
}

test("P3.37 a reader's message stays the draft until there is a name, and is then sent", async () => {
  const { chat, enter, kept, reader, room } = reading();
  chat.type("hello");
  chat.send();
  expect(chat.view.asking).toBeDefined();
  expect(chat.view.draft).toBe("hello");
  expect(kept()).toBe("hello");
  expect(room.state.pending).toEqual([]);
  await enter();
  expect(reader.commands).toMatchObject([{ type: "message", message: "hello" }]);
  expect(chat.view).toMatchObject({ draft: "", asking: undefined, self: { uid: ME } });
});

test("P3.37 a name that is given before messages can be read sends the message all the same", async () => {
  const { chat, enter, reader } = reading(new Promise(() => {}));
  chat.type("hello");
  chat.send();
  await enter();
  expect(reader.commands).toMatchObject([{ type: "message", message: "hello" }]);
  expect(chat.view).toMatchObject({ draft: "", asking: undefined });
});

test("a blank draft asks for nothing", () => {
  const { chat } = reading();
  chat.type(" ");
  chat.send();
  expect(chat.view.asking).toBeUndefined();
});

test("a reader's reaction waits for a name, and is dropped if they change their mind", async () => {
  const { chat, enter, reader } = reading();
  chat.react(1, "👍", true);
  chat.endAsking();
  await enter();
  expect(reader.commands).toEqual([]);
  const other = reading();
  other.chat.react(1, "👍", true);
  await other.enter();
  expect(other.reader.commands).toMatchObject([{ type: "reaction", target: 1, emoji: "👍", on: true }]);
});

test("a person is never asked", () => {
  const it = client();
  const chat = createChat("me", () => it.room);
  it.enter(1);
  chat.type("hello");
  chat.send();
  expect(chat.view.asking).toBeUndefined();
  expect(it.socket().commands.at(-1)).toMatchObject({ type: "message", message: "hello" });
});
