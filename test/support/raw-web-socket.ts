import { once } from "node:events";
import { connect, type Socket } from "node:net";
import {
  acceptOf,
  decodeFrame,
  newKey,
  OPCODE,
  splitHead,
  textFrame,
  textOf,
  type UpgradeOptions,
  upgradeRequest,
} from "./web-socket-wire.ts";

/** Timeout of a wait. */
const DEADLINE_MS = 60_000;

/** RFC 6455, 7.1.5: there was no close frame, or one without a code. */
const NO_CLOSE_FRAME = 1006;
const NO_CODE = 1005;

export interface RawOptions extends UpgradeOptions {
  /** Called for each text frame. If absent, frames are collected in `texts`. */
  readonly onText?: (text: string) => void;
}

/**
 * A hand-written WebSocket over a TCP socket that its caller may write to: for bytes, endings and silences that no
 * client library offers.
 */
export class RawWebSocket {
  readonly socket: Socket;
  /** The received text frames. */
  readonly texts: string[] = [];
  /** The code of the server's close frame. */
  closeCode: number | undefined;
  /** Whether the server has ended the connection, with or without a close frame. */
  isEnded = false;
  readonly #accept: string;
  readonly #onText: (text: string) => void;
  #head: string | undefined;
  #bytes: Buffer = Buffer.alloc(0);

  /** @param url `ws://host:port/path`, or the same with `http` */
  constructor(url: string, { key = newKey(), onText, ...options }: RawOptions = {}) {
    this.#accept = acceptOf(key);
    this.#onText = onText ?? ((text) => this.texts.push(text));
    const { hostname, port } = new URL(url);
    this.socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.socket.on("data", (chunk) => this.#read(chunk));
    // The close frame, or its absence, shows how it ends.
    this.socket.on("error", () => {});
    for (const end of ["end", "close"]) {
      this.socket.on(end, () => {
        this.isEnded = true;
      });
    }
    this.socket.write(upgradeRequest(url, { key, ...options }));
  }

  /** Opens one, and waits until the server has accepted it. */
  static async open(url: string, options?: RawOptions): Promise<RawWebSocket> {
    const raw = new RawWebSocket(url, options);
    await raw.until("the server responds", () => raw.#head !== undefined || raw.isEnded);
    // RFC 6455, 4.1: the accept header proves that the server read the key.
    if (!raw.#head?.includes(raw.#accept)) throw new Error(`no upgrade: ${raw.#head}`);
    return raw;
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Sends an object in a valid text frame. */
  send(object: object): void {
    this.write(textFrame(JSON.stringify(object)));
  }

  /** Waits for the close, and returns the server's code, or 1006 if it just ended the connection. */
  async closed(): Promise<number> {
    await this.until("the server closes", () => this.closeCode !== undefined || this.isEnded);
    return this.closeCode ?? NO_CLOSE_FRAME;
  }

  /** Waits until a condition holds after some input. */
  async until(what: string, isSo: () => boolean): Promise<void> {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    while (!isSo()) {
      if (this.socket.destroyed) throw new Error(`the connection ended before ${what}`);
      const heard = new AbortController();
      const either = AbortSignal.any([signal, heard.signal]);
      try {
        await Promise.race(["data", "end", "close"].map((event) => once(this.socket, event, { signal: either })));
      } catch (cause) {
        throw new Error(`not within ${DEADLINE_MS / 1_000} s: ${what}`, { cause });
      } finally {
        heard.abort();
      }
    }
  }

  destroy(): void {
    this.socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    if (this.#head === undefined) {
      const answer = splitHead(this.#bytes);
      if (answer === undefined) return;
      this.#head = answer.head;
      this.#bytes = answer.rest;
    }
    // A response that rejects the upgrade has a body, which is not a frame.
    if (!this.#head.startsWith("HTTP/1.1 101")) return;
    for (let frame = decodeFrame(this.#bytes); frame !== undefined; frame = decodeFrame(this.#bytes)) {
      const { opcode, payload, rest } = frame;
      this.#bytes = rest;
      if (opcode === OPCODE.close) this.closeCode = payload.length < 2 ? NO_CODE : payload.readUInt16BE(0);
      if (opcode === OPCODE.text) this.#onText(textOf(frame));
    }
  }
}
