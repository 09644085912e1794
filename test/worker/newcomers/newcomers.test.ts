import { evictDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { solve } from "../../support/solve.ts";
import { freshRoom, request, stubOf, TestSocket } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

async function roomWith(settings: object): Promise<string> {
  const room = freshRoom();
  const owner = await V1Socket.hello(room, { username: "Ada" });
  owner.send({ type: "claim", id: "c", secret: OWNER_TOKEN });
  expect(await owner.takeOnly("done")).toMatchObject({ id: "c" });
  owner.send({ type: "moderate", id: "m", action: "settings", settings });
  expect(await owner.takeOnly("done")).toMatchObject({ id: "m" });
  return room;
}

test("P10.2 a proof of work lets a new guest in, once, across an eviction", async () => {
  const room = await roomWith({ challenge: "always" });
  const socket = await V1Socket.open(room);
  socket.send({ type: "hello", v: 1 });
  const { challenge } = (await socket.take()) as { challenge: Parameters<typeof solve>[0] };
  const answer = solve(challenge);
  socket.send({ type: "hello", v: 1, challenge: answer });
  const welcome = await socket.take();
  expect(welcome).toMatchObject({ type: "welcome", settings: { challenge: "always" } });
  await evictDurableObject(stubOf(room));
  const other = await V1Socket.open(room);
  other.send({ type: "hello", v: 1, challenge: answer });
  expect(await other.take()).toMatchObject({ code: "bad_challenge", challenge: { kind: "pow" } });
  const again = await V1Socket.hello(room, { token: welcome.token });
  expect(again.welcome.uid).toBe(welcome.uid);
});

test("P10.4 a plain client that joined during a challenge stays read-only through hibernation", async () => {
  const room = await roomWith({ challenge: "always", plainClients: "read" });
  const socket = await TestSocket.join(room);
  await evictDurableObject(stubOf(room));
  socket.say("hello");
  expect(await socket.take()).toMatchObject({ type: "error", code: "read_only" });
});

test("P10.5 a new guest only reads, through hibernation too", async () => {
  const room = await roomWith({ newcomerSeconds: 600 });
  const socket = await V1Socket.hello(room);
  await evictDurableObject(stubOf(room));
  socket.say("hello", "1");
  expect(await socket.take()).toMatchObject({ code: "newcomer", id: "1", retryAfter: expect.any(Number) });
});

test("P10.3 without Turnstile there is no document for it", async () => {
  expect((await request("/api/challenge")).status).toBe(404);
});

test("P9.4, P9.22 settings are told to everybody, and a setting that can't be is rejected", async () => {
  const room = await roomWith({ links: "members", linkDomains: ["good.example"], newcomerSeconds: 60, shouting: true });
  const { welcome } = await V1Socket.hello(room);
  expect(welcome.settings).toEqual({
    read: "everyone",
    write: "everyone",
    slowMode: 0,
    links: "members",
    linkDomains: ["good.example"],
    newcomerSeconds: 60,
    shouting: true,
  });
  const guest = await V1Socket.hello(room);
  const bad = [
    { links: "all" },
    { linkDomains: ["https://x.example"] },
    { linkDomains: ["x"] },
    { newcomerSeconds: -1 },
  ];
  for (const settings of [...bad, { challenge: "often" }, { repeats: 1 }, { newcomerSeconds: 3_601 }]) {
    guest.send({ type: "moderate", id: "m", action: "settings", settings });
    expect(await guest.takeOnly("error")).toMatchObject({ code: "bad_action" });
  }
});
