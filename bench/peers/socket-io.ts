// The chat of socket.io's own "Get started": every message is emitted to everybody, the sender included.
import { createServer } from "node:http";
import { Server } from "socket.io";

/** Milliseconds. Longer than any run: heartbeats are each socket's own, and cost the peer something that nobody measures here. */
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
