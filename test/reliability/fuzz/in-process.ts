import type { Command } from "../../../src/protocol/commands.ts";
import type { Read } from "../../../src/protocol/frame.ts";
import { DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { parsePlain } from "../../../src/protocol/parse-plain.ts";
import { parseV1 } from "../../../src/protocol/parse-v1.ts";
import type { Received } from "../../../src/room/model/context.ts";
import { isPresent } from "../../../src/room/model/session.ts";
import { Room } from "../../../src/room/room.ts";
import { memoryStores } from "../../support/memory-stores.ts";
import { Shell, type Told } from "../../support/shell.ts";
import { judgePlainFrame, judgeV1Frame } from "../conforms.ts";
import { Random } from "../random.ts";
import type { Dialect } from "./corpus.ts";
import { type FuzzReport, FuzzTally } from "./fuzz-tally.ts";
import { nextPayload, type Payload } from "./mutate.ts";

/** Frames per room: enough for most edits and reactions to find a message, without a long log to check. */
const ROOM_FRAMES = 400;
/** The share of rooms whose attacker is the owner, so that moderation is attacked too. */
const OWNED = 0.3;
/** How often presence and typing are checked. */
const SIGNALS = 0.01;
/** The share of payloads sent in a binary frame. */
const BINARY = 0.1;
const OWNER_TOKEN = "the owner's, for this test only";

export interface FuzzOptions {
  readonly seed: number;
  readonly frames: number;
  /** Called from time to time. */
  readonly progress?: (frames: number) => void;
}

/**
 * Feeds mutated frames to the parsers, and the accepted commands to the room, as the shell does, and checks every
 * effect. It uses no sockets, so it can run many frames.
 */
export function fuzzInProcess({ frames, progress, seed }: FuzzOptions): FuzzReport {
  const random = new Random(seed);
  const tally = new FuzzTally();
  while (tally.frames < frames) {
    const room = new FuzzedRoom(random.fork(), tally);
    const until = Math.min(frames, tally.frames + ROOM_FRAMES);
    while (tally.frames < until && room.isWhole) room.step();
    progress?.(tally.frames);
  }
  return tally;
}

/** A room with two observers, and attackers, some of whom have not sent a hello. */
class FuzzedRoom {
  readonly #random: Random;
  readonly #tally: FuzzTally;
  readonly #shell: Shell;
  readonly #room: Room;
  readonly #isOwned: boolean;
  #attackers: { readonly id: string; readonly dialect: Dialect }[] = [];
  #count = 0;
  /** The newest event that the v1 observer has received. */
  #position = 0;
  /** The current frame, for the report. */
  #frame = "";
  #sender = "";
  /** The results of the current frame so far. */
  #outcome = { error: false, closed: false, observed: 0 };
  /** Whether both observers are still connected. */
  isWhole = true;

  constructor(random: Random, tally: FuzzTally) {
    this.#random = random;
    this.#tally = tally;
    this.#isOwned = random.chance(OWNED);
    this.#shell = new Shell({
      told: (id, object, isAnswer) => this.#told(id, object, isAnswer),
      closed: (id, code) => this.#closed(id, code),
    });
    this.#room = new Room({ name: "fuzz", limits: DEFAULT_LIMITS, ownerToken: OWNER_TOKEN, ...memoryStores() });
    this.#enter("observer-plain", "plain");
    this.#enter("observer-v1", "v1");
    for (const dialect of ["plain", "v1", "plain", "v1"] as const) this.#addAttacker(dialect);
  }

  /** Sends another frame from an attacker. */
  step(): void {
    const random = this.#random;
    if (random.chance(SIGNALS)) this.#shell.carryOut(this.#room.takeSignals());
    const { dialect, id } = random.pick(this.#attackers);
    const payload = nextPayload(random, dialect);
    const frame = this.#onTheWire(payload);
    this.#frame = `${payload.kind} in ${dialect}: ${typeof frame === "string" ? frame : "binary"}`;
    this.#sender = id;
    this.#outcome = { error: false, closed: false, observed: 0 };
    try {
      const parse = dialect === "plain" ? parsePlain : parseV1;
      this.#work(id, parse(frame, DEFAULT_LIMITS));
    } catch (error) {
      this.#wrong(`it threw ${error instanceof Error ? error.stack : error}`);
      this.isWhole = false;
    }
    const { closed, error, observed } = this.#outcome;
    if (error && !closed && observed > 0) this.#wrong("a rejected frame reached other clients");
    this.#tally.sent(payload.kind);
    if (!closed) return;
    this.#attackers = this.#attackers.filter((attacker) => attacker.id !== id);
    this.#addAttacker(dialect);
  }

  /** As the shell does (`ChatRoom.webSocketMessage`). */
  #work(id: string, read: Read<Command>): void {
    if (!read.ok && read.error.close) {
      this.#tally.closed(1009);
      this.#outcome.closed = true;
      const session = this.#shell.sessions.get(id);
      this.#shell.sessions.delete(id);
      if (session !== undefined) this.#shell.carryOut(this.#room.leave(session));
    } else if (read.ok && read.value.type === "ack") {
      const session = this.#shell.sessions.get(id);
      if (session === undefined || isPresent(session)) return;
      const error = { code: "hello_expected" } as const;
      this.#shell.carryOut(this.#room.receiveAll([{ from: id, read: { ok: false, error } }], this.#turn()));
    } else {
      // TypeScript narrows `read.value`, but not `read` by it.
      const received = read as Received["read"];
      this.#shell.carryOut(this.#room.receiveAll([{ from: id, read: received }], this.#turn()));
    }
  }

  #told(id: string, object: Told, isAnswer: boolean): void {
    const text = JSON.stringify(object);
    const isObserver = id.startsWith("observer");
    if (object.type === "error") {
      if (id !== this.#sender || !isAnswer) this.#wrong(`an error to ${id}, who sent nothing: ${text}`);
      this.#outcome.error = true;
      this.#tally.answered(String(object.code));
    }
    if (isObserver) this.#outcome.observed += 1;
    // A reply in the plain dialect is a v1 object (P2.4, P2.6).
    const isV1 = id.includes("v1") || isAnswer;
    const { wrong } = isV1 ? judgeV1Frame(`[${text}]`, isAnswer) : judgePlainFrame(text);
    for (const what of wrong) this.#wrong(what);
    if (id !== "observer-v1" || isAnswer || !("seq" in object) || object.type === "ack") return;
    if (object.seq !== this.#position + 1) this.#wrong(`${object.seq} came after ${this.#position}`);
    this.#position += 1;
  }

  #closed(id: string, code: number): void {
    this.#tally.closed(code);
    if (id === this.#sender) this.#outcome.closed = true;
    else if (!this.#isOwned) this.#wrong(`${id}, who sent nothing, was closed with ${code}`);
    else if (id.startsWith("observer")) this.isWhole = false;
    else this.#attackers = this.#attackers.filter((attacker) => attacker.id !== id);
    if (this.#attackers.length === 0) this.isWhole = false;
  }

  #addAttacker(dialect: Dialect): void {
    this.#count += 1;
    const id = `${dialect}-${this.#count}`;
    const random = this.#random;
    if (dialect === "v1" && random.chance(0.3)) {
      this.#shell.carryOut(this.#room.joinNew({ id, dialect, state: "new", since: this.#count }));
    } else this.#enter(id, dialect);
    if (dialect === "v1" && this.#isOwned && random.chance(0.5)) {
      this.#sender = id;
      const claim = { type: "claim", id: "claim", secret: OWNER_TOKEN } as const;
      this.#shell.carryOut(this.#room.receive(id, claim, this.#turn()));
    }
    this.#attackers.push({ id, dialect });
  }

  #enter(id: string, dialect: Dialect): void {
    this.#sender = id;
    if (dialect === "plain") {
      const session = { id, dialect, uid: `u${id}`, username: id, role: "guest" } as const;
      this.#shell.carryOut(this.#room.joinPlain(session, 0));
      return;
    }
    this.#shell.carryOut(this.#room.joinNew({ id, dialect, state: "new", since: this.#count }));
    this.#shell.carryOut(this.#room.receive(id, { type: "hello", username: id }, this.#turn()));
  }

  #turn() {
    this.#count += 1;
    const count = this.#count;
    let ids = 0;
    return { now: count, newId: () => `${count}x${ids++}`.padEnd(16, "0") };
  }

  /** How the platform delivers it: as text with U+FFFD for invalid UTF-8, or as bytes. */
  #onTheWire({ content }: Payload): string | ArrayBuffer {
    if (typeof content === "string") return content.toWellFormed();
    const bytes = new Uint8Array(content);
    return this.#random.chance(BINARY) ? bytes.buffer : new TextDecoder().decode(bytes);
  }

  #wrong(what: string): void {
    this.#tally.wrong(`${what}; after ${this.#frame}`);
  }
}
