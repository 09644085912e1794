import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { IpHashes } from "../../src/room/limits/ip-hashes.ts";
import { CAPABILITIES } from "../../src/worker/capabilities.ts";
import { migrate } from "../../src/worker/storage/migrations.ts";
import { SqlIpHashKeyStore } from "../../src/worker/storage/sql-ip-hash-keys.ts";
import { countRows } from "./count-rows.ts";
import { freshRoom, request, stubOf, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const START = 1_700_000_000_000;
const DAY_MS = 24 * 60 * 60 * 1_000;

// Time stands still, for the room too, so that token buckets hold exact amounts.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Everything that a room's object stores: all rows of all tables, the key-value store and the socket attachments. */
function dump(room: string): Promise<string> {
  return runInDurableObject(stubOf(room), async (_object, state) => {
    const { sql } = state.storage;
    const tables = sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
      )
      .toArray();
    const rows = tables.map(({ name }) => [name, sql.exec(`SELECT * FROM ${name}`).toArray()]);
    const beside = state.getWebSockets().map((socket) => socket.deserializeAttachment());
    return JSON.stringify([rows, [...(await state.storage.list())], beside], (_key, value) =>
      value instanceof ArrayBuffer ? [...new Uint8Array(value)] : value,
    );
  });
}

/** The `from` of each session of a room. */
function hashesIn(room: string): Promise<unknown[]> {
  return runInDurableObject(stubOf(room), (_object, state) =>
    state.getWebSockets().map((socket) => (socket.deserializeAttachment() as { from?: unknown }).from),
  );
}

test("P5.6 a room stores no address, only a keyed hash beside each socket", async () => {
  const room = freshRoom();
  const plain = await TestSocket.join(room, { "cf-connecting-ip": "203.0.113.77" });
  const v1 = await V1Socket.hello(room, { username: "Ada" }, { "cf-connecting-ip": "2001:db8:aa:bb:cc::dd" });
  await V1Socket.open(room, { "cf-connecting-ip": "::ffff:203.0.113.77" });
  plain.say("hello");
  await plain.take();
  await plain.take();
  v1.say("hello", "1");
  await v1.takeOnly("message");
  const kept = await dump(room);
  expect(kept).toContain("hello");
  for (const part of ["203.0.113", "cb00:71", "2001:db8", "db8:aa", "[203,0,113"]) expect(kept).not.toContain(part);
  const [ofPlain, ofV1, mapped] = await hashesIn(room);
  expect(ofPlain).toMatch(/^[0-9a-f]{32}$/);
  expect(ofV1).toMatch(/^[0-9a-f]{32}$/);
  expect(ofV1).not.toBe(ofPlain);
  expect(mapped).toBe(ofPlain);
});

test("P5.6 an address keeps its hash in a room across an eviction, but not in another room or after 30 days", async () => {
  const room = freshRoom();
  const from = { "cf-connecting-ip": "203.0.113.77" };
  await TestSocket.join(room, from);
  await evictDurableObject(stubOf(room));
  await TestSocket.join(room, from);
  const other = freshRoom();
  await TestSocket.join(other, from);
  const [first, again] = await hashesIn(room);
  expect(again).toBe(first);
  expect(await hashesIn(other)).not.toContain(first);
  vi.setSystemTime(START + 30 * DAY_MS);
  await TestSocket.join(room, from);
  const hashes = await hashesIn(room);
  expect(new Set(hashes).size).toBe(2);
  vi.setSystemTime(START + 60 * DAY_MS);
  const last = await TestSocket.join(room, from);
  // Until the first message the keys are beside the sockets (P1.5).
  last.say("hello");
  await last.take();
  // The first key is deleted.
  const keys = await runInDurableObject(stubOf(room), (_object, { storage }) =>
    storage.sql.exec("SELECT since FROM address_keys ORDER BY since").toArray(),
  );
  expect(keys).toEqual([{ since: START + 30 * DAY_MS }, { since: START + 60 * DAY_MS }]);
});

test("P5.6 keys are read from storage as they were written", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, { storage }) => {
    migrate(storage, CAPABILITIES);
    const hashes = () =>
      new IpHashes(new SqlIpHashKeyStore(storage.sql), () => crypto.getRandomValues(new Uint8Array(32)));
    const first = hashes().of("203.0.113.7", START);
    expect(hashes().of("203.0.113.7", START)).toEqual(first);
    expect(hashes().of("203.0.113.7", START + 40 * DAY_MS)?.fromBefore).toBe(first?.from);
  });
});

test("P5.6 a loopback address has no hash and creates no key", async () => {
  const room = freshRoom();
  for (const address of ["127.0.0.1", "::1"]) await V1Socket.hello(room, {}, { "cf-connecting-ip": address });
  expect(await hashesIn(room)).toEqual([undefined, undefined]);
  expect(await dump(room)).toContain('["address_keys",[]]');
});

test("P5.4 a client that reconnects in a loop is admitted 100 times at once, and others see only those joins", async () => {
  const room = freshRoom();
  const ada = await TestSocket.join(room, { "cf-connecting-ip": "198.51.100.1" });
  const upgrade = { upgrade: "websocket", "cf-connecting-ip": "203.0.113.7" };
  const once = async () => {
    const visitor = await TestSocket.open(room, "", upgrade);
    visitor.close(1000);
    await visitor.closed;
  };
  await Promise.all(Array.from({ length: 100 }, once));
  for (let i = 0; i < 10; i += 1) {
    const refused = await request(`/ws/${room}`, upgrade);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await refused.json()).toMatchObject({ error: { code: "rate_limited" } });
  }
  ada.say("still here");
  let told = 0;
  for (let heard = await ada.take(); heard.type === "system"; heard = await ada.take()) told += 1;
  expect(told).toBe(200);
  vi.setSystemTime(START + 1_000);
  expect((await request(`/ws/${room}`, upgrade)).status).toBe(101);
});

test("P5.6 an address costs no rows except its keys', which are read once per wake-up", async () => {
  await runInDurableObject(stubOf(freshRoom()), (_object, uncounted) => {
    migrate(uncounted.storage, CAPABILITIES);
    const { rowsOf, storage } = countRows(uncounted.storage);
    const open = () =>
      new IpHashes(new SqlIpHashKeyStore(storage.sql), () => crypto.getRandomValues(new Uint8Array(32)));
    const costs = [0, 30, 60].map((day) => rowsOf(() => open().of("203.0.113.7", START + day * DAY_MS)).written);
    expect(costs).toEqual([1, 3, 4]);
    const hashes = open();
    const now = START + 61 * DAY_MS;
    expect(rowsOf(() => hashes.of("203.0.113.7", now))).toEqual({ read: 2, written: 0 });
    expect(rowsOf(() => hashes.of("203.0.113.8", now))).toEqual({ read: 0, written: 0 });
  });
});
