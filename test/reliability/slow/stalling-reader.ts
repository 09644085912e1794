import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { parseServerFrame, type ServerObject } from "../../../src/protocol/server-frame.ts";
import { until } from "../deadline.ts";

/** RFC 6455, 5.2. */
const OPCODE = { text: 1, close: 8 } as const;
const FINAL = 0x80;
const MASKED = 0x80;
const HEAD_END = "\r\n\r\n";

/** The room answers at once; what is read here may have piled up for a while. */
const READ_WITHIN_MS = 30_000;

/**
 * A WebSocket client on a bare TCP socket, because no client library stops reading: it says hello, and then reads as long
 * as it is told to.
 */
export class StallingReader {
  readonly #socket: Socket;
  #upgraded = false;
  #bytes: Buffer = Buffer.alloc(0);
  /** What the room said on this connection. */
  readonly objects: ServerObject[] = [];
  /** UTF-16 units of all frames that came. */
  received = 0;
  /** The code of the room's close frame. */
  closeCode: number | undefined;

  /**
   * @param origin of the server, `http://host:port`
   * @param path of the room's socket
   * @param protocol the dialect; without it, the plain one
   */
  constructor(origin: string, path: string, protocol?: string) {
    const { hostname, port, host } = new URL(origin);
    this.#socket = connect(Number(port), hostname);
    this.#socket.on("data", (chunk) => this.#read(chunk));
    // How it ends is told by the close frame, or by its absence.
    this.#socket.on("error", () => {});
    const head = [
      `GET ${path} HTTP/1.1`,
      `Host: ${host}`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
      ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
    ];
    this.#socket.write(head.join("\r\n") + HEAD_END);
  }

  /** Says hello, and reads up to `ready`. */
  async enter(fields: object): Promise<void> {
    this.send({ type: "hello", v: 1, ...fields });
    await this.waitFor("ready");
  }

  /** Reads until an object of this type came. */
  async waitFor(type: ServerObject["type"]): Promise<void> {
    await until(`the room said ${type}`, READ_WITHIN_MS, () => this.objects.some((object) => object.type === type));
  }

  /** Reads until the room's close frame came. */
  async waitForClose(): Promise<void> {
    await until("the room closed", READ_WITHIN_MS, () => this.closeCode !== undefined);
  }

  /** Reads no more: what comes fills the buffers of both kernels, and then the server's. */
  stall(): void {
    this.#socket.pause();
  }

  /** Reads again. */
  resume(): void {
    this.#socket.resume();
  }

  send(object: object): void {
    const payload = Buffer.from(JSON.stringify(object));
    if (payload.length > 0xffff) throw new Error("no frame of ours is that long");
    // A client has to mask, and a mask of zeros is one.
    const header = Buffer.from(
      payload.length < 126
        ? [FINAL | OPCODE.text, MASKED | payload.length, 0, 0, 0, 0]
        : [FINAL | OPCODE.text, MASKED | 126, payload.length >> 8, payload.length & 0xff, 0, 0, 0, 0],
    );
    this.#socket.write(Buffer.concat([header, payload]));
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    if (!this.#upgraded) {
      const end = this.#bytes.indexOf(HEAD_END);
      if (end < 0) return;
      this.#upgraded = true;
      this.#bytes = this.#bytes.subarray(end + HEAD_END.length);
    }
    while (this.#readFrame()) {}
  }

  /** A server's frames come whole, and without a mask. */
  #readFrame(): boolean {
    const bytes = this.#bytes;
    if (bytes.length < 2) return false;
    const opcode = bytes.readUInt8(0) & 0x0f;
    const short = bytes.readUInt8(1);
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length < header) return false;
    const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
    if (bytes.length < header + length) return false;
    const payload = bytes.subarray(header, header + length);
    this.#bytes = bytes.subarray(header + length);
    if (opcode === OPCODE.close) this.closeCode = payload.length < 2 ? 1005 : payload.readUInt16BE(0);
    if (opcode === OPCODE.text) {
      const text = payload.toString();
      this.received += text.length;
      this.objects.push(...parseServerFrame(text));
    }
    return true;
  }
}
