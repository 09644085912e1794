import { listDurableObjectIds } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { CAPABILITIES } from "../../src/worker/capabilities.ts";
import { readConfig } from "../../src/worker/config/config.ts";
import { createRoutes } from "../../src/worker/http/routes.ts";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { reportNow } from "./report-now.ts";
import { freshRoom, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const routes = createRoutes(CAPABILITIES);
const UPGRADE = { upgrade: "websocket", "sec-websocket-protocol": "parley.v1" };

/** Asks the Worker as if it had these variables. */
async function ask(vars: Partial<Env>, path: string, headers: Record<string, string> = {}, host = "chat.example") {
  const response = await routes.fetch(new Request(`https://${host}${path}`, { headers }), { ...env, ...vars });
  response.webSocket?.accept();
  response.webSocket?.close(1000);
  if (response.status === 101) return 101;
  const body = (await response.json()) as { error?: { code: string } };
  return body.error?.code ?? response.status;
}

test("P1.6 a room that is not on the list is 404, and its object is not touched", async () => {
  const vars = { ROOMS: "listed", ROOM_NAMES: "garden, Lobby" };
  const before = await listDurableObjectIds(env.CHAT_ROOM);
  for (const path of [`/ws/${freshRoom()}`, `/api/rooms/${freshRoom()}`, `/api/rooms/${freshRoom()}/messages`]) {
    expect(await ask(vars, path, UPGRADE)).toBe("no_room");
  }
  expect(await listDurableObjectIds(env.CHAT_ROOM)).toEqual(before);
  expect(await ask(vars, "/ws/GARDEN", UPGRADE)).toBe(101);
  expect(await ask(vars, "/ws", UPGRADE)).toBe(101);
});

test("P18.16 a room that is no longer on the list leaves the public list, and only the operator reaches it", async () => {
  const [kept, former] = [freshRoom(), freshRoom()];
  for (const room of [kept, former]) {
    const ada = await V1Socket.hello(room, { username: "Ada" });
    ada.say("hello", "1");
    await ada.takeOnly("message");
    await reportNow(room);
  }
  const send = (vars: Partial<Env>, path: string, method = "GET", body?: object) => {
    const headers = { authorization: `Bearer ${OWNER_TOKEN}`, "content-type": "application/json" };
    const sent = new Request(`https://chat.example${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return routes.fetch(sent, { ...env, ...vars });
  };
  const listed = async (vars: Partial<Env>, q: string) => {
    const page = await (await send({ ...vars, DIRECTORY: "public" }, `/api/directory?q=${q}&limit=1`)).json();
    return page as { rooms: { room: string }[]; total: number };
  };
  const vars = { ROOMS: "listed", ROOM_NAMES: `lobby, ${kept}` };
  expect(await listed({}, former)).toMatchObject({ rooms: [{ room: former }], total: 1 });
  expect(await listed(vars, former)).toEqual({ rooms: [], total: 0 });
  expect(await listed(vars, kept)).toMatchObject({ rooms: [{ room: kept }], total: 1 });

  const status = async (path: string, method?: string, body?: object) => (await send(vars, path, method, body)).status;
  expect(await status(`/api/rooms/${former}/messages`)).toBe(404);
  expect(await status(`/api/rooms/${former}/export`)).toBe(404);
  expect(await status(`/api/operator/rooms/${former}/messages`)).toBe(200);
  expect(await status(`/api/operator/rooms/${former}/deletion`, "PUT", { name: former })).toBe(200);
  const known = (await (await send(vars, `/api/operator/rooms/${former}`)).json()) as object;
  expect(known).toHaveProperty("deletesAt");
  // One that was never made is none to the operator either.
  const unmade = freshRoom();
  const before = await listDurableObjectIds(env.CHAT_ROOM);
  expect(await status(`/api/operator/rooms/${unmade}/deletion`, "PUT", { name: unmade })).toBe(404);
  expect(await listDurableObjectIds(env.CHAT_ROOM)).toEqual(before);
});

test("P1.6 where rooms are claimed, one that nobody made is 404, and one that was made is open", async () => {
  const vars = { ROOMS: "claimed" };
  const room = freshRoom();
  expect(await ask(vars, `/ws/${room}`, UPGRADE)).toBe("no_room");
  await V1Socket.hello(room);
  expect(await ask(vars, `/ws/${room}`, UPGRADE)).toBe(101);
  expect(stubOf(room)).toBeDefined();
});

test("P1.9 a request for a host that is not listed is 421, and its object is not touched", async () => {
  const vars = { ALLOWED_HOSTS: "Chat.example, other.example:8443" };
  const before = await listDurableObjectIds(env.CHAT_ROOM);
  // A page that resolves to this server has the same Host and Origin.
  const rebound = { ...UPGRADE, origin: "https://evil.example" };
  expect(await ask(vars, `/ws/${freshRoom()}`, rebound, "evil.example")).toBe("wrong_host");
  expect(await ask(vars, `/api/rooms/${freshRoom()}`, {}, "chat.example:81")).toBe("wrong_host");
  expect(await listDurableObjectIds(env.CHAT_ROOM)).toEqual(before);
  expect(await ask(vars, `/ws/${freshRoom()}`, UPGRADE)).toBe(101);
  expect(await ask(vars, `/ws/${freshRoom()}`, UPGRADE, "other.example:8443")).toBe(101);
});

test("P8.7 every origin together with Cloudflare Access is refused at start", () => {
  const access = { ACCESS_TEAM_DOMAIN: "team.cloudflareaccess.com", ACCESS_AUD: "a".repeat(64) };
  expect(() => readConfig({ ...env, ...access, ALLOWED_ORIGINS: "*" })).toThrow(/^Invalid ALLOWED_ORIGINS: /);
  expect(() => readConfig({ ...env, ...access })).not.toThrow();
  expect(() => readConfig({ ...env, ALLOWED_ORIGINS: "*" })).not.toThrow();
});

test.each([
  ["ROOMS", "private"],
  ["ROOMS", "listed"],
  ["ROOM_NAMES", "a room"],
  ["ALLOWED_HOSTS", "https://chat.example"],
  ["ROOM_IDLE_DAYS", "0"],
  ["MAX_ROOM_BYTES", "10"],
  ["MAX_ROOMS_PER_ADDRESS", "many"],
  ["TRUSTED_PROXY_HEADER", "forwarded"],
])("P1.6, P1.8 an invalid %s = %s stops the Worker", (name, value) => {
  expect(() => readConfig({ ...env, [name]: value })).toThrow(/^Invalid /);
});
