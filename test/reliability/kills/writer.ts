import { randomUUID } from "node:crypto";
import type { LogEvent } from "../../../src/protocol/events.ts";
import { parseServerFrame, type ServerObject } from "../../../src/protocol/server-frame.ts";
import type { Random } from "../random.ts";
import type { Ledger } from "./ledger.ts";

/** Commands on their way at once: enough that a kill finds some before their commit and some behind it. */
const WINDOW = 4;
/** Milliseconds that pass at most between a command's event and the next command. */
const MAX_PAUSE_MS = 12;
/** Milliseconds to the next attempt, at most. No backoff: a kill is to find everybody back soon. */
const MAX_RETRY_MS = 20;
/** Events after which to acknowledge: a tenth of what the room allows (P3.8). */
const ACK_EVENTS = 100;
/** The share of commands that are reactions to an own message, and go to the other table. */
const REACTIONS = 0.2;
/** Fewer than a message holds. */
const EMOJI = ["👍", "🎉", "😀", "🌻", "🚲"];

interface Sent {
  readonly id: string;
  readonly frame: string;
}

/**
 * A client of the v1 dialect with nothing between it and the wire, so that what is proven is the room's doing and not a
 * library's: it writes without end, comes back with `since` and its token, and sends again what it has not seen, in order
 * and under the same id.
 */
export class Writer {
  readonly name: string;
  readonly #url: string;
  readonly #random: Random;
  readonly #ledger: Ledger;
  /** The ids of all commands, in the order in which they were sent first. */
  readonly sent: string[] = [];
  /** In order: sent, and not seen back. */
  readonly #pending = new Map<string, Sent>();
  readonly #own: number[] = [];
  #socket: WebSocket | undefined;
  #phase: "away" | "entering" | "live" = "away";
  #wants: "to write" | "to finish" | "to be gone" = "to write";
  #pause: NodeJS.Timeout | undefined;
  #token: string | undefined;
  /** Stands in for the token when a kill takes the first welcome (P8.15). */
  readonly #nonce = randomUUID();
  #epoch = "";
  #position = 0;
  /** The newest event that anybody had seen when this connection said hello. */
  #newestBefore = 0;
  /** Whether this connection began with a reset in place of what was missed. */
  #isReset = false;
  #received = 0;
  #acknowledged = 0;
  uid = "";
  /** How often the room told it to start over. */
  resets = 0;
  /** Errors that the room answered, by code; none is expected. */
  readonly refusals: string[] = [];
  /** Commands that turned out to be stored although the connection broke before their event came. */
  storedUnseen = 0;

  constructor(name: string, url: string, random: Random, ledger: Ledger) {
    this.name = name;
    this.#url = url;
    this.#random = random;
    this.#ledger = ledger;
    this.#connect();
  }

  get isLive(): boolean {
    return this.#phase === "live";
  }

  /** Commands that are on their way: sent on this connection, with no event yet. */
  get inFlight(): number {
    return this.isLive ? this.#pending.size : 0;
  }

  get position(): number {
    return this.#position;
  }

  /** Whether everything that it sent is stored, as far as it knows. */
  get isDone(): boolean {
    return this.isLive && this.#pending.size === 0;
  }

  /** Writes nothing new. */
  finish(): void {
    this.#wants = "to finish";
  }

  close(): void {
    this.#wants = "to be gone";
    clearTimeout(this.#pause);
    this.#socket?.close();
  }

  get #hello() {
    const proof = this.#token === undefined ? { nonce: this.#nonce } : { token: this.#token };
    return { type: "hello", v: 1, username: this.name, ...proof };
  }

  #connect(): void {
    const socket = new WebSocket(this.#url, "parley.v1");
    this.#socket = socket;
    this.#phase = "entering";
    this.#isReset = false;
    this.#received = 0;
    socket.addEventListener("open", () => {
      const since = this.#epoch === "" ? undefined : { epoch: this.#epoch, seq: this.#position };
      this.#newestBefore = this.#ledger.newest;
      socket.send(JSON.stringify({ ...this.#hello, since }));
    });
    socket.addEventListener("message", ({ data }) => {
      this.#received += String(data).length;
      for (const object of parseServerFrame(String(data))) this.#take(object);
    });
    socket.addEventListener("error", () => {});
    socket.addEventListener("close", () => {
      this.#phase = "away";
      clearTimeout(this.#pause);
      if (this.#wants === "to be gone") return;
      this.#pause = setTimeout(() => this.#connect(), this.#random.between(0, MAX_RETRY_MS));
    });
  }

  #take(object: ServerObject): void {
    switch (object.type) {
      case "welcome":
        this.#ledger.welcomed(this.name, object.epoch, object.head, this.#newestBefore);
        this.#token = object.token;
        this.uid = object.uid;
        this.#epoch = object.epoch;
        return;
      case "reset":
        this.#isReset = true;
        if (object.reason !== "new") this.resets += 1;
        return;
      case "ready":
        this.#entered(object.seq);
        return;
      case "message":
      case "edit":
      case "delete":
      case "reaction":
      case "notice":
        this.#event(object);
        return;
      case "ack":
        // The replay before it has told of it already, unless a reset stood in for that.
        this.#pending.delete(object.id);
        return;
      case "error":
        this.refusals.push(object.code);
        // It is nowhere then, and will be found to be lost; the others go on.
        if (object.id !== undefined) this.#pending.delete(object.id);
        return;
      case "unknown":
      case "presence":
      case "typing":
      case "cast":
        return;
    }
  }

  #entered(head: number): void {
    if (!this.#isReset) this.#ledger.caughtUp(this.name, this.#position, head);
    this.#phase = "live";
    this.#position = head;
    this.#acknowledged = head;
    for (const { frame } of this.#pending.values()) this.#socket?.send(frame);
    this.#write();
  }

  #event(event: LogEvent): void {
    this.#ledger.saw(this.name, this.#position, event);
    this.#position = event.seq;
    if (event.uid === this.uid && this.#pending.delete(event.id)) {
      if (event.type === "message") this.#own.push(event.seq);
      if (this.isLive) this.#pause = setTimeout(() => this.#write(), this.#random.between(0, MAX_PAUSE_MS));
      else this.storedUnseen += 1;
    }
    if (this.#position - this.#acknowledged < ACK_EVENTS) return;
    this.#acknowledged = this.#position;
    this.#socket?.send(JSON.stringify({ type: "ack", seq: this.#position, received: this.#received }));
  }

  /** Fills the window. */
  #write(): void {
    while (this.isLive && this.#wants === "to write" && this.#pending.size < WINDOW) {
      const id = `${this.name}-${this.sent.length}`;
      const frame = JSON.stringify({ id, ...this.#nextCommand(id) });
      this.sent.push(id);
      this.#pending.set(id, { id, frame });
      this.#socket?.send(frame);
    }
  }

  #nextCommand(id: string): object {
    if (this.#own.length === 0 || !this.#random.chance(REACTIONS)) return { type: "message", message: `this is ${id}` };
    const target = this.#random.pick(this.#own.slice(-EMOJI.length));
    return { type: "reaction", target, emoji: this.#random.pick(EMOJI), on: this.#random.chance(0.7) };
  }
}
