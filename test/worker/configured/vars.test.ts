import { expect, test } from "vitest";
import { freshRoom, request, TestSocket } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

// vitest.config.ts sets this folder's variables.

test("P2.1 with SYSTEM_NAMES = ip the system messages show the peer's address, even after it has a name", async () => {
  const room = freshRoom();
  const ada = await TestSocket.open(room, "", { "cf-connecting-ip": "203.0.113.7" });
  expect(await ada.take()).toEqual({ type: "system", message: "203.0.113.7 connected" });
  const ben = await TestSocket.open(room, "", { "cf-connecting-ip": "2001:db8::1" });
  expect(await ada.take()).toEqual({ type: "system", message: "2001:db8::1 connected" });
  ben.say("hello", { username: "Ben" });
  await ada.take();
  ben.close();
  expect(await ada.take()).toEqual({ type: "system", message: "2001:db8::1 disconnected" });
});

test.each(["https://one.example", "https://two.example:8443", "http://plain.example", "https://xn--bcher-kva.example"])(
  "P1.2 the listed Origin %s is allowed",
  async (origin) => {
    await TestSocket.join(freshRoom(), { origin });
  },
);

test.each([
  "http://one.example",
  "https://plain.example",
  "https://one.example:444",
  "https://one.example:443",
  "https://sub.one.example",
  "https://one.example.evil.example",
  "https://evilone.example",
  "https://one.example.",
  "https://ONE.example",
  "https://one.example/",
  "https://user@one.example",
  "https://one.example, https://evil.example",
  "https://one.example,https://two.example:8443",
  "https://two.example",
  "https://bucher.example",
  "https://xn--bcher-kva.example.evil.example",
  "null",
])("P1.2 the Origin %s, which only resembles a listed one, is 403", async (origin) => {
  const response = await request("/ws", { upgrade: "websocket", origin });
  expect(response.status).toBe(403);
});

test("P1.2 P7.3 a page of a listed origin may read responses, one of a similar origin may not", async () => {
  const allowed = async (origin: string) => {
    const response = await request("/api/rooms/lobby", { origin });
    return response.headers.get("access-control-allow-origin");
  };
  expect(await allowed("https://one.example")).toBe("https://one.example");
  expect(await allowed("https://one.example.evil.example")).toBeNull();
  expect(await allowed("null")).toBeNull();
});

test("P5 a full room rejects another socket with 503, and has space again when one leaves", async () => {
  const room = freshRoom();
  const ada = await TestSocket.join(room);
  const ben = await TestSocket.join(room);
  for (let others = 0; others < 11; others += 1) await TestSocket.join(room);
  for (let others = 0; others < 12; others += 1) await ada.take();
  const refused = await request(`/ws/${room}`, { upgrade: "websocket" });
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ error: { code: "room_full" } });
  ben.close(1000);
  await ada.take();
  await TestSocket.join(room);
});

test("P5 a message longer than the owner allows is rejected", async () => {
  const socket = await TestSocket.join(freshRoom());
  socket.say("12345678901");
  expect(await socket.take()).toMatchObject({ type: "error", code: "message_too_long" });
  socket.say("1234567890");
  expect(await socket.take()).toMatchObject({ type: "message" });
});

test("P8.14 a name that the owner reserved is not available to guests in either dialect", async () => {
  const room = freshRoom();
  const eve = await V1Socket.open(room);
  eve.send({ type: "hello", v: 1, username: "Adas tearoom" });
  expect(await eve.take()).toMatchObject({ type: "error", code: "name_taken" });
  const plain = await TestSocket.open(room);
  plain.say("hello", { username: "ZOË" });
  await plain.take();
  expect(await plain.take()).toMatchObject({ type: "error", code: "name_taken" });
});

test("P5.1 frames beyond the limit are rejected to their sender only, with the id and the time to wait, and the socket stays open", async () => {
  const room = freshRoom();
  const loud = await TestSocket.join(room);
  const calm = await TestSocket.join(room);
  await loud.take();
  for (let count = 1; count <= 8; count += 1) loud.say("x", { id: `id-${count}` });
  const heard: unknown[] = [];
  for (let count = 1; count <= 8; count += 1) heard.push(await loud.take());
  const refused = heard.filter((object) => (object as { type: string }).type === "error");
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]).toMatchObject({ code: "rate_limited", id: "id-7", retryAfter: expect.any(Number) });
  for (let count = 1; count <= 6; count += 1)
    expect(await calm.take()).toMatchObject({ type: "message", id: `id-${count}` });
});

test("P5.1 a client that floods without a pause is closed with 4029, and the others see it leave", async () => {
  const room = freshRoom();
  const loud = await TestSocket.join(room);
  const calm = await TestSocket.join(room);
  for (let count = 1; count <= 800; count += 1) loud.send("{}");
  expect((await loud.closed).code).toBe(4029);
  for (;;) {
    const heard = await calm.take();
    if ((heard as { type?: string }).type === "system") break;
  }
});
