// The tutorial's own address, with the page's files in front of the Worker as on Cloudflare.
import { connect } from "node:net";
import { expect, inject, test } from "vitest";
import { PlainClient } from "./plain-client.ts";

/** The first line of the response to an upgrade that was written by hand. */
function upgrade(path: string): Promise<string> {
  const { hostname, port } = new URL(inject("origin"));
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let received = "";
    socket.on("error", reject).on("data", (bytes) => {
      received += bytes;
      const end = received.indexOf("\r\n");
      if (end === -1) return;
      socket.destroy();
      resolve(received.slice(0, end));
    });
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  });
}

test("P1.10 a client of the tutorial talks at /websocket.php, and is heard in the lobby", async () => {
  const origin = inject("origin").replace("http", "ws");
  const lobby = await PlainClient.open(`${origin}/ws`);
  const client = await PlainClient.open(`${origin}/websocket.php`);
  client.say("hello", { username: "Ada", color: "#ff0000" });
  // Other tests may be in the lobby as well.
  expect(await lobby.hear()).toMatchObject({ username: "Ada", message: "hello", color: "#ff0000" });
  client.close();
  lobby.close();
});

test("P1.10 the page's own path is the page's, also for an upgrade (docs/decisions.md)", async () => {
  expect(await upgrade("/websocket.php")).toBe("HTTP/1.1 101 Switching Protocols");
  expect(await upgrade("/")).toBe("HTTP/1.1 200 OK");
});
