import { describe, expect, it } from "vitest";
import type { RoomStorage } from "../../../src/client/room-storage.ts";
import { change, client, EPOCH, ME, message, messages, ready, reset, welcome } from "./harness.ts";

const LOG_KEY = "wss://parley.test/ws/lobby#log";
/** Milliseconds after which a change is kept. */
const KEPT = 1_000;

const kept = (storage: Map<string, string>) => JSON.parse(storage.get(LOG_KEY) ?? "null");

describe("a client that remembers", () => {
  it("P4.4 shows saved messages at once, as the same user, and requests only what came since", () => {
    const storage = new Map<string, string>();
    const before = client({ storage, cacheMessages: 10 });
    before.enter(2).say(message(3, { uid: ME }), change(4, "edit", 2, { message: "edited" }));
    before.room.close();

    const after = client({ storage, cacheMessages: 10 });
    expect(after.texts()).toEqual(["message 1", "edited", "message 3"]);
    expect(after.room.state).toMatchObject({ status: { state: "connecting" }, more: false, self: { uid: ME } });
    const socket = after.socket().open();
    expect(socket.hello).toMatchObject({ since: { epoch: EPOCH, seq: 4 }, token: "token-1", username: "me" });
    socket.say(welcome({ head: 6 }), message(5), change(6, "delete", 1), ready(6));
    expect(after.texts()).toEqual(["", "edited", "message 3", "message 5"]);
    expect(after.told("reset")).toEqual([]);
  });

  it("saves a change within a second, and a burst of changes once", () => {
    const storage = new Map<string, string>();
    let written = 0;
    const counting: RoomStorage = {
      get: (key) => storage.get(key),
      set: (key, value) => {
        if (key === LOG_KEY) written += 1;
        storage.set(key, value);
      },
      delete: (key) => void storage.delete(key),
      keys: () => storage.keys(),
    };
    const { clock, enter } = client({ storage: counting, cacheMessages: 10 });
    const socket = enter(0);
    for (const one of messages(1, 5)) socket.say(one);
    expect(written).toBe(0);
    clock.pass(KEPT);
    expect(written).toBe(1);
    expect(kept(storage)).toMatchObject({ position: { seq: 5 } });
    clock.pass(KEPT);
    expect(written).toBe(1);
  });

  it("saves the newest messages, and that there are older ones", () => {
    const storage = new Map<string, string>();
    const before = client({ storage, cacheMessages: 3 });
    before.enter(8);
    before.room.close();
    const after = client({ storage, cacheMessages: 3 });
    expect(after.seqs()).toEqual([6, 7, 8]);
    expect(after.room.state.more).toBe(true);
  });

  it("saves fewer long messages", () => {
    const storage = new Map<string, string>();
    const before = client({ storage, cacheMessages: 100 });
    before.enter(
      40,
      Array.from({ length: 40 }, (_, index) => message(index + 1, { message: "x".repeat(4_000) })),
    );
    before.room.close();
    expect(storage.get(LOG_KEY)?.length).toBeLessThan(66_000);
    const after = client({ storage, cacheMessages: 100 });
    expect(after.seqs().length).toBeGreaterThan(10);
    expect(after.seqs().at(-1)).toBe(40);
    expect(after.room.state.more).toBe(true);
  });

  it("P3.4 shows saved messages until the server sends another log, and saves that one instead", () => {
    const storage = new Map<string, string>();
    const before = client({ storage, cacheMessages: 10 });
    before.enter(2);
    before.room.close();
    const after = client({ storage, cacheMessages: 10 });
    after
      .socket()
      .open()
      .say(welcome({ epoch: "epoch-2", head: 1 }), reset([message(1, { message: "new" })], "epoch"), ready(1));
    expect(after.texts()).toEqual(["new"]);
    after.clock.pass(KEPT);
    expect(kept(storage)).toMatchObject({ position: { epoch: "epoch-2", seq: 1 }, messages: [{ message: "new" }] });
  });

  it("doesn't show the user of another token", () => {
    const storage = new Map<string, string>();
    const before = client({ storage, cacheMessages: 10 });
    before.enter(1);
    before.room.close();
    const after = client({ storage, cacheMessages: 10, token: "of-another" });
    expect(after.seqs()).toEqual([1]);
    expect(after.room.state.self).toBeUndefined();
  });

  it("shows the username option, not the last name", () => {
    const storage = new Map<string, string>();
    const before = client({ storage, cacheMessages: 10 });
    before.enter(1);
    before.room.close();
    const after = client({ storage, cacheMessages: 10, username: "Ada" });
    expect(after.room.state.self).toMatchObject({ uid: ME, username: "Ada" });
    expect(after.socket().open().hello).toMatchObject({ username: "Ada" });
  });

  it.each([
    ["not JSON", "{"],
    [
      "of another version",
      JSON.stringify({ version: 0, position: { epoch: EPOCH, seq: 1 }, more: false, messages: [] }),
    ],
    [
      "with a message that is none",
      JSON.stringify({
        version: 1,
        position: { epoch: EPOCH, seq: 2 },
        more: false,
        messages: [message(1), { type: "message", seq: 2 }],
      }),
    ],
  ])("begins anew where what was kept is %s", (_, text) => {
    const { room, socket } = client({ storage: new Map([[LOG_KEY, text]]), cacheMessages: 10 });
    expect(room.state.messages).toEqual([]);
    expect(socket().open().hello).not.toHaveProperty("since");
  });

  it("deletes saved messages if the storage is too full for the outbox", () => {
    const items = new Map<string, string>();
    let isFull = false;
    const storage: RoomStorage = {
      get: (key) => items.get(key),
      set: (key, value) => {
        if (isFull && [...items.keys()].some((one) => one.endsWith("#log"))) throw new Error("quota");
        items.set(key, value);
      },
      delete: (key) => void items.delete(key),
      keys: () => items.keys(),
    };
    const { clock, enter, room, told } = client({ storage, cacheMessages: 10 });
    const socket = enter(1);
    clock.pass(KEPT);
    expect(items.has(LOG_KEY)).toBe(true);
    isFull = true;
    socket.drop();
    void room.send("kept");
    expect(items.has(LOG_KEY)).toBe(false);
    expect([...items.keys()].filter((key) => key.includes("#outbox/"))).toHaveLength(1);
    expect(told("error")).toEqual([]);
  });
});

it("a client saves no messages by default", () => {
  const storage = new Map<string, string>();
  const { clock, enter, room } = client({ storage });
  enter(3);
  clock.pass(KEPT);
  room.close();
  expect([...storage.keys()]).toEqual(["wss://parley.test/ws/lobby#identity"]);
});
