import { listDurableObjectIds } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { OWNER_TOKEN } from "../../support/owner-token.ts";
import { ACCESS, type SigningKey, signingKey, siteToken } from "../../support/site.ts";
import { freshRoom, request, TestSocket } from "../test-socket.ts";
import { V1Socket } from "../v1-socket.ts";

// vitest.config.ts sets this folder's variables: a shared secret, Cloudflare Access, an owner token, and
// https://one.example as a site whose pages may open rooms.

const bearer = (token: unknown) => ({ authorization: `Bearer ${token}` });
const OWNER = bearer(OWNER_TOKEN);

/** Writes over HTTP, with the owner token unless the test says otherwise. */
function moderate(
  room: string,
  body: object | string,
  headers: Record<string, string> = {},
  authority: Record<string, string> = OWNER,
): Promise<Response> {
  return exports.default.fetch(`https://chat.example/api/rooms/${room}/moderate`, {
    method: "POST",
    headers: { "content-type": "application/json", ...authority, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

async function membersOnly(): Promise<string> {
  const room = freshRoom();
  const done = await moderate(room, { action: "settings", settings: { read: "members" } });
  expect(done.status).toBe(200);
  return room;
}

async function expectError(response: Response, status: number, code: string): Promise<void> {
  expect({ status: response.status, body: await response.json() }).toMatchObject({ status, body: { error: { code } } });
}

// First in this file: tests share storage, and these tests are about rooms that are never created.
describe("writes rejected before any object is touched", () => {
  const action = { action: "settings", settings: { read: "members" } };
  const form = "application/x-www-form-urlencoded";
  test.each<[string, number, string, object | string, Record<string, string>, Record<string, string>]>([
    ["without a token", 401, "token_needed", action, {}, {}],
    ["with a cookie instead of a token", 401, "token_needed", action, { cookie: `token=${OWNER_TOKEN}` }, {}],
    ["with another scheme", 401, "bad_token", action, {}, { authorization: `Basic ${OWNER_TOKEN}` }],
    ["without a token after the scheme", 401, "bad_token", action, {}, { authorization: "Bearer" }],
    ["with an owner token that is one character short", 401, "bad_token", action, {}, bearer(OWNER_TOKEN.slice(0, -1))],
    ["with an owner token and an extra character", 401, "bad_token", action, {}, bearer(`${OWNER_TOKEN}x`)],
    ["with a form's type", 415, "not_json", "action=kick", { "content-type": form }, OWNER],
    ["with JSON declared as text", 415, "not_json", action, { "content-type": "text/plain" }, OWNER],
    ["with a type that only starts like JSON", 415, "not_json", action, { "content-type": "application/jsonp" }, OWNER],
    ["of another site's page", 403, "forbidden_origin", action, { origin: "https://evil.example" }, OWNER],
    ["of a sandboxed page", 403, "forbidden_origin", action, { origin: "null" }, OWNER],
    ["above 16 KiB", 413, "too_large", { action: "x".repeat(16_384) }, {}, OWNER],
    ["that is not JSON", 400, "bad_json", "{", {}, OWNER],
    ["of a list", 400, "not_object", "[]", {}, OWNER],
    ["without an action", 400, "bad_action", {}, {}, OWNER],
    ["of an unknown action", 400, "bad_action", { action: "promote" }, {}, OWNER],
    ["of an action with a missing field", 400, "bad_action", { action: "mute", uid: "abc" }, {}, OWNER],
  ])("P8.9 %s is %d", async (_what, status, code, body, headers, authority) => {
    await expectError(await moderate("lobby", body, headers, authority), status, code);
    expect(await listDurableObjectIds(env.CHAT_ROOM)).toEqual([]);
  });

  test("P8.9 an Access assertion on the request does not authorize writes", async () => {
    const response = await moderate("lobby", action, { "cf-access-jwt-assertion": "whatever" }, {});
    await expectError(response, 401, "token_needed");
  });

  test("P8.9 any other method is 405", async () => {
    const put = await request("/api/rooms/lobby/moderate", OWNER, "PUT");
    expect(put.headers.get("allow")).toBe("POST");
    await expectError(put, 405, "method_not_allowed");
    await expectError(await request("/api/rooms/lobby/moderation", OWNER, "POST"), 405, "method_not_allowed");
  });
});

describe("a preflight", () => {
  const ask = (origin: string, path = "/api/rooms/lobby/moderate") =>
    request(
      path,
      { origin, "access-control-request-method": "POST", "access-control-request-headers": "authorization" },
      "OPTIONS",
    );

  test.each(["/api/rooms/lobby", "/api/rooms/lobby/messages", "/api/rooms/lobby/moderate"])(
    "P8.9 from a page of ALLOWED_ORIGINS is accepted for %s: bearer and JSON, and no cookies",
    async (path) => {
      const answer = await ask("https://one.example", path);
      expect(answer.status).toBe(204);
      expect(answer.headers.get("access-control-allow-origin")).toBe("https://one.example");
      expect(answer.headers.get("access-control-allow-headers")).toMatch(/^authorization, content-type\b/);
      expect(answer.headers.get("access-control-allow-methods")).toMatch(/^GET, POST\b/);
      expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
      expect(answer.headers.get("vary")).toBe("origin");
    },
  );

  test.each(["https://evil.example", "https://one.example.evil.example", "http://one.example", "null"])(
    "P8.9 from %s is 403, without a header that allows anything",
    async (origin) => {
      const answer = await ask(origin);
      expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
      await expectError(answer, 403, "forbidden_origin");
    },
  );
});

describe("moderating over HTTP", () => {
  test("P8.9 an action with the owner token applies at once to connected users, and gets the same reply as in the room", async () => {
    const room = freshRoom();
    const eve = await V1Socket.hello(room, { username: "Eve" });
    const done = await moderate(room, { action: "mute", uid: eve.welcome.uid, for: 60_000, id: "m1" });
    expect(done.status).toBe(200);
    expect(await done.json()).toEqual({ type: "done", id: "m1" });
    expect(await eve.takeOnly("self")).toMatchObject({ role: "guest", mutedUntil: expect.any(Number) });
    eve.say("hello", "1");
    expect(await eve.take()).toMatchObject({ type: "error", code: "muted" });
  });

  test("P8.9 a page of ALLOWED_ORIGINS may send requests and read the responses", async () => {
    const origin = "https://one.example";
    const done = await moderate(freshRoom(), { action: "invite" }, { origin });
    expect(done.headers.get("access-control-allow-origin")).toBe(origin);
    expect(await done.json()).toMatchObject({
      type: "done",
      invitation: { secret: expect.stringMatching(/^[a-z0-9]{32}$/) },
    });
  });

  test.each([
    ["owner", 200],
    ["moderator", 200],
    ["member", 403],
    [undefined, 403],
  ])("P8.9 a token of the site with the role %j gets %d", async (role, status) => {
    const room = freshRoom();
    const token = await siteToken({ role });
    const done = await moderate(room, { action: "settings", settings: { write: "members" } }, {}, bearer(token));
    expect(done.status).toBe(status);
    const queue = await request(`/api/rooms/${room}/moderation?what=audit`, bearer(token));
    expect(queue.status).toBe(status);
    await queue.body?.cancel();
  });

  test("P8.9 a token of the site for another room, or an expired one, is 401", async () => {
    const room = freshRoom();
    for (const claims of [{ rooms: ["attic"] }, { exp: 1 }]) {
      const token = await siteToken({ role: "owner", ...claims });
      await expectError(await moderate(room, { action: "invite" }, {}, bearer(token)), 401, "bad_token");
    }
  });

  test("P8.8 the room's own token identifies its guest, with the same permissions as in the room", async () => {
    const room = freshRoom();
    const { welcome } = await V1Socket.hello(room, { username: "Ben" });
    const ask = () => moderate(room, { action: "invite" }, {}, bearer(welcome.token));
    await expectError(await ask(), 403, "not_allowed");
    await moderate(room, { action: "role", uid: welcome.uid, role: "moderator" });
    expect((await ask()).status).toBe(200);
    const elsewhere = await moderate(freshRoom(), { action: "invite" }, {}, bearer(welcome.token));
    await expectError(elsewhere, 403, "not_allowed");
    await V1Socket.hello("t-other");
    await expectError(await moderate("t-other", { action: "invite" }, {}, bearer(welcome.token)), 401, "bad_token");
  });

  test("P8.9 lists are read with the same authorization, page by page", async () => {
    const room = freshRoom();
    for (let count = 0; count < 3; count += 1) await moderate(room, { action: "invite" });
    const list = async (query: string) => (await request(`/api/rooms/${room}/moderation?${query}`, OWNER)).json();
    const all = (await list("what=audit")) as { items: { entry: number }[] };
    expect(all).toMatchObject({ type: "list", what: "audit", items: [{ by: "" }, { action: "invite" }, {}] });
    expect(await list(`what=audit&before=${all.items[1]?.entry}`)).toMatchObject({ items: [all.items[2]] });
    expect(await list("what=bans")).toMatchObject({ items: [] });
    await expectError(await request(`/api/rooms/${room}/moderation?what=secrets`, OWNER), 400, "bad_command");
    await expectError(await request(`/api/rooms/${room}/moderation`, OWNER), 400, "bad_command");
    await expectError(await request(`/api/rooms/${room}/moderation?what=audit`), 401, "token_needed");
  });

  test("P8.9 a missing target is 404", async () => {
    const room = freshRoom();
    await expectError(await moderate(room, { action: "kick", uid: "nobody" }), 404, "no_person");
    await expectError(await moderate(room, { action: "resolve", report: 7 }), 404, "no_report");
  });

  test("P8.9 an unauthorized request creates no room", async () => {
    const room = freshRoom();
    const token = await siteToken({ role: "member" });
    await expectError(await moderate(room, { action: "invite" }, {}, bearer(token)), 403, "not_allowed");
    expect(await (await request(`/api/rooms/${room}`)).json()).toMatchObject({ epoch: null });
  });
});

describe("reading a restricted room", () => {
  const paths = (room: string) => [`/api/rooms/${room}`, `/api/rooms/${room}/messages`];

  test("P8.8 requires the token of an admitted user; without one it is 401, and with another 403", async () => {
    const room = await membersOnly();
    const ada = await V1Socket.hello(room, { token: await siteToken({ name: "Ada" }) });
    ada.say("among us", "1");
    await ada.take();
    for (const path of paths(room)) {
      await expectError(await request(path), 401, "members_only");
      for (const token of [OWNER_TOKEN, await siteToken({ sub: "ben" })]) {
        const page = await request(path, bearer(token));
        expect(page.status).toBe(200);
        expect(page.headers.get("cache-control")).toBe("no-store");
        expect(await page.json()).toMatchObject({ head: 1 });
      }
    }
  });

  test("P8.8 is allowed for a guest whom the room made a member, and for nobody who is banned", async () => {
    const room = freshRoom();
    const { welcome } = await V1Socket.hello(room);
    const stranger = await V1Socket.hello(room);
    await moderate(room, { action: "role", uid: welcome.uid, role: "member" });
    await moderate(room, { action: "settings", settings: { read: "members" } });
    const [path = ""] = paths(room);
    await expectError(await request(path, bearer(stranger.welcome.token)), 403, "members_only");
    expect((await request(path, bearer(welcome.token))).status).toBe(200);
    await moderate(room, { action: "ban", uid: welcome.uid });
    await expectError(await request(path, bearer(welcome.token)), 403, "banned");
  });

  test("P8.8 with an invalid token is 401, even if no token is needed", async () => {
    const room = freshRoom();
    await V1Socket.hello(room);
    for (const path of paths(room)) {
      const stale = `${"a".repeat(16)}.9999999999999.${"0".repeat(32)}`;
      for (const token of ["nonsense", await siteToken({ exp: 1 }), stale]) {
        const response = await request(path, bearer(token));
        await expectError(response, 401, "bad_token");
      }
    }
  });

  test("P9.5 a plain socket, which cannot authenticate, gets 403 before it joins", async () => {
    const room = await membersOnly();
    await expectError(await request(`/ws/${room}`, { upgrade: "websocket" }), 403, "members_only");
  });

  describe("requests through Access", () => {
    let key: SigningKey;
    beforeAll(async () => {
      key = await signingKey("access", "RS256");
    });
    const assertion = async () => ({
      "cf-access-jwt-assertion": await key.sign({
        iss: `https://${ACCESS.ACCESS_TEAM_DOMAIN}`,
        aud: [ACCESS.ACCESS_AUD],
      }),
    });

    test("P8.7 P8.8 may read pages and open plain sockets, but not write", async () => {
      const fetched = vi.spyOn(globalThis, "fetch").mockImplementation(async () => Response.json({ keys: [key.jwk] }));
      onTestFinished(() => void fetched.mockRestore());
      const room = await membersOnly();
      const headers = await assertion();
      for (const path of paths(room)) expect((await request(path, headers)).status).toBe(200);
      const plain = await TestSocket.join(room, headers);
      plain.say("hello");
      expect(await plain.take()).toMatchObject({ signedIn: true });
      await expectError(await moderate(room, { action: "invite" }, headers, {}), 401, "token_needed");
    });
  });

  test("P9.9 P8.8 include the user's own hidden messages, which others do not get", async () => {
    const room = freshRoom();
    const eve = await V1Socket.hello(room, { username: "Eve" });
    await moderate(room, { action: "shadow", uid: eve.welcome.uid, on: true });
    eve.say("unseen", "1");
    await eve.take();
    const read = async (headers = {}) => (await request(`/api/rooms/${room}/messages`, headers)).json();
    expect(await read(bearer(eve.welcome.token))).toMatchObject({ messages: [{ message: "unseen" }] });
    expect(await read()).toMatchObject({ messages: [] });
    expect(await read(OWNER)).toMatchObject({ messages: [{ message: "unseen", hidden: true }] });
  });
});
