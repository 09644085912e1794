// The broadcast server from the README of `ws`: it sends each message to everyone, including the sender.
import { type RawData, WebSocket, WebSocketServer } from "ws";
import { gather, isGathering } from "./gather.ts";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
const broadcast = (data: RawData, binary: boolean) => {
  for (const client of server.clients) {
    if (client.readyState === WebSocket.OPEN) client.send(data, { binary });
  }
};
const gathered = gather((frame) => broadcast(Buffer.from(frame), false));
server.on("connection", (socket) => {
  socket.on("message", (data, isBinary) => {
    if (isGathering) gathered(String(data));
    else broadcast(data, isBinary);
  });
  socket.on("error", () => socket.terminate());
});
server.on("listening", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) process.stdout.write(`${address.port}\n`);
});
