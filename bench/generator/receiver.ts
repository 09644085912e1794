import { connect, type Socket } from "node:net";
import { upgradeRequest } from "../../test/support/web-socket-wire.ts";
import { clientFrame } from "./client-frames.ts";
import type { Dialect, Joined, Since } from "./dialects.ts";
import { MAX_REJECTION_BYTES, rejectionIn } from "./rejection.ts";
import type { Address, RunStats } from "./run-stats.ts";
import { BINARY_OPCODE, CLOSE_OPCODE, type FrameHeader, headerOf } from "./server-frames.ts";

/** Maximum bytes of one read: enough for a batched frame, so that one call takes it. */
const READ_BYTES = 512 * 1024;
/** One buffer for all sockets: each read is processed before the next begins. */
const readBuffer = Buffer.allocUnsafeSlow(READ_BYTES);

const HEADERS_END = "\r\n\r\n";
/** Marks an event in v1; other dialects do not need it. */
const SEQ = '"seq":';

type Phase =
  | { readonly name: "upgrading"; readonly upgraded: () => void }
  | { readonly name: "joining"; readonly read: (frame: string) => Joined | undefined; readonly joined: () => void }
  /** Counts frames without comparing: for additional sockets, and before a stream begins. */
  | { readonly name: "apart" }
  | { readonly name: "streaming" }
  /** The run is broken: looks only for an error, which may still be on its way. */
  | { readonly name: "listening" };

/** One client of a room, on a raw socket. */
export class Receiver {
  /** Data that it got on joining. */
  joined: Joined = { seq: 0, repeated: [] };
  /** The code of the close frame, or 1006 without one. */
  closedWith: number | undefined;
  bytes = 0;
  /** Frames received outside of a stream. */
  frames = 0;
  /** Takes the frames of an additional socket. */
  onFrame: ((text: string) => void) | undefined;

  readonly #socket: Socket;
  readonly #dialect: Dialect;
  readonly #stats: RunStats;
  #phase: Phase;
  /** The start of an incomplete frame, outside of a stream. */
  #rest: Buffer = Buffer.alloc(0);
  /** Payload, as acknowledgements count it, and events, received before the stream began. */
  #payloadBefore = 0;
  #seqBefore = 0;
  #closeStatus = 1006;
  #rejection: string | undefined;
  /** The newest event that an additional socket was sent. */
  #seqApart = 0;
  /** In the stream: bytes and frames received, and the messages in them. */
  #position = 0;
  #frames = 0;
  #messages = 0;
  #acknowledged = 0;
  #acknowledgedLength = 0;

  /** @param upgraded called when the server has accepted */
  constructor(address: Address, dialect: Dialect, stats: RunStats, upgraded: () => void) {
    this.#dialect = dialect;
    this.#stats = stats;
    this.#phase = { name: "upgrading", upgraded };
    const options = { host: "127.0.0.1", port: address.port, noDelay: true };
    this.#socket = connect({
      ...options,
      onread: {
        buffer: readBuffer,
        callback: (count) => {
          this.#receive(count);
          return true;
        },
      },
    });
    const url = `http://127.0.0.1:${address.port}${address.path}`;
    this.#socket.write(upgradeRequest(url, { protocol: dialect.subprotocol }));
    this.#socket.on("error", () => this.#socket.destroy());
    this.#socket.on("close", () => {
      this.closedWith = this.#closeStatus;
    });
  }

  /** Messages of the stream that it has received. */
  get messages(): number {
    return this.#messages;
  }

  /** Bytes that wait in this process, because the server does not read them. */
  get waiting(): number {
    return this.#socket.writableLength;
  }

  /** The code of the first error that it was sent since `listen`. */
  get rejection(): string | undefined {
    return this.#rejection;
  }

  /** Ends the stream, and looks for an error in what is still to come. */
  listen(): void {
    if (this.#phase.name !== "streaming") return;
    this.#phase = { name: "listening" };
    this.#keep(this.#stats.stream.bytes.subarray(Math.max(0, this.#position - MAX_REJECTION_BYTES), this.#position));
  }

  write(frames: Buffer): void {
    this.#socket.write(frames);
  }

  /** Sends the first frame of this dialect's clients. */
  join(since?: Since): Promise<void> {
    const { hello, joining } = this.#dialect;
    if (hello === undefined || joining === undefined) return Promise.resolve();
    return new Promise((joined) => {
      this.#phase = { name: "joining", read: joining(), joined };
      this.#socket.write(clientFrame(hello(since)));
    });
  }

  /** From here on it must receive the same bytes as all others. Nothing may be in flight. */
  beginStream(): void {
    if (this.#phase.name === "streaming") {
      this.#payloadBefore += this.#stats.stream.payload;
      this.#seqBefore += this.#messages;
      this.#acknowledged -= this.#messages;
    } else {
      this.#phase = { name: "streaming" };
      this.#seqBefore = this.joined.seq;
    }
    this.#position = this.#frames = this.#messages = 0;
  }

  /** Stops reading, as a client on a suspended machine does. */
  stall(): void {
    this.#socket.pause();
  }

  /** Resumes reading. */
  wake(): void {
    this.#socket.resume();
  }

  /** Leaves without a close frame. */
  leave(): void {
    this.#socket.destroy();
  }

  #receive(count: number): void {
    this.bytes += count;
    try {
      if (this.#phase.name === "streaming") this.#stream(count);
      else if (this.#phase.name === "listening") this.#hear(readBuffer.subarray(0, count));
      else this.#step(Buffer.concat([this.#rest, readBuffer.subarray(0, count)]));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // The server may close the socket, which `closedWith` reports; the stream ends for this receiver only.
      if (this.#closing(readBuffer.subarray(0, count))) return;
      this.#stats.broken(error.message);
      if (this.#phase.name !== "streaming") return void this.#socket.destroy();
      this.listen();
      this.#hear(readBuffer.subarray(0, count));
    }
  }

  /** An error may be split over two reads. */
  #hear(bytes: Buffer): void {
    const heard = Buffer.concat([this.#rest, bytes]);
    this.#rejection ??= rejectionIn(heard);
    this.#keep(heard.subarray(-MAX_REJECTION_BYTES));
  }

  #closing(chunk: Buffer): boolean {
    for (let at = chunk.indexOf(0x88); at !== -1; at = chunk.indexOf(0x88, at + 1)) {
      if (chunk.length - at >= 4 && at + 2 + (chunk[at + 1] ?? 0) === chunk.length) {
        this.#closeStatus = chunk.readUInt16BE(at + 2);
        return true;
      }
    }
    return false;
  }

  #stream(count: number): void {
    const { stream } = this.#stats;
    const known = Math.min(count, stream.head - this.#position);
    if (known > 0 && stream.bytes.compare(readBuffer, 0, known, this.#position, this.#position + known) !== 0)
      throw new Error("two receivers got different bytes");
    if (count > known && !stream.append(readBuffer, known, count)) throw new Error("a frame that ends the stream");
    this.#position += count;
    this.#stats.bytes += count;
    this.#count();
  }

  /** Every message in each complete frame is a delivery, whose latency ends now. */
  #count(): void {
    const stats = this.#stats;
    const { due, frameEnds, frameMessages, frames } = stats.stream;
    const now = performance.now();
    const before = this.#messages;
    while (this.#frames < frames && (frameEnds[this.#frames] ?? 0) <= this.#position) {
      const upTo = frameMessages[this.#frames] ?? 0;
      for (let i = this.#messages; i < upTo; i++) {
        const dueAt = due[i] ?? 0;
        if (dueAt === 0) continue;
        stats.latencies.add(now - dueAt);
        stats.delivered += 1;
      }
      this.#messages = upTo;
      this.#frames += 1;
    }
    if (this.#messages === before) return;
    stats.lastAt = now;
    this.#acknowledge();
    stats.onDelivery?.();
  }

  #acknowledge(): void {
    const { ack } = this.#dialect;
    if (ack === undefined) return;
    const payload = this.#payloadBefore + (this.#stats.stream.framePayload[this.#frames - 1] ?? 0);
    const isDue = this.#messages - this.#acknowledged >= ack.events || payload - this.#acknowledgedLength >= ack.length;
    if (!isDue) return;
    this.#acknowledged = this.#messages;
    this.#acknowledgedLength = payload;
    this.#socket.write(clientFrame(ack.encode(this.#seqBefore + this.#messages, payload)));
  }

  /** Additional sockets count no messages: they look for the newest event in the frame. */
  #acknowledgeApart(text: string): void {
    const { ack } = this.#dialect;
    if (ack === undefined) return;
    // A frame of errors has none, and counts by its length (P3.17).
    const at = text.lastIndexOf(SEQ);
    if (at !== -1) this.#seqApart = Number.parseInt(text.slice(at + SEQ.length), 10);
    const seq = this.#seqApart;
    if (seq - this.#acknowledged < ack.events && this.#payloadBefore - this.#acknowledgedLength < ack.length) return;
    this.#acknowledged = seq;
    this.#acknowledgedLength = this.#payloadBefore;
    this.#socket.write(clientFrame(ack.encode(seq, this.#payloadBefore)));
  }

  /** Consumes the complete frames, and keeps the rest. */
  #step(bytes: Buffer): void {
    let at = 0;
    if (this.#phase.name === "upgrading") {
      const end = bytes.indexOf(HEADERS_END);
      if (end === -1) {
        this.#keep(bytes);
        return;
      }
      if (!bytes.toString("latin1", 0, end).startsWith("HTTP/1.1 101"))
        throw new Error(bytes.toString("latin1", 0, end));
      const { upgraded } = this.#phase;
      this.#phase = { name: "apart" };
      upgraded();
      at = end + HEADERS_END.length;
    }
    for (;;) {
      const header = headerOf(bytes, at, bytes.length);
      if (header === undefined || header.end > bytes.length) break;
      if (header.opcode === CLOSE_OPCODE) {
        this.#closeStatus = bytes.readUInt16BE(header.payload);
        // The server waits for a close frame, or for the end.
        this.#socket.destroy();
      } else this.#frame(bytes.toString("utf8", header.payload, header.end), header);
      at = header.end;
    }
    this.#keep(bytes.subarray(at));
  }

  /** A copy, because the next read overwrites the buffer. */
  #keep(rest: Buffer): void {
    this.#rest = Buffer.from(rest);
  }

  #frame(text: string, { end, opcode, payload }: FrameHeader): void {
    this.frames += 1;
    this.#payloadBefore += opcode === BINARY_OPCODE ? end - payload : text.length;
    if (this.#phase.name === "apart") {
      this.#acknowledgeApart(text);
      this.onFrame?.(text);
    }
    if (this.#phase.name !== "joining") return;
    const joined = this.#phase.read(text);
    if (joined === undefined) return;
    this.joined = joined;
    const { joined: tell } = this.#phase;
    this.#phase = { name: "apart" };
    tell();
  }
}
