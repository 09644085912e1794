import { listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { freshRoom, request, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

test("P7.3 reading a room that nobody ever joined reports an empty one, and creates nothing", async () => {
  const room = freshRoom();
  const summary = await request(`/api/rooms/${room}`);
  expect(await summary.json()).toEqual({ room, title: room, count: 0, head: 0, epoch: null });
  const page = await request(`/api/rooms/${room}/messages`);
  expect(await page.json()).toEqual({ messages: [], head: 0 });
  const tables = await runInDurableObject(stubOf(room), (_object, { storage }) =>
    storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'").toArray(),
  );
  expect(tables).toEqual([]);
});

test("P7.1 a room reports its name, title, people, head and epoch", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room);
  ada.say("hello", "1");
  await ada.take();
  const summary = await request(`/api/rooms/${room.toUpperCase()}`);
  expect(summary.headers.get("cache-control")).toBe("no-store");
  expect(await summary.json()).toEqual({ room, title: room, count: 1, head: 1, epoch: ada.welcome.epoch });
});

test("P7.2 messages are paged in both directions, in their current state", async () => {
  const room = freshRoom();
  const ada = await V1Socket.hello(room);
  for (let count = 1; count <= 5; count += 1) ada.say(`message ${count}`, String(count));
  ada.send({ type: "edit", id: "e", target: 3, message: "edited" });
  ada.send({ type: "reaction", id: "r", target: 4, emoji: "🎉", on: true });
  for (let seq = 1; seq <= 7; seq += 1) await ada.take();
  const read = async (query: string) => {
    const page = (await (await request(`/api/rooms/${room}/messages${query}`)).json()) as { messages: object[] };
    return page;
  };
  expect(await read("?limit=2")).toMatchObject({
    head: 7,
    messages: [{ seq: 4, reactions: [{ emoji: "🎉", uids: [ada.welcome.uid], count: 1 }] }, { seq: 5 }],
  });
  expect(await read("?before=4&limit=2")).toMatchObject({ messages: [{ seq: 2 }, { seq: 3, message: "edited" }] });
  expect(await read("?after=1&limit=2")).toMatchObject({ messages: [{ seq: 2 }, { seq: 3 }] });
  expect((await read("")).messages).toHaveLength(5);
  expect((await read("?limit=1000")).messages).toHaveLength(5);
});

test.each(["?limit=0", "?limit=-1", "?limit=ten", "?before=x", "?after=1.5", "?before="])(
  "P7.2 %s is 400",
  async (query) => {
    const response = await request(`/api/rooms/${freshRoom()}/messages${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "bad_range" } });
  },
);

test("P7.3 an invalid room name is 404, a method that an address does not take is 405", async () => {
  expect((await request("/api/rooms/a.b")).status).toBe(404);
  expect((await request("/api/rooms/a.b/messages")).status).toBe(404);
  expect((await request("/api/rooms/lobby", {}, "DELETE")).status).toBe(405);
  expect((await request("/api/rooms/lobby/messages", {}, "PUT")).status).toBe(405);
});

test("P1.2 a page of an unlisted origin may not read responses", async () => {
  const response = await request("/api/rooms/lobby", { origin: "https://evil.example" });
  expect(response.headers.get("access-control-allow-origin")).toBeNull();
});

test("P9.16 bans across all rooms do not exist unless they are on, and then nothing is made for them", async () => {
  const response = await request("/api/bans", { authorization: `Bearer ${OWNER_TOKEN}` });
  expect(response.status).toBe(404);
  await V1Socket.hello(freshRoom(), {}, { "cf-connecting-ip": "203.0.113.9" });
  expect(await listDurableObjectIds(env.DEPLOYMENT)).toEqual([]);
});
