import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { expect, inject, test } from "vitest";
import { RawWebSocket } from "../support/raw-web-socket.ts";
import { encodeFrame, OPCODE } from "../support/web-socket-wire.ts";
import { PlainClient } from "./plain-client.ts";

const address = (room: string) => `${inject("origin").replace("http", "ws")}/ws/${room}`;

/** A client in a separate process, which the test kills; it prints "open" once it is in the room. */
const CLIENT = `
  const socket = new WebSocket(process.argv[1]);
  socket.onmessage = () => console.log("open");
`;

const endings: [how: string, leave: (url: string) => Promise<() => unknown>][] = [
  [
    "a reset of its TCP connection",
    async (url) => {
      const { socket } = await RawWebSocket.open(url);
      return () => socket.resetAndDestroy();
    },
  ],
  [
    "the end of its TCP connection without a close frame",
    async (url) => {
      const { socket } = await RawWebSocket.open(url);
      return () => socket.end();
    },
  ],
  [
    "half a frame and the end of its connection",
    async (url) => {
      const { socket } = await RawWebSocket.open(url);
      const length = { announced: 5n, inBytes: 0 } as const;
      return () => socket.end(encodeFrame({ opcode: OPCODE.text, payload: "a", length }));
    },
  ],
  [
    "killing its process",
    async (url) => {
      const child = spawn(process.execPath, ["-e", CLIENT, url], { stdio: ["ignore", "pipe", "inherit"] });
      await once(child.stdout, "data");
      return () => child.kill("SIGKILL");
    },
  ],
  [
    "an invalid frame",
    async (url) => {
      const { socket } = await RawWebSocket.open(url);
      // An opcode that RFC 6455 reserves.
      return () => socket.write(encodeFrame({ opcode: 3 }));
    },
  ],
];

test.each(endings)("P2.1 a socket that leaves by %s is announced once to the others", async (_how, arrive) => {
  const url = address(`t-${randomUUID()}`);
  const client = await PlainClient.open(url);
  const leave = await arrive(url);
  const { message: joined } = await client.take();
  leave();
  expect(await client.take()).toEqual({
    type: "system",
    message: String(joined).replace("connected", "disconnected"),
  });
  client.say("next");
  expect(await client.take()).toMatchObject({ type: "message", message: "next" });
  client.close();
});
