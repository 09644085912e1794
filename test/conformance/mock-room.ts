import { createServer, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { listenOnLoopback } from "../support/loopback.ts";
import { acceptOf, encodeFrame, OPCODE } from "../support/web-socket-wire.ts";

type Frame = Record<string, unknown>;

/** Frames that clients may send at any time. */
const SKIPPED = new Set(["ack", "read", "typing"]);

/** The server's part of a case for clients: a room with one client, which does as the case says. */
export class MockRoom {
  readonly #server: Server;
  readonly #within: number;
  readonly #sockets = new Set<Duplex>();
  #socket: Duplex | undefined;
  #frames: Frame[] = [];
  #wake = () => {};

  private constructor(server: Server, within: number) {
    this.#server = server;
    this.#within = within;
    server.on("upgrade", (request, socket) => {
      socket.on("error", () => socket.destroy());
      const key = String(request.headers["sec-websocket-key"]);
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptOf(key)}\r\nSec-WebSocket-Protocol: parley.v1\r\n\r\n`,
      );
      this.#sockets.add(socket);
      this.#socket = socket;
      let bytes = Buffer.alloc(0);
      socket.on("data", (data: Buffer) => {
        bytes = Buffer.concat([bytes, data]);
        for (let frame = readFrame(bytes); frame !== undefined; frame = readFrame(bytes)) {
          bytes = Buffer.from(frame.rest);
          if (frame.opcode === OPCODE.close)
            socket.end(encodeFrame({ opcode: OPCODE.close, payload: frame.payload, mask: "none" }));
          if (frame.opcode === OPCODE.text) this.#take(socket, frame.payload.toString());
        }
      });
    });
  }

  /** @param within milliseconds to wait for each frame */
  static async open(within: number): Promise<{ room: MockRoom; url: string }> {
    const server = createServer((_request, response) => void response.writeHead(404).end());
    const room = new MockRoom(server, within);
    const port = await listenOnLoopback(server);
    return { room, url: `ws://127.0.0.1:${port}/ws/mock` };
  }

  send(objects: unknown): void {
    this.#write(OPCODE.text, JSON.stringify(objects));
  }

  /** Closes the client's socket, and forgets what it sent before. */
  close(code: number): void {
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    this.#write(OPCODE.close, payload);
    this.#socket = undefined;
    this.#frames = [];
  }

  /** The next frame of a type; others are skipped. A `hello` may come on another socket. */
  async next(type: unknown): Promise<Frame> {
    const deadline = Date.now() + this.#within;
    for (;;) {
      const index = this.#frames.findIndex((frame) => frame.type === type);
      const [frame] = index < 0 ? [] : this.#frames.splice(0, index + 1).slice(-1);
      if (frame !== undefined) return frame;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`no ${String(type)} within ${this.#within} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(socket: Duplex, text: string): void {
    if (text === "ping") {
      socket.write(encodeFrame({ opcode: OPCODE.text, payload: "pong", mask: "none" }));
      return;
    }
    if (socket !== this.#socket) return;
    // A frame may have several commands (P3.21).
    const frames: Frame[] = [JSON.parse(text)].flat();
    this.#frames.push(...frames.filter(({ type }) => !SKIPPED.has(String(type))));
    this.#wake();
  }

  #write(opcode: number, payload: string | Uint8Array): void {
    this.#socket?.write(encodeFrame({ opcode, payload, mask: "none" }));
  }
}

/** The first frame of a client's output; `undefined` until it is complete. */
function readFrame(bytes: Buffer): { opcode: number; payload: Buffer; rest: Buffer } | undefined {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return undefined;
  const short = second & 127;
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < head + 4) return undefined;
  const length = head === 2 ? short : head === 4 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < head + 4 + length) return undefined;
  const mask = bytes.subarray(head, head + 4);
  const payload = Buffer.from(bytes.subarray(head + 4, head + 4 + length));
  for (const [at, byte] of payload.entries()) payload[at] = byte ^ (mask[at % 4] ?? 0);
  return { opcode: first & 15, payload, rest: bytes.subarray(head + 4 + length) };
}
