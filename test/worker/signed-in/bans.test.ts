import { runDurableObjectAlarm } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { siteToken } from "../../support/site.ts";
import { freshRoom, request, stubOf } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

// vitest.config.ts sets this folder's variables: an owner token, a shared secret, and DEPLOYMENT_BANS = "on".

const OWNER = { authorization: `Bearer ${OWNER_TOKEN}` };

interface Bans {
  readonly bans: readonly { readonly key: string; readonly kind: string }[];
}

async function call(method: string, path = "", body?: object, headers: object = OWNER): Promise<Response> {
  return exports.default.fetch(`https://chat.example/api/bans${path}`, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function ban(body: object): Promise<Bans["bans"]> {
  const response = await call("POST", "", body);
  expect(response.status).toBe(200);
  return ((await response.json()) as Bans).bans;
}

afterEach(async () => {
  const { bans } = (await (await call("GET")).json()) as Bans;
  for (const { key } of bans) await call("DELETE", `/${key}`);
});

test("P9.16 a ban of a signed-in person keeps them out of every room, as an owner too, over sockets and HTTP", async () => {
  const token = await siteToken({ sub: "mallory", role: "owner" });
  const here = await V1Socket.hello(freshRoom(), { token });
  const [entry] = await ban({ uid: here.welcome.uid, reason: "spam" });
  expect(entry).toMatchObject({ kind: "uid", key: here.welcome.uid, reason: "spam" });
  const socket = await V1Socket.open(freshRoom());
  socket.send({ type: "hello", v: 1, token });
  expect(await socket.take()).toMatchObject({ type: "error", code: "banned" });
  expect(await socket.closed).toMatchObject({ code: 4403 });
  const read = await request(`/api/rooms/${freshRoom()}`, { authorization: `Bearer ${token}` });
  expect(read.status).toBe(403);
  expect((await call("DELETE", `/${entry?.key}`)).status).toBe(200);
  expect((await V1Socket.hello(freshRoom(), { token })).welcome).toMatchObject({ role: "owner" });
});

test("P9.16 people who are connected in other rooms are removed with the next alarm", async () => {
  const room = freshRoom();
  const mallory = await V1Socket.hello(room, { token: await siteToken({ sub: "mallory" }) });
  const ada = await V1Socket.hello(room, { username: "Ada" });
  await ban({ uid: mallory.welcome.uid });
  await runDurableObjectAlarm(stubOf(room));
  expect(await mallory.closed).toMatchObject({ code: 4403 });
  ada.say("still here", "1");
  expect(await ada.take()).toMatchObject({ type: "message" });
});

test("P9.16 a ban of a guest is one of their network, in every room and on any dialect, and removes them at once", async () => {
  const room = freshRoom();
  const from = { "cf-connecting-ip": "203.0.113.9" };
  const mallory = await V1Socket.hello(room, { username: "Mallory" }, from);
  const [entry] = await ban({ room, uid: mallory.welcome.uid, for: 60_000 });
  expect(entry).toMatchObject({ kind: "network", until: expect.any(Number) });
  expect(JSON.stringify(entry)).not.toContain("203.0.113.9");
  expect(await mallory.closed).toMatchObject({ code: 4403 });
  for (const dialect of [{}, { "sec-websocket-protocol": "parley.v1" }]) {
    const refused = await request(`/ws/${freshRoom()}`, { upgrade: "websocket", ...from, ...dialect });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: { code: "banned" } });
  }
  const elsewhere = await V1Socket.hello(freshRoom(), {}, { "cf-connecting-ip": "203.0.113.10" });
  expect(elsewhere.welcome.type).toBe("welcome");
});

test("P9.16 P8.9 a page of a foreign origin can neither ban nor read bans, even with the owner's token", async () => {
  const foreign = { ...OWNER, origin: "https://evil.example" };
  for (const [method, path] of [
    ["GET", ""],
    ["POST", ""],
    ["DELETE", "/m0"],
  ] as const) {
    const response = await call(method, path, method === "POST" ? { address: "203.0.113.77" } : undefined, foreign);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: "forbidden_origin" } });
  }
  expect(await (await call("GET")).json()).toEqual({ bans: [] });
  expect((await call("GET", "", undefined, { ...OWNER, origin: "https://one.example" })).status).toBe(200);
});

test("P9.16 a banned network is rejected over HTTP too, whatever it reads", async () => {
  const from = { "cf-connecting-ip": "203.0.113.78" };
  const room = freshRoom();
  expect((await request(`/api/rooms/${room}/messages`, from)).status).toBe(200);
  await ban({ address: "203.0.113.78" });
  for (const path of [`/api/rooms/${room}`, `/api/rooms/${room}/messages`]) {
    const refused = await request(path, from);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: { code: "banned" } });
    expect((await request(path, { "cf-connecting-ip": "203.0.113.79" })).status).toBe(200);
  }
});

test("P9.16 an address can be banned that was never here", async () => {
  await ban({ address: "2001:db8:1:2::3" });
  const neighbor = { "cf-connecting-ip": "2001:db8:1:2:ffff::1" };
  expect((await request(`/ws/${freshRoom()}`, { upgrade: "websocket", ...neighbor })).status).toBe(403);
});

test.each<[string, number, string, object, object]>([
  ["without a token", 401, "token_needed", { address: "203.0.113.9" }, {}],
  ["with another token", 401, "bad_token", { address: "203.0.113.9" }, { authorization: "Bearer x" }],
  ["of nobody", 400, "bad_action", {}, OWNER],
  ["of a guest without a room", 400, "bad_action", { uid: "mallory5t2p8c6zq" }, OWNER],
  ["of a guest who is not here", 404, "no_person", { uid: "mallory5t2p8c6zq", room: "lobby" }, OWNER],
  ["of an address that is none", 400, "bad_action", { address: "here" }, OWNER],
  ["of this machine", 400, "bad_action", { address: "127.0.0.1" }, OWNER],
])("P9.16 a ban %s is %i", async (_, status, code, body, headers) => {
  const response = await call("POST", "", body, headers);
  expect({ status: response.status, body: await response.json() }).toMatchObject({ status, body: { error: { code } } });
});

test("P9.16 a site's owner is not the owner of the deployment", async () => {
  const token = await siteToken({ role: "owner" });
  expect((await call("GET", "", undefined, { authorization: `Bearer ${token}` })).status).toBe(403);
});
