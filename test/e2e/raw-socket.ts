import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";

/**
 * Opens a WebSocket by hand and leaves its TCP socket to the caller, for endings that no client library offers. It
 * sends nothing more, and what the server sends is thrown away.
 *
 * @param url `ws://host:port/path`
 */
export async function openRawSocket(url: string): Promise<Socket> {
  const { hostname, port, pathname, host } = new URL(url);
  const key = randomBytes(16).toString("base64");
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.write(
    [
      `GET ${pathname} HTTP/1.1`,
      `Host: ${host}`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      `Sec-WebSocket-Key: ${key}`,
      "\r\n",
    ].join("\r\n"),
  );
  const [answer] = await once(socket, "data");
  // RFC 6455, section 1.3.
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  if (!String(answer).includes(accept)) throw new Error(`no upgrade: ${answer}`);
  socket.resume();
  return socket;
}
