import { runInDurableObject } from "cloudflare:test";
import { describe, expect, test, vi } from "vitest";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { evict } from "./evict.ts";
import { freshRoom, type Received, request, stubOf, TestSocket } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

/** Returns the next object of a type and skips others. */
const order = async (socket: V1Socket, action: object): Promise<Received> => {
  socket.send({ type: "moderate", id: "order", ...action });
  return socket.takeOnly("done");
};

/** A room with its owner connected. */
async function owned(): Promise<{ room: string; owner: V1Socket }> {
  const room = freshRoom();
  const owner = await V1Socket.hello(room, { username: "Olga" });
  owner.send({ type: "claim", id: "claim", secret: OWNER_TOKEN });
  await owner.takeOnly("done");
  return { room, owner };
}

/** Runs SQL in a room's own database. */
function query(room: string, sql: string): Promise<Record<string, SqlStorageValue>[]> {
  return runInDurableObject(stubOf(room), (_object, state) => state.storage.sql.exec(sql).toArray());
}

test("P9.3, P9.5 a kick closes the user's open sockets with 4403, plain ones included", async () => {
  const { owner, room } = await owned();
  const ben = await V1Socket.hello(room, { username: "Ben" });
  const plain = await TestSocket.join(room);
  plain.say("hello", { username: "Cyd" });
  const { uid } = await ben.takeOnly("message");
  await order(owner, { action: "kick", uid: ben.welcome.uid });
  expect(await ben.takeOnly("error")).toMatchObject({ code: "banned", retryAfter: 60_000 });
  expect((await ben.closed).code).toBe(4403);
  await order(owner, { action: "kick", uid });
  expect((await plain.closed).code).toBe(4403);
  const again = await V1Socket.open(room);
  again.send({ type: "hello", v: 1, token: ben.welcome.token });
  expect(await again.take()).toMatchObject({ type: "error", code: "banned" });
  expect((await again.closed).code).toBe(4403);
});

test("P9.1 roles, mutes and shadow bans survive hibernation, in attachments and in storage", async () => {
  const { owner, room } = await owned();
  const ben = await V1Socket.hello(room, { username: "Ben" });
  const cyd = await V1Socket.hello(room, { username: "Cyd" });
  await order(owner, { action: "role", uid: ben.welcome.uid, role: "moderator" });
  await evict(room, 3);
  await order(ben, { action: "shadow", uid: cyd.welcome.uid, on: true });
  await evict(room, 3);
  cyd.say("unheard", "1");
  expect(await cyd.takeOnly("message")).toMatchObject({ seq: 1, message: "unheard" });
  expect(await ben.takeOnly("message")).toMatchObject({ seq: 1, hidden: true });
  await order(owner, { action: "mute", uid: cyd.welcome.uid, for: 60_000 });
  await evict(room, 3);
  cyd.say("refused", "2");
  expect(await cyd.takeOnly("error")).toMatchObject({ code: "muted", id: "2" });
  const back = await V1Socket.hello(room, { token: cyd.welcome.token });
  expect(back.welcome.mutedUntil).toEqual(expect.any(Number));
});

test("P9.21 a shadowed person's new name reaches only themselves, over a reconnect and hibernation", async () => {
  const { owner, room } = await owned();
  const ben = await V1Socket.hello(room, { username: "Ben" });
  const { token, uid } = ben.welcome;
  await order(owner, { action: "shadow", uid, on: true });
  ben.close(1000);
  await owner.takeCount(1);
  const plain = await TestSocket.join(room);
  const back = await V1Socket.hello(room, { token, username: "Buy now" });
  expect(back.welcome).toMatchObject({ uid, username: "Buy now" });
  expect(await plain.take()).toEqual({ type: "system", message: "Ben connected" });
  expect(await back.takeCount(3)).toMatchObject({
    joined: expect.arrayContaining([{ uid, username: "Buy now", role: "guest" }]),
  });
  expect(await owner.takeCount(3)).toMatchObject({
    joined: expect.arrayContaining([{ uid, username: "Ben", role: "guest" }]),
  });
  await evict(room, 3);
  const own = await request(`/api/rooms/${room}/people/me/export`, { authorization: `Bearer ${String(token)}` });
  expect(own.status).toBe(200);
  const text = await own.text();
  expect(text).toContain('"kind":"name","username":"Buy now"');
  expect(text).not.toContain("Ben");
  const other = await V1Socket.hello(room, { username: "Cyd" });
  expect(other.welcome.members).toContainEqual({ uid, username: "Ben", role: "guest" });
  back.close(1000);
  expect(await plain.take()).toMatchObject({ message: "Cyd connected" });
  expect(await plain.take()).toEqual({ type: "system", message: "Ben disconnected" });
});

describe("hidden messages on the wire", () => {
  /** A room with a shadow-banned user, another user and a plain socket. */
  async function shadowed() {
    const { owner, room } = await owned();
    const ben = await V1Socket.hello(room, { username: "Ben" });
    const cyd = await V1Socket.hello(room, { username: "Cyd" });
    await order(owner, { action: "shadow", uid: ben.welcome.uid, on: true });
    return { owner, room, ben, cyd };
  }

  /** Returns a user's events, up to and including a number of them. */
  async function events(socket: V1Socket, count: number): Promise<Received[]> {
    const taken: Received[] = [];
    while (taken.length < count) {
      const object = await socket.take();
      if (typeof object.seq === "number") taken.push(object);
    }
    return taken;
  }

  test("P9.9, P4.2 in a burst of several users, each user gets every event in order, in the form meant for them", async () => {
    const { ben, cyd, owner, room } = await shadowed();
    const plain = await TestSocket.join(room);
    const BURST = 40;
    for (let count = 0; count < BURST; count += 1) {
      ben.say(`hidden ${count}`, `b${count}`);
      cyd.say(`open ${count}`, `c${count}`);
    }
    const seqs = Array.from({ length: 2 * BURST }, (_, index) => index + 1);
    const [byBen, byCyd, byOwner] = await Promise.all([
      events(ben, 2 * BURST),
      events(cyd, 2 * BURST),
      events(owner, 2 * BURST),
    ]);
    for (const seen of [byBen, byCyd, byOwner]) expect(seen.map(({ seq }) => seq)).toEqual(seqs);
    expect(byCyd.filter(({ type }) => type === "void")).toHaveLength(BURST);
    expect(JSON.stringify(byCyd)).not.toContain("hidden ");
    expect(byBen.filter(({ type }) => type === "message")).toHaveLength(2 * BURST);
    expect(JSON.stringify(byBen)).not.toContain('"hidden":');
    expect(byOwner.filter(({ hidden }) => hidden === true)).toHaveLength(BURST);
    for (let count = 0; count < BURST; count += 1) {
      expect(await plain.take()).toMatchObject({ type: "message", message: `open ${count}` });
    }
  });

  test("P9.9 hidden messages are stored with their seq, and are in no page and no plain history", async () => {
    const { ben, cyd, room } = await shadowed();
    cyd.say("open", "1");
    await ben.takeOnly("message");
    ben.say("hidden", "2");
    await ben.takeOnly("message");
    expect(await query(room, "SELECT seq, message, only_for FROM hidden_messages")).toEqual([
      { seq: 2, message: "hidden", only_for: ben.welcome.uid },
    ]);
    const page = await (await request(`/api/rooms/${room}/messages`)).json();
    expect(page).toMatchObject({ head: 2, messages: [{ seq: 1 }] });
    expect(JSON.stringify(page)).not.toContain("hidden");
    const plain = await TestSocket.open(room, "?history=10");
    expect(await plain.take()).toMatchObject({ type: "message", message: "open" });
    expect(await plain.take()).toMatchObject({ type: "system" });
    const back = await V1Socket.hello(room, { token: cyd.welcome.token, since: cyd.position(1) });
    expect(back.missed).toEqual([{ type: "void", seq: 2, at: expect.any(Number), uid: "", id: "" }]);
  });
});

test("P9.5 if reading is restricted, a plain socket gets 403 before it joins, and pages and the summary are 401", async () => {
  const { owner, room } = await owned();
  const plain = await TestSocket.join(room);
  await order(owner, { action: "settings", settings: { read: "members" } });
  expect((await plain.closed).code).toBe(4404);
  const refused = await request(`/ws/${room}`, { upgrade: "websocket" });
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ error: { code: "members_only" } });
  for (const path of [`/api/rooms/${room}`, `/api/rooms/${room}/messages`]) {
    const response = await request(path);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: "members_only" } });
  }
  const ben = await V1Socket.open(room);
  ben.send({ type: "hello", v: 1 });
  expect(await ben.take()).toMatchObject({ type: "error", code: "members_only" });
  expect((await ben.closed).code).toBe(4403);
});

test("P9.35 who loses access by a change of settings is told only the new read", async () => {
  const { owner, room } = await owned();
  const ben = await V1Socket.hello(room, { username: "Ben" });
  const reader = await V1Socket.hello(room, { readOnly: true });
  await order(owner, { action: "settings", settings: { read: "members", title: "Falcon" } });
  for (const { closed } of [ben, reader]) expect((await closed).code).toBe(4404);
  for (const { untaken } of [ben, reader]) {
    expect(untaken.join()).toContain('"read":"members"');
    expect(untaken.join()).not.toContain("Falcon");
  }
});

test("P9.7 an invitation admits a user across an eviction, and the room stores only its hash", async () => {
  const { owner, room } = await owned();
  await order(owner, { action: "settings", settings: { read: "invited" } });
  const { invitation } = (await order(owner, { action: "invite" })) as { invitation: { secret: string } };
  await evict(room, 1);
  const ben = await V1Socket.hello(room, { username: "Ben", invite: invitation.secret });
  expect(ben.welcome).toMatchObject({ role: "member" });
  const kept = await query(room, "SELECT * FROM invitations");
  expect(kept).toMatchObject([{ uses: 1, used: 1 }]);
  expect(JSON.stringify(kept)).not.toContain(invitation.secret);
});

test("P4.1 a moderation action that cannot be stored changes nothing, and its sender gets an error", async () => {
  const { owner, room } = await owned();
  const ben = await V1Socket.hello(room, { username: "Ben" });
  await query(room, "CREATE TRIGGER full BEFORE INSERT ON standings BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  owner.send({ type: "moderate", id: "ban", action: "ban", uid: ben.welcome.uid });
  expect(await owner.takeOnly("error")).toMatchObject({ code: "internal", id: "ban" });
  log.mockRestore();
  await query(room, "DROP TRIGGER full");
  ben.say("still here", "1");
  expect(await ben.takeOnly("message")).toMatchObject({ message: "still here" });
  expect(await query(room, "SELECT action FROM audit")).toEqual([{ action: "claim" }]);
});
