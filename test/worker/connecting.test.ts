import { listDurableObjectIds } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { freshRoom, request, TestSocket } from "./test-socket.ts";

const UPGRADE = { upgrade: "websocket" };

/** A response that was rejected before any object was touched, with its JSON error (P7.3). */
async function expectRefused(response: Response, status: number, code: string): Promise<void> {
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toContain("application/json");
  expect(await response.json()).toEqual({ error: { code, message: expect.stringMatching(/./) } });
  expect(await listDurableObjectIds(env.CHAT_ROOM)).toEqual([]);
}

// First in this file: tests share storage, and these rules are about rooms that are never created.
describe("requests rejected before any object is touched", () => {
  test.each([
    ["a dot", "/ws/a.b"],
    ["a path", "/ws/..%2fx"],
    ["NUL", "/ws/%00"],
    ["65 characters", `/ws/${"x".repeat(65)}`],
    ["a hyphen at its beginning", "/ws/-a"],
    ["a letter beyond ASCII", "/ws/caf%C3%A9"],
    ["the Kelvin sign, whose lower case is k", "/ws/%E2%84%AA"],
    ["a broken percent escape", "/ws/%E0%A4%A"],
  ])("P1.1 a room name with %s is 404", async (_what, path) => {
    await expectRefused(await request(path, UPGRADE), 404, "bad_room");
  });

  test.each(["/ws/a/b", "/api", "/api/", "/api/unknown"])("P7.3 %s is a JSON 404", async (path) => {
    await expectRefused(await request(path, UPGRADE), 404, "not_found");
  });

  test("P1.1 ../x leaves /ws and is not a room", async () => {
    await expectRefused(await request("/ws/../x", UPGRADE), 404, "not_found");
  });

  test.each(["/ws", "/ws/", "/ws/lobby", "/ws/lobby/"])("P1.2 a plain GET of %s is 426", async (path) => {
    await expectRefused(await request(path), 426, "upgrade_required");
  });

  test.each(["POST", "PUT", "DELETE"])("P1.2 %s is 405", async (method) => {
    const response = await request("/ws", {}, method);
    expect(response.headers.get("allow")).toBe("GET");
    await expectRefused(response, 405, "method_not_allowed");
  });

  test.each([
    "https://evil.example",
    "https://chat.example.evil.example",
    "https://evilchat.example",
    "https://sub.chat.example",
    "https://example",
    "https://chat.example:8443",
    "https://chat.example:443",
    "https://chat.example:",
    "http://chat.example",
    "wss://chat.example",
    "chrome-extension://chat.example",
    "https://chat.example.",
    "https://CHAT.example",
    "HTTPS://chat.example",
    "https://chat.example/",
    "https://chat.example/r/lobby",
    "https://chat.example?",
    "https://chat.example#",
    "https://chat.example@evil.example",
    "https://evil.example@chat.example",
    "https://chat.example\\@evil.example",
    "https://evil.example#chat.example",
    "https://xn--cht-qna.example",
    "https://chat.example, https://evil.example",
    "https://evil.example, https://chat.example",
    "https://chat.example https://evil.example",
    "//chat.example",
    "chat.example",
    "null",
    "NULL",
    "*",
    "file://",
    "not a url",
  ])("P1.2 the Origin %s is 403", async (origin) => {
    await expectRefused(await request("/ws", { ...UPGRADE, origin }), 403, "forbidden_origin");
  });

  test.each(["chat", "parley.v2, chat"])("P1.3 the subprotocols %s are 400", async (list) => {
    await expectRefused(await request("/ws", { ...UPGRADE, "sec-websocket-protocol": list }), 400, "bad_subprotocol");
  });

  test.each(["-1", "1.5", "ten", ""])("P2.5 ?history=%s is 400", async (history) => {
    await expectRefused(await request(`/ws?history=${history}`, UPGRADE), 400, "bad_history");
  });
});

describe("accepted requests", () => {
  test("P1.1 /ws is the room lobby, and upper case names the same room", async () => {
    const lobby = await TestSocket.join("lobby");
    const upper = await TestSocket.join("LOBBY");
    await lobby.take();
    const response = await request("/ws", UPGRADE);
    expect(response.status).toBe(101);
    expect(await lobby.take()).toMatchObject({ type: "system" });
    upper.say("hello");
    await upper.take();
    expect(await lobby.take()).toMatchObject({ message: "hello" });
  });

  test("P1.1 rooms are isolated from each other", async () => {
    const one = await TestSocket.join(freshRoom());
    const two = await TestSocket.join(freshRoom());
    one.say("in one");
    two.say("in two");
    expect(await one.take()).toMatchObject({ seq: 1, message: "in one" });
    expect(await two.take()).toMatchObject({ seq: 1, message: "in two" });
  });

  test.each([64, 1])("P1.1 a name of %d characters is a room", async (length) => {
    const response = await request(`/ws/${"x".repeat(length)}`, UPGRADE);
    expect(response.status).toBe(101);
  });

  test("P1.2 the host's own Origin is allowed, and so is a program, which sends none", async () => {
    const room = freshRoom();
    await TestSocket.join(room, { origin: "https://chat.example" });
    await TestSocket.join(room);
  });

  test("P1.2 if TLS ends before the Worker, the https page of the same host is allowed", async () => {
    const response = await exports.default.fetch(`http://chat.example:8787/ws/${freshRoom()}`, {
      headers: { ...UPGRADE, origin: "https://chat.example:8787" },
    });
    expect(response.status).toBe(101);
  });

  test("P1.4 ping is answered with pong", async () => {
    const socket = await TestSocket.join(freshRoom());
    socket.send("ping");
    expect(await socket.takeText()).toBe("pong");
  });
});
