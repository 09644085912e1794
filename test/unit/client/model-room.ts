import type { SocketLike } from "../../../src/client/socket-like.ts";
import type { Command, LogCommand } from "../../../src/protocol/commands.ts";
import type { ChangeEvent, LogEvent, Message, MessageEvent } from "../../../src/protocol/events.ts";
import { applyChange } from "../../../src/protocol/fold.ts";
import { errorObject } from "../../../src/protocol/frame.ts";
import { announce, DEFAULT_LIMITS } from "../../../src/protocol/limits.ts";
import { OPEN_ROOM } from "../../../src/protocol/moderation.ts";
import { parseV1Frame } from "../../../src/protocol/parse-v1.ts";
import type { V1Object } from "../../../src/protocol/server-objects.ts";
import type { FakeClock } from "../../support/fake-clock.ts";

const EPOCH = "epoch-1";
/** Small, so that short losses end in a reset as well. */
const RESUME_EVENTS = 40;
const RESET_MESSAGES = 20;

/** What can go wrong, each with its chance. */
export interface Faults {
  /** A frame, of either side, takes the connection with it. */
  cut: number;
  /** A cut is not told to the client: it has to find out. */
  silent: number;
  /** The room fails to take a command. */
  internal: number;
  /** Milliseconds that a frame takes, at most. */
  delay: number;
}

interface Link {
  up: boolean;
  live: boolean;
  uid: string;
  deliver(data: string): void;
}

/** A room as the protocol promises one, behind a network that promises nothing. */
export class ModelRoom {
  readonly faults: Faults;
  readonly events: LogEvent[] = [];
  /** How often something went wrong. */
  cuts = 0;
  readonly #clock: FakeClock;
  readonly #random: () => number;
  readonly #links = new Set<Link>();
  #people = 0;

  constructor(clock: FakeClock, random: () => number, faults: Faults) {
    this.#clock = clock;
    this.#random = random;
    this.faults = faults;
  }

  get head(): number {
    return this.events.length;
  }

  /** Every message in its present state, folded from the first event. */
  get messages(): Message[] {
    const messages = new Map<number, Message>();
    for (const event of this.events) {
      if (event.type === "message") messages.set(event.seq, event);
      else if (event.type !== "notice") fold(messages, event);
    }
    return [...messages.values()];
  }

  /** The constructor of sockets that lead here. */
  get Socket(): new () => SocketLike {
    const connect = (socket: SocketLike & Ears) => this.#connect(socket);
    return class extends Ears {
      readonly #wire = connect(this);
      send(data: string) {
        this.#wire.send(data);
      }
      close() {
        this.#wire.close();
      }
    };
  }

  #connect(ears: Ears) {
    const link: Link = { up: true, live: false, uid: "", deliver: () => {} };
    // Each direction keeps its order: a frame comes no earlier than the one before it.
    const lane = () => {
      let free = 0;
      return (run: () => void) => {
        const { cut, delay, silent } = this.faults;
        free = Math.max(free, this.#clock.now() + this.#random() * delay);
        const breaks = this.#random() < cut;
        const isSilent = breaks && this.#random() < silent;
        this.#clock.after(free - this.#clock.now(), () => {
          if (!link.up) return;
          if (!breaks) {
            run();
            return;
          }
          this.cuts += 1;
          this.#unlink(link);
          if (!isSilent) ears.closed();
        });
      };
    };
    const toClient = lane();
    const toRoom = lane();
    link.deliver = (data) => toClient(() => ears.message(data));
    toClient(() => {
      this.#links.add(link);
      ears.opened();
    });
    return {
      send: (data: string) => toRoom(() => this.#receive(link, data)),
      close: () => this.#unlink(link),
    };
  }

  #unlink(link: Link): void {
    link.up = false;
    this.#links.delete(link);
  }

  #receive(link: Link, data: string): void {
    if (data === "ping") {
      link.deliver("pong");
      return;
    }
    let fails = false;
    for (const read of parseV1Frame(data, DEFAULT_LIMITS)) {
      if (!read.ok) throw new Error(`the client sent what no room takes: ${data}`);
      const command = read.value;
      if (command.type === "hello") this.#hello(link, command.token, command.since?.seq);
      else if (isForLog(command)) {
        // One that fails stops its frame (P3.40).
        fails ||= this.#random() < this.faults.internal;
        this.#log(link, command, fails);
      }
    }
  }

  #hello(link: Link, token: string | undefined, since: number | undefined): void {
    link.uid = token ?? `uid-${++this.#people}`;
    link.live = true;
    const welcome = {
      type: "welcome",
      room: "lobby",
      epoch: EPOCH,
      head: this.head,
      oldest: 1,
      uid: link.uid,
      username: link.uid,
      role: "guest",
      settings: OPEN_ROOM,
      pinned: [],
      token: link.uid,
      members: [],
      count: 1,
      limits: announce(DEFAULT_LIMITS),
    } as const;
    const behind = since === undefined || this.head - since > RESUME_EVENTS;
    const reason = since === undefined ? "new" : "behind";
    const missed: V1Object[] = behind
      ? [{ type: "reset", reason, messages: this.messages.slice(-RESET_MESSAGES) }]
      : this.events.slice(since);
    // In several frames, so that a loss can fall between them.
    link.deliver(JSON.stringify([welcome]));
    for (const object of missed) link.deliver(JSON.stringify([object]));
    link.deliver(JSON.stringify([{ type: "ready", seq: this.head }]));
  }

  #log(link: Link, command: LogCommand, fails: boolean): void {
    const id = command.id ?? "";
    const known = this.events.find((event) => event.uid === link.uid && event.id === id);
    if (known !== undefined) {
      link.deliver(JSON.stringify([{ type: "ack", id, seq: known.seq, dup: true }]));
      return;
    }
    if (fails) {
      link.deliver(JSON.stringify([errorObject("internal", id)]));
      return;
    }
    const stamp = { seq: this.head + 1, at: this.#clock.now(), uid: link.uid, id };
    this.events.push(eventOf(command, stamp));
    for (const other of this.#links) if (other.live) other.deliver(JSON.stringify([this.events.at(-1)]));
  }
}

function isForLog(command: Command): command is LogCommand {
  return ["message", "edit", "delete", "reaction", "rename"].includes(command.type);
}

type Stamp = Pick<MessageEvent, "seq" | "at" | "uid" | "id">;

function eventOf(command: LogCommand, stamp: Stamp): LogEvent {
  switch (command.type) {
    case "message":
      return { type: "message", ...stamp, username: stamp.uid, message: command.message };
    case "rename":
      return { type: "notice", notice: "rename", ...stamp, username: command.username, previous: "" };
    case "edit":
    case "delete":
    case "reaction":
      return { ...command, ...stamp };
  }
}

function fold(messages: Map<number, Message>, change: Exclude<ChangeEvent, { type: "notice" }>): void {
  const message = messages.get(change.target);
  if (message !== undefined) messages.set(change.target, applyChange(message, change));
}

/** What a client listens to. */
class Ears {
  opened = () => {};
  message: (data: string) => void = () => {};
  closed = () => {};

  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { readonly code: number; readonly reason: string }) => void): void;
  addEventListener(...[type, listener]: Listening): void {
    if (type === "open") this.opened = listener;
    if (type === "message") this.message = (data) => listener({ data });
    if (type === "close") this.closed = () => listener({ code: 1006, reason: "" });
  }
}

type Listening =
  | [type: "open" | "error", listener: () => void]
  | [type: "message", listener: (event: { readonly data: unknown }) => void]
  | [type: "close", listener: (event: { readonly code: number; readonly reason: string }) => void];
