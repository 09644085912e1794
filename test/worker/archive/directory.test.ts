import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { operate } from "../operator-client.ts";
import { order, owned } from "../owned-room.ts";
import { reportDue, reportNow } from "../report-now.ts";
import { request } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

// vitest.config.ts sets DIRECTORY = "public" for this folder.
test("P18.9 the public list has the rooms that everyone can read, without what is the operator's", async () => {
  const open = await owned();
  const closed = await owned();
  const doomed = await owned();
  await order(open.owner, { action: "settings", settings: { title: "The garden", topic: "Roses" } });
  await order(closed.owner, { action: "settings", settings: { read: "members" } });
  for (const { room } of [open, closed, doomed]) await reportNow(room);
  await operate(`/rooms/${doomed.room}/deletion`, "PUT", { name: doomed.room });
  const response = await request("/api/directory?sort=name");
  expect(await response.json()).toEqual({
    rooms: [{ room: open.room, title: "The garden", topic: "Roses", people: 1 }],
    total: 1,
  });
  expect(await (await request("/api/directory?q=nothing-like-it")).json()).toEqual({ rooms: [], total: 0 });
  expect((await operate("")).body).toMatchObject({ public: true });
});

test("P18.10 a room's title is in its summary and its welcome", async () => {
  const { owner, room } = await owned();
  await order(owner, { action: "settings", settings: { title: "The garden" } });
  expect(await (await request(`/api/rooms/${room}`)).json()).toMatchObject({ room, title: "The garden" });
  await order(owner, { action: "settings", settings: { title: "" } });
  expect(await (await request(`/api/rooms/${room}`)).json()).toMatchObject({ room, title: room });
});

test("P18.9 a room that is closed leaves the public list at once, and one that is quiet after 30 days", async () => {
  const { owner, room } = await owned();
  await reportNow(room);
  const total = async () => (await (await request(`/api/directory?q=${room}`)).json<{ total: number }>()).total;
  expect(await total()).toBe(1);
  await runInDurableObject(env.ROOM_DIRECTORY.getByName("directory"), (_object, { storage }) => {
    storage.sql.exec("UPDATE rooms SET at = at - 31 * 86400000 WHERE room = ?", room);
  });
  expect(await total()).toBe(0);
  await order(owner, { action: "settings", settings: { slowMode: 5 } });
  await reportNow(room);
  expect(await total()).toBe(1);
  await order(owner, { action: "settings", settings: { read: "members" } });
  // Nothing but the room's own alarm, which is due or done.
  expect((await reportDue(room)) ?? 0).toBeLessThanOrEqual(Date.now());
  await expect.poll(total).toBe(0);
  for (const sort of ["size", "reports"]) expect((await request(`/api/directory?sort=${sort}`)).status).toBe(400);
  for (const sort of ["people", "last", "messages", "name"]) {
    expect((await request(`/api/directory?sort=${sort}`)).status).toBe(200);
  }
});

test("P18.15 an owner takes a room off the public list at once, and back; a moderator cannot", async () => {
  const { owner, room } = await owned();
  expect(owner.welcome).toMatchObject({ settings: { listed: true } });
  const mo = await V1Socket.hello(room, { username: "Mo" });
  await order(owner, { action: "role", uid: mo.welcome.uid, role: "moderator" });
  await mo.takeOnly("self");
  mo.send({ type: "moderate", id: "m", action: "settings", settings: { listed: false } });
  expect(await mo.takeOnly("error")).toMatchObject({ code: "not_allowed" });
  await reportNow(room);
  const total = async () => (await (await request(`/api/directory?q=${room}`)).json<{ total: number }>()).total;
  expect(await total()).toBe(1);
  await order(owner, { action: "settings", settings: { listed: false } });
  expect((await reportDue(room)) ?? 0).toBeLessThanOrEqual(Date.now());
  await expect.poll(total).toBe(0);
  expect((await V1Socket.hello(room, { username: "Ben" })).welcome).toMatchObject({ settings: { listed: false } });
  await order(owner, { action: "settings", settings: { listed: true } });
  await reportNow(room);
  expect(await total()).toBe(1);
});
