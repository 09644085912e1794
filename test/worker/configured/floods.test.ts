import { listDurableObjectIds } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CLOUDFLARE, freshRoom, request, TestSocket } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

// vitest.config.ts sets this folder's variables and limits. Time stands still, for the room too, so that token buckets
// hold exact amounts.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** The response to an address that requests a socket. */
async function ask(room: string, address: string): Promise<number | string> {
  const response = await request(`/ws/${room}`, { upgrade: "websocket", "cf-connecting-ip": address });
  if (response.status !== 429) return response.status;
  return ((await response.json()) as { error: { code: string } }).error.code;
}

/** Counts how many frames were accepted and how many rejected. */
async function outcomes(sockets: readonly { take(): Promise<object> }[], frames: number) {
  const counts = { taken: 0, refused: 0 };
  for (const [index, socket] of sockets.entries()) {
    // Each socket sees its own rejections and the first accepted frame of all.
    for (let own = 0; own < frames; ) {
      const object = (await socket.take()) as { type: string; code?: string; id?: string };
      if (object.type === "error") {
        expect(object).toMatchObject({ code: "rate_limited", retryAfter: expect.any(Number) });
        counts.refused += 1;
        own += 1;
      } else if (object.id?.startsWith(`${index}-`)) {
        counts.taken += 1;
        own += 1;
      }
    }
  }
  return counts;
}

// First in this file: tests share storage, and this rule is about rooms that are never created.
test("P5.5 an address with too many requests gets 429 before any object is touched; other addresses do not", async () => {
  const calls = (address: string) =>
    Array.from({ length: 61 }, () => request("/ws/a.b", { "cf-connecting-ip": address }));
  // The limit is 30 per ten seconds of wall clock: wherever the boundary falls among 61 requests, one side exceeds it.
  const refused = (await Promise.all(calls("203.0.113.90"))).filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.headers.get("retry-after")).toBe("10");
  expect(await refused[0]?.json()).toMatchObject({ error: { code: "rate_limited" } });
  expect((await request("/ws/a.b", { "cf-connecting-ip": "203.0.113.91" })).status).toBe(404);
  for (const address of ["127.0.0.1", "::1"]) {
    expect((await Promise.all(calls(address))).every(({ status }) => status === 404)).toBe(true);
  }
  expect(await listDurableObjectIds(env.CHAT_ROOM)).toEqual([]);
});

test("P5.5 all hosts of an IPv6 network count as one", async () => {
  const calls = Array.from({ length: 61 }, (_, i) =>
    request("/api/nothing", { "cf-connecting-ip": `2001:db8:5:5:${i.toString(16)}::1` }),
  );
  expect((await Promise.all(calls)).some(({ status }) => status === 429)).toBe(true);
});

test("P5.3 an address has at most the number of sockets in a room that the owner allows", async () => {
  const room = freshRoom();
  const sockets: TestSocket[] = [];
  for (let i = 0; i < 12; i += 1) {
    sockets.push(await TestSocket.join(room, { "cf-connecting-ip": `2001:db8:1:2:${i}::1` }));
  }
  expect(await ask(room, "2001:db8:1:2:ffff::")).toBe("too_many_sockets");
  expect(await ask(room, "2001:db8:1:3::1")).toBe(101);
  expect(await ask(freshRoom(), "2001:db8:1:2::1")).toBe(101);
  // A room of 13 admits 13 at once.
  vi.setSystemTime(Date.now() + 1_000);
  sockets[0]?.close(1000);
  await sockets[0]?.closed;
  expect(await ask(room, "2001:db8:1:2::1")).toBe(101);
});

test("P5.6 a loopback address may open as many sockets as the room holds", async () => {
  const room = freshRoom();
  for (let i = 0; i < 13; i += 1) expect(await ask(room, "127.0.0.1")).toBe(101);
  expect(await ask(room, "127.0.0.1")).toBe(503);
});

test("P5.2 a user's three sockets may send as much as two, and each rejection carries the id and the time to wait", async () => {
  const room = freshRoom();
  const first = await V1Socket.hello(room);
  const { token } = first.welcome;
  const tabs = [first, await V1Socket.hello(room, { token }), await V1Socket.hello(room, { token })];
  for (const [index, tab] of tabs.entries()) {
    for (let i = 0; i < 6; i += 1) tab.send({ type: "message", id: `${index}-${i}`, message: "x" });
  }
  // Each socket may send six at once, one of which was its hello; the user may send twelve.
  expect(await outcomes(tabs, 6)).toEqual({ taken: 12, refused: 6 });
});

test("P5.2 twelve users at one address may send as much as ten sockets", async () => {
  const room = freshRoom();
  const crowd: TestSocket[] = [];
  for (let i = 0; i < 12; i += 1) crowd.push(await TestSocket.join(room, { "cf-connecting-ip": "203.0.113.92" }));
  for (const [index, socket] of crowd.entries()) {
    for (let i = 0; i < 7; i += 1) socket.say("x", { id: `${index}-${i}` });
  }
  expect(await outcomes(crowd, 7)).toEqual({ taken: 60, refused: 24 });
});

test("P7.10 sockets and requests of a person share the limits of P5.2, and a request beyond them waits", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room, { username: "Ada" });
  const { token } = ada.welcome;
  const tab = await V1Socket.hello(room, { token });
  const post = (message: string) =>
    exports.default.fetch(`https://chat.example/api/rooms/${room}/messages`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ message }),
      cf: CLOUDFLARE,
    });
  // A person has twelve frames, and each socket six, of which the hello took one.
  for (let count = 1; count <= 5; count += 1) {
    ada.say(`a${count}`, `a${count}`);
    tab.say(`t${count}`, `t${count}`);
  }
  for (let seq = 1; seq <= 10; seq += 1) expect(await ada.take()).toMatchObject({ type: "message" });
  expect([(await post("one")).status, (await post("two")).status]).toEqual([201, 201]);
  const refused = await post("three");
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ error: { code: "rate_limited" } });
  expect(refused.headers.get("retry-after")).toBe("1");
});
