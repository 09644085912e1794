import { expect, test } from "vitest";
import { request, TestSocket } from "./test-socket.ts";

const UPGRADE = { upgrade: "websocket" };

test.each(["/websocket.php", "/"])(
  "P1.10 an upgrade at %s, which is no room's address, enters the lobby",
  async (path) => {
    const lobby = await TestSocket.join("lobby");
    const response = await request(path, UPGRADE);
    expect(response.status).toBe(101);
    response.webSocket?.accept();
    expect(await lobby.take()).toMatchObject({ type: "system", message: expect.stringMatching(/ connected$/) });
    response.webSocket?.send(JSON.stringify({ type: "message", username: "Ada", message: `from ${path}` }));
    expect(await lobby.take()).toMatchObject({ type: "message", username: "Ada", message: `from ${path}` });
    response.webSocket?.close(1000);
  },
);

test("P1.10 it is checked as at /ws: a page of another site is refused", async () => {
  const response = await request("/websocket.php", { ...UPGRADE, origin: "https://evil.example" });
  expect(response.status).toBe(403);
});

test.each(["/api/nowhere", "/ws/a/b", "/x", "/websocket.php/x"])("P1.10 an upgrade at %s stays 404", async (path) => {
  expect((await request(path, UPGRADE)).status).toBe(404);
});

test("P1.10 without an upgrade, it is 426", async () => {
  expect((await request("/websocket.php")).status).toBe(426);
});
