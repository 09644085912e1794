import { randomUUID } from "node:crypto";
import type { LogEvent } from "../../../src/protocol/events.ts";
import type { JsonObject } from "../../../src/protocol/json.ts";
import { parseServerFrame, type ServerObject } from "../../../src/protocol/server-frame.ts";
import type { Random } from "../random.ts";
import type { ConsistencyChecker } from "./consistency-checker.ts";

/** Commands in flight at once: enough for a kill to find some before and some after their commit. */
const WINDOW = 4;
/** Maximum milliseconds between a command's event and the next command. */
const MAX_PAUSE_MS = 12;
/** Maximum milliseconds until the next attempt. Without backoff, so that a kill finds everyone back soon. */
const MAX_RETRY_MS = 20;
/** Events between two acks: a tenth of what the room allows (P3.8). */
const ACK_EVENTS = 100;
/** The share of commands that are reactions to an own message, which are stored in the other table. */
const REACTIONS = 0.2;
/** Fewer than a message holds. */
const EMOJI = ["👍", "🎉", "😀", "🌻", "🚲"];

interface Sent {
  readonly frame: string;
  /** Whether it can leave no record, so that nothing may follow it before its answer (P3.34). */
  readonly mayChangeNothing: boolean;
}

/**
 * A v1 client directly on the wire, so that the test proves the room's behavior and not a library's. It writes
 * continuously, reconnects with `since` and its token, and resends unacknowledged commands in order under the same ids.
 */
export class Writer {
  readonly name: string;
  readonly #url: string;
  readonly #random: Random;
  readonly #checker: ConsistencyChecker;
  /** The ids of all commands, in the order in which they were first sent. */
  readonly sent: string[] = [];
  /** The ids of reactions that were acknowledged without an event of their own: they changed nothing (P3.14). */
  readonly unchanged = new Set<string>();
  /** Sent and not yet received back, in order. */
  readonly #pending = new Map<string, Sent>();
  readonly #own: number[] = [];
  #socket: WebSocket | undefined;
  #phase: "away" | "entering" | "live" = "away";
  #work: "writing" | "finishing" | "stopped" = "writing";
  #pause: NodeJS.Timeout | undefined;
  #token: string | undefined;
  /** Replaces the token if a kill takes the first welcome (P8.15). */
  readonly #nonce = randomUUID();
  #epoch = "";
  #position = 0;
  /** The newest event that any client had received when this connection sent its hello. */
  #newestBefore = 0;
  /** Whether this connection started with a reset instead of the missed events. */
  #isReset = false;
  #received = 0;
  #acknowledged = 0;
  uid = "";
  /** How often the room reset it. */
  resets = 0;
  /** Errors from the room, by code; none is expected. */
  readonly refusals: string[] = [];
  /** Commands that were stored although the connection broke before their event arrived. */
  storedUnseen = 0;

  constructor(name: string, url: string, random: Random, checker: ConsistencyChecker) {
    this.name = name;
    this.#url = url;
    this.#random = random;
    this.#checker = checker;
    this.#connect();
  }

  get isLive(): boolean {
    return this.#phase === "live";
  }

  /** Commands in flight: sent on this connection, without an event yet. */
  get inFlight(): number {
    return this.isLive ? this.#pending.size : 0;
  }

  get position(): number {
    return this.#position;
  }

  /** Whether everything it sent is stored, as far as it knows. */
  get isDone(): boolean {
    return this.isLive && this.#pending.size === 0;
  }

  /** Stops writing new commands. */
  finish(): void {
    this.#work = "finishing";
  }

  close(): void {
    this.#work = "stopped";
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
      this.#newestBefore = this.#checker.newest;
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
      if (this.#work === "stopped") return;
      this.#pause = setTimeout(() => this.#connect(), this.#random.between(0, MAX_RETRY_MS));
    });
  }

  #take(object: ServerObject): void {
    switch (object.type) {
      case "welcome":
        this.#checker.welcomed(this.name, object.epoch, object.head, this.#newestBefore);
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
      case "preview":
        this.#event(object);
        return;
      case "ack":
        // The replay has already reported it, unless a reset replaced the replay.
        if (this.#pending.get(object.id)?.mayChangeNothing) {
          this.unchanged.add(object.id);
          if (this.isLive) this.#writeSoon();
        }
        this.#pending.delete(object.id);
        return;
      case "error":
        this.refusals.push(object.code);
        // Then it is lost, which the final comparison reports; the others continue.
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
    if (!this.#isReset) this.#checker.caughtUp(this.name, this.#position, head);
    this.#phase = "live";
    this.#position = head;
    this.#acknowledged = head;
    this.#send(Array.from(this.#pending.values(), ({ frame }) => frame));
    this.#write();
  }

  #event(event: LogEvent): void {
    this.#checker.saw(this.name, this.#position, event);
    this.#position = event.seq;
    if (event.uid === this.uid && this.#pending.delete(event.id)) {
      if (event.type === "message") this.#own.push(event.seq);
      if (this.isLive) this.#writeSoon();
      else this.storedUnseen += 1;
    }
    if (this.#position - this.#acknowledged < ACK_EVENTS) return;
    this.#acknowledged = this.#position;
    this.#socket?.send(JSON.stringify({ type: "ack", seq: this.#position, received: this.#received }));
  }

  #writeSoon(): void {
    this.#pause = setTimeout(() => this.#write(), this.#random.between(0, MAX_PAUSE_MS));
  }

  /** Fills the window of commands in flight, up to one that may change nothing. */
  #write(): void {
    const frames: string[] = [];
    while (this.isLive && this.#work === "writing" && this.#pending.size < WINDOW) {
      if ([...this.#pending.values()].some(({ mayChangeNothing }) => mayChangeNothing)) break;
      const id = `${this.name}-${this.sent.length}`;
      const command = this.#nextCommand(id);
      const frame = JSON.stringify({ id, ...command });
      this.sent.push(id);
      this.#pending.set(id, { frame, mayChangeNothing: command.type === "reaction" });
      frames.push(frame);
    }
    this.#send(frames);
  }

  /** Sends commands as one frame (P3.21), so that a kill can fall between them. */
  #send(commands: readonly string[]): void {
    if (commands.length > 0) this.#socket?.send(commands.length === 1 ? commands.join() : `[${commands.join()}]`);
  }

  #nextCommand(id: string): { readonly type: string } & JsonObject {
    if (this.#own.length === 0 || !this.#random.chance(REACTIONS)) return { type: "message", message: `this is ${id}` };
    const target = this.#random.pick(this.#own.slice(-EMOJI.length));
    return { type: "reaction", target, emoji: this.#random.pick(EMOJI), on: this.#random.chance(0.7) };
  }
}
