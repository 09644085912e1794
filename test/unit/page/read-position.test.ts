import { expect, test } from "vitest";
import { readElsewhere } from "../../../src/page/lazy/log/share-reading.ts";
import { createChat } from "../../../src/page/model/chat.ts";
import { createReadTracker, markSeen, type SavedReadPosition } from "../../../src/page/model/read-position.ts";
import { createStore } from "../../../src/page/model/store.ts";
import { client, EPOCH, ME, message, messages, ready, reset, welcome } from "../client/harness.ts";

/** A reader who looks at a room with five messages, at a time that the test sets. */
function reading(recalled?: SavedReadPosition) {
  const it = client();
  const chat = createChat("me", () => it.room);
  let now = 1_000;
  const kept = createStore(recalled);
  const reader = createReadTracker(chat, { now: () => now, kept });
  reader.attend(true);
  it.enter(5);
  return {
    ...it,
    reader,
    kept,
    passTo(at: number) {
      now = at;
    },
  };
}

test("on the first visit nothing is new, and reading stopped nowhere", () => {
  const { reader, socket } = reading();
  expect(reader.value).toMatchObject({ seen: 5, divider: undefined });
  socket().say(message(6));
  expect(reader.value).toMatchObject({ seen: 6, divider: undefined });
});

test("the first message of an empty room is new to one who looks away", () => {
  const it = client();
  const chat = createChat("me", () => it.room);
  const reader = createReadTracker(chat, {
    now: () => 1_000,
    kept: createStore<SavedReadPosition | undefined>(undefined),
  });
  it.socket().open().say(welcome(), reset(), ready(0));
  it.socket().say(message(1));
  expect(reader.value).toMatchObject({ seen: 0, divider: { after: 0 } });
});

test("what is read in one tab is read in all", () => {
  const { kept, reader, socket } = reading();
  reader.attend(false);
  socket().say(message(6), message(7));
  expect(reader.value.seen).toBe(5);
  kept.set({ epoch: "epoch-0", seen: 7, seenAt: 2_000 });
  expect(reader.value.seen).toBe(5);
  kept.set({ epoch: EPOCH, seen: 6, seenAt: 2_000 });
  expect(reader.value.seen).toBe(6);
});

test("what the user answered on another device is read here as well", () => {
  const { reader, socket } = reading();
  reader.attend(false);
  socket().say(message(6), message(7));
  expect(reader.value).toMatchObject({ seen: 5, divider: { after: 5 } });
  socket().say({ ...message(8), uid: ME }, message(9));
  expect(reader.value).toMatchObject({ seen: 8, divider: { after: 8 } });
});

test("an own message that waited offline says nothing about what came before it", () => {
  const { reader, room, socket } = reading();
  reader.attend(false);
  void room.send("from the tunnel").catch(() => {});
  const id = room.state.pending.at(-1)?.id ?? "";
  socket().say(message(6), { ...message(7), uid: ME, id });
  expect(reader.value).toMatchObject({ seen: 5 });
});

test("an own message is never new, also while the user has scrolled up", () => {
  const { passTo, reader, room, socket } = reading();
  reader.attend(false);
  passTo(2_000);
  void room.send("from above").catch(() => {});
  const id = room.state.pending.at(-1)?.id ?? "";
  socket().say(message(6, { uid: ME, id }));
  expect(reader.value).toMatchObject({ seen: 6, divider: undefined });
  // What others say after it is.
  socket().say(message(7));
  expect(reader.value).toMatchObject({ seen: 6, divider: { after: 6, since: 2_000 } });
});

test("on the next visit reading stopped where it did, and when it did", () => {
  const { reader } = reading({ epoch: EPOCH, seen: 3, seenAt: 400 });
  expect(reader.value).toMatchObject({ seen: 5, divider: { after: 3, since: 400 } });
});

test("P3.4 what was read of another log says nothing about this one", () => {
  const { reader } = reading({ epoch: "epoch-0", seen: 3, seenAt: 400 });
  expect(reader.value).toMatchObject({ seen: 5, divider: undefined });
});

test("reading stops when the reader looks away, and not before somebody says something", () => {
  const { kept, passTo, reader, socket } = reading();
  passTo(2_000);
  reader.attend(false);
  expect(reader.value.divider).toBeUndefined();
  passTo(3_000);
  socket().say(message(6), message(7));
  expect(reader.value).toMatchObject({ seen: 5, divider: { after: 5, since: 2_000 } });
  socket().say(message(8));
  expect(reader.value).toMatchObject({ seen: 5, divider: { after: 5, since: 2_000 } });
  // Back, the reader sees it all, and still where it began.
  reader.attend(true);
  expect(reader.value).toMatchObject({ seen: 8, divider: { after: 5, since: 2_000 } });
  expect(kept.value).toEqual({ epoch: EPOCH, seen: 8, seenAt: 3_000 });
});

test("who scrolls down through what is new has read that much of it", () => {
  const { reader, socket } = reading();
  reader.attend(false);
  socket().say(message(6), message(7), message(8));
  reader.update((before) => markSeen(before, 7, 1_000));
  reader.update((before) => markSeen(before, 6, 1_000));
  expect(reader.value).toMatchObject({ seen: 7, divider: { after: 5 } });
});

test("P4.4 what was said during a lost connection is new, although the reader looked", () => {
  const { comeBack, reader, socket } = reading();
  socket().drop();
  comeBack(7, message(6), message(7));
  expect(reader.value).toMatchObject({ seen: 7, divider: { after: 5 } });
});

test("who speaks knows what was said: reading has stopped nowhere any more", () => {
  const { reader, socket } = reading({ epoch: EPOCH, seen: 3, seenAt: 400 });
  socket().say(message(6, { uid: ME }));
  expect(reader.value).toMatchObject({ seen: 6, divider: undefined });
});

test("older messages are not new", async () => {
  const page = { messages: messages(451, 500), head: 560 };
  const { room, socket } = client({ fetch: async () => Response.json(page) });
  const chat = createChat("me", () => room);
  const reader = createReadTracker(chat, {
    now: () => 1_000,
    kept: createStore<SavedReadPosition | undefined>(undefined),
  });
  socket()
    .open()
    .say(welcome({ head: 560 }), reset(messages(501, 560)), ready(560));
  await chat.loadOlder();
  expect(chat.view.messages).toHaveLength(110);
  expect(reader.value).toMatchObject({ seen: 560, divider: undefined });
});

test("P3.8 reading sends nothing, so that it never wakes a room", () => {
  const { passTo, reader, socket } = reading();
  socket().say(message(6), message(7));
  passTo(60_000);
  reader.attend(false);
  reader.attend(true);
  expect(socket().commands).toEqual([]);
});

test("what was read on another device is read here, and the divider moves to what was not (P3.42)", () => {
  const { reader, socket } = reading({ epoch: EPOCH, seen: 2, seenAt: 500 });
  reader.attend(false);
  socket().say(message(6), message(7));
  expect(reader.value).toMatchObject({ divider: { after: 5 } });
  const elsewhere = (seq: number) => reader.update((before) => readElsewhere(before, seq, 7, 9_000));
  elsewhere(6);
  expect(reader.value).toMatchObject({ seen: 6, divider: { after: 6, since: 9_000 } });
  elsewhere(3);
  expect(reader.value.seen).toBe(6);
  elsewhere(7);
  expect(reader.value).toMatchObject({ seen: 7, divider: undefined });
});
