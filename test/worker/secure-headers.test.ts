import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { freshRoom, request, stubOf } from "./test-socket.ts";
import { V1Socket } from "./v1-socket.ts";

const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=63072000",
  "x-content-type-options": "nosniff",
};
const UPGRADE = { upgrade: "websocket" };

test.each([
  [200, "/api/rooms/lobby", {}, "GET"],
  [200, "/api/rooms/lobby/messages", {}, "GET"],
  [400, "/api/rooms/lobby/messages?limit=0", {}, "GET"],
  [400, "/ws?history=x", UPGRADE, "GET"],
  [403, "/ws", { ...UPGRADE, origin: "https://evil.example" }, "GET"],
  [404, "/api/nowhere", {}, "GET"],
  [404, "/ws/a.b", UPGRADE, "GET"],
  [405, "/api/rooms/lobby", {}, "POST"],
  [426, "/ws", {}, "GET"],
] as const)(
  "a response of %d to %s is JSON that may not be cached, sniffed, framed or embedded",
  async (status, path, headers, method) => {
    const response = await request(path, headers, method);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain("application/json");
    expect(Object.fromEntries(response.headers)).toMatchObject(HEADERS);
  },
);

test("so is the response to a request that fails inside", async () => {
  const room = freshRoom();
  await V1Socket.hello(room);
  await runInDurableObject(stubOf(room), (_object, { storage }) => storage.sql.exec("DROP TABLE messages"));
  const response = await request(`/api/rooms/${room}/messages`);
  expect(response.status).toBe(500);
  expect(Object.fromEntries(response.headers)).toMatchObject(HEADERS);
});
