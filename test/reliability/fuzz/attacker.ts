import { V1 } from "../../../src/protocol/parse-v1.ts";
import { RawWebSocket } from "../../support/raw-web-socket.ts";
import { encodeFrame, OPCODE } from "../../support/web-socket-wire.ts";
import type { Random } from "../random.ts";
import type { Dialect } from "./corpus.ts";
import type { FuzzTally } from "./fuzz-tally.ts";
import { type Kind, leavesOpen, mutatedFrame, nextPayload, type Payload } from "./mutate.ts";

/** Frames sent before their replies are awaited. */
const BATCH = 20;
/** The share of frames whose framing is broken. Most of these close their connection, and opening another is slow. */
const WRONG_FRAMES = 0.04;
/** The share of payloads written as raw bytes, without a frame. */
const BARE_NOISE = 0.1;
/** The share of connections that start with something other than a hello. */
const NO_HELLO = 0.05;
const BINARY = 0.1;

const ERROR = /"type":"error","code":"(\w+)"/g;
/** The `seq` of an event, as opposed to a number inside a cast. */
const SEQ = /"type":"\w+","seq":(\d{1,9}),"at"/g;

/** A client with a TCP connection to a room, which sends random input. */
export class Attacker {
  readonly #url: string;
  readonly #dialect: Dialect;
  readonly #name: string;
  readonly #random: Random;
  readonly #tally: FuzzTally;
  #socket: RawWebSocket | undefined;
  #batches = 0;
  #received = 0;
  #seq = 0;
  /** Ends a batch: its echo shows that everything before it was processed. */
  #marker = "";
  #isMarkerHeard = false;

  constructor(url: string, dialect: Dialect, name: string, random: Random, tally: FuzzTally) {
    this.#url = url;
    this.#dialect = dialect;
    this.#name = name;
    this.#random = random;
    this.#tally = tally;
  }

  /** Sends frames until `isDone`. */
  async run(isDone: () => boolean): Promise<void> {
    while (!isDone()) {
      const socket = this.#socket ?? (await this.#open());
      this.#socket = socket;
      if (!(await this.#batch(socket))) {
        socket.destroy();
        this.#socket = undefined;
      }
    }
    this.#socket?.destroy();
  }

  async #open(): Promise<RawWebSocket> {
    this.#received = 0;
    const socket = await RawWebSocket.open(this.#url, {
      protocol: this.#dialect === "v1" ? V1 : undefined,
      onText: (text) => this.#take(text),
    });
    if (this.#dialect === "v1" && !this.#random.chance(NO_HELLO)) {
      // Each connection is a new user, who cannot reuse the previous name (P8.10).
      socket.send({ type: "hello", v: 1 });
    }
    return socket;
  }

  /** @returns whether the connection is still usable */
  async #batch(socket: RawWebSocket): Promise<boolean> {
    const bytes: Buffer[] = [];
    let isWrong = false;
    // After a frame with broken framing, the start of the next frame is undefined.
    while (bytes.length < BATCH && !isWrong) {
      const payload = nextPayload(this.#random, this.#dialect);
      const { frame, kind } = this.#frameOf(payload);
      isWrong = kind === "frame" || (kind === "noise" && frame === payload.content);
      this.#tally.sent(kind);
      bytes.push(frame);
    }
    const last = bytes.at(-1) ?? Buffer.alloc(0);
    socket.write(Buffer.concat(bytes));
    // The server waits for the rest of a frame, for as long as the client does.
    if (isWrong && leavesOpen(last)) return false;
    this.#mark(socket);
    await socket.until(
      "the end of a batch",
      () => this.#isMarkerHeard || socket.closeCode !== undefined || socket.isEnded,
    );
    if (!this.#isMarkerHeard) this.#tally.closed(await socket.closed());
    return this.#isMarkerHeard;
  }

  #frameOf(payload: Payload): { readonly frame: Buffer; readonly kind: Kind } {
    const { content, kind } = payload;
    const random = this.#random;
    if (random.chance(WRONG_FRAMES)) return { frame: mutatedFrame(random, content), kind: "frame" };
    if (typeof content !== "string" && kind === "noise" && random.chance(BARE_NOISE)) return { frame: content, kind };
    const isBinary = typeof content !== "string" && random.chance(BINARY);
    const mask = Buffer.from([random.below(256), random.below(256), random.below(256), random.below(256)]);
    return { frame: encodeFrame({ opcode: isBinary ? OPCODE.binary : OPCODE.text, payload: content, mask }), kind };
  }

  /** Sends a valid message, and acknowledges everything received so far (P3.8). */
  #mark(socket: RawWebSocket): void {
    this.#batches += 1;
    this.#marker = `${this.#name}-${this.#batches}`;
    this.#isMarkerHeard = false;
    if (this.#dialect === "v1") socket.send({ type: "ack", seq: this.#seq, received: this.#received });
    socket.send({ type: "message", id: this.#marker, message: `this is ${this.#marker}` });
  }

  #take(text: string): void {
    this.#received += text.length;
    if (text.includes(`"id":"${this.#marker}"`)) this.#isMarkerHeard = true;
    for (const [, code] of text.matchAll(ERROR)) this.#tally.answered(String(code));
    for (const [, seq] of text.matchAll(SEQ)) this.#seq = Math.max(this.#seq, Number(seq));
  }
}
