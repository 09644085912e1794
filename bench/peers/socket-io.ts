// The chat from socket.io's own "Get started": every message is emitted to everyone, including the sender.
import { createServer } from "node:http";
import { Server } from "socket.io";

/**
 * Milliseconds. Longer than any run: heartbeats are per socket, and would cost the peer something that is not measured.
 */
const NO_HEARTBEAT_MS = 3_600_000;

const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false, pingInterval: NO_HEARTBEAT_MS });
io.on("connection", (socket) => {
  socket.on("message", (message: unknown) => {
    io.emit("message", message);
  });
});
http.listen(0, "127.0.0.1", () => {
  const address = http.address();
  if (typeof address === "object" && address !== null) process.stdout.write(`${address.port}\n`);
});
