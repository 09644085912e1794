import type { Position } from "../protocol/commands.ts";
import type { LogEvent } from "../protocol/events.ts";
import { parseServerFrame, type ServerObject, type UnknownEvent } from "../protocol/server-frame.ts";
import type { ReadyObject, ResetObject, ServerError, SignalObject, WelcomeObject } from "../protocol/server-objects.ts";
import { AckTracker } from "./ack-tracker.ts";
import type { Emitter } from "./emitter.ts";
import type { Outbox } from "./outbox.ts";
import type { PersistedState } from "./persisted-state.ts";
import type { Requests } from "./requests.ts";
import { RoomError } from "./room-error.ts";
import type { RoomEvents } from "./room-events.ts";
import type { StateModel } from "./state-model.ts";

/** What a session works on. */
export interface SessionPorts {
  readonly model: StateModel;
  readonly outbox: Outbox;
  readonly orders: Requests;
  readonly vault: PersistedState;
  readonly events: Emitter<RoomEvents>;
  readonly send: (frame: string) => void;
  /** What this socket says can not be relied on: leave it, and resume on another one. */
  readonly resume: () => void;
  /** The room does not take the name of the hello. */
  readonly nameRefused: (error: RoomError) => void;
  /** The room told all that was missed. */
  readonly entered: () => void;
}

/** Codes of a hello that can be said again under another name (P3.1, P8.10). */
const NAME_ERRORS: ReadonlySet<string> = new Set(["bad_username", "name_taken"]);

/** What is said first on a socket (P3.1). */
export interface Hello {
  readonly username: string | undefined;
  readonly token: string | undefined;
  /** The secret of an invitation (P9.7). */
  readonly invite: string | undefined;
  /** Whether the application gave the token, and not the room. */
  readonly isBrought: boolean;
  /** Who we are to be while there is no token (P8.15). */
  readonly nonce: string | undefined;
}

/**
 * The conversation on one socket: hello, what was missed, and then what happens (P3.4). A new socket is a new session.
 */
export class RoomSession {
  readonly #ports: SessionPorts;
  readonly #hello: Hello;
  #token: string | undefined;
  readonly #since: Position | undefined;
  readonly #flow = new AckTracker();
  #phase: "greeting" | "catching-up" | "live" | "over" = "greeting";
  /** The room's log as it was when we came in: which one, its newest event, and the oldest that is kept. */
  #welcome = { epoch: "", head: 0, oldest: 0 };
  #lastWord: RoomError | undefined;

  /** Says hello. */
  constructor(hello: Hello, ports: SessionPorts) {
    const { invite, nonce, token, username } = hello;
    this.#ports = ports;
    this.#hello = hello;
    this.#token = token;
    this.#since = ports.model.log.position;
    // What is `undefined` does not travel.
    ports.send(JSON.stringify({ type: "hello", v: 1, username, token, nonce, invite, since: this.#since }));
  }

  /** The token that was said, and from the welcome on the one that came with it. */
  get token(): string | undefined {
    return this.#token;
  }

  /** What the room said last, where that was an error of no command: why it closes the socket, if it does (P9.5). */
  get lastWord(): RoomError | undefined {
    return this.#lastWord;
  }

  get isLive(): boolean {
    return this.#phase === "live";
  }

  /** The socket is gone, and so is what is left of the frame that is being read. */
  end(): void {
    this.#phase = "over";
  }

  /** Takes a frame of the room. */
  receive(frame: string): void {
    this.#flow.frame(frame);
    for (const object of parseServerFrame(frame)) this.#take(object);
    const { position } = this.#ports.model.log;
    if (position === undefined || !this.isLive) return;
    const ack = this.#flow.due(position.seq);
    if (ack !== undefined) this.#ports.send(JSON.stringify(ack));
  }

  #take(object: ServerObject): void {
    if (this.#phase === "over") return;
    this.#lastWord = undefined;
    if (this.#phase === "greeting") {
      if (object.type === "welcome") this.#welcomed(object);
      if (object.type === "error") this.#refused(object);
      return;
    }
    switch (object.type) {
      case "welcome":
        return;
      case "reset":
        this.#reset(object);
        return;
      case "ready":
        this.#ready(object);
        return;
      case "message":
      case "edit":
      case "delete":
      case "reaction":
      case "notice":
      case "unknown":
        this.#event(object);
        return;
      case "presence":
      case "typing":
      case "cast":
      case "room":
      case "self":
        this.#signal(object);
        return;
      case "done":
      case "list":
        this.#ports.orders.answered(object);
        return;
      case "ack":
        this.#stored({ ...object, uid: this.#ports.model.self?.uid ?? "" });
        return;
      case "error":
        this.#refused(object);
        return;
    }
  }

  #welcomed(welcome: WelcomeObject): void {
    const { model, vault } = this.#ports;
    const { count, epoch, head, limits, members, mutedUntil, oldest, role, token, uid, username } = welcome;
    const known = vault.identity;
    if (this.#hello.token === undefined && known !== undefined && known.uid !== uid) {
      // Another tab came in while we did, and both were taken for strangers: be one person, the one that came first.
      this.#ports.resume();
      return;
    }
    this.#token = token;
    const identity = { uid, token, username };
    // The room makes its own tokens anew each time. One that it gives back is its application's, and an empty one a gateway's.
    if (token === "" || (this.#hello.isBrought && token === this.#hello.token)) vault.brought = identity;
    else vault.identity = identity;
    vault.forgetNonce();
    model.self = { ...members.find((member) => member.uid === uid), uid, username, role };
    model.limits = limits;
    model.standing.room(welcome);
    model.standing.self(role, mutedUntil);
    model.people.welcome(members, count);
    // In another log our position says nothing, and without one nothing applies until the reset that has to follow.
    if (this.#since?.epoch !== epoch) model.log.forgetPosition();
    this.#welcome = { epoch, head, oldest };
    this.#phase = "catching-up";
  }

  /** P3.4. */
  #reset({ messages, reason }: ResetObject): void {
    if (this.#phase !== "catching-up") return;
    const { events, model } = this.#ports;
    const { epoch, head, oldest } = this.#welcome;
    model.log.reset({ epoch, seq: head }, messages, oldest);
    model.touch();
    // What we said before the connection broke may be among them.
    for (const message of messages) this.#stored(message);
    events.emit("reset", { reason });
  }

  #ready({ seq }: ReadyObject): void {
    if (this.#phase !== "catching-up") return;
    const { model, outbox } = this.#ports;
    const position = model.log.position;
    if (position === undefined || position.seq < seq) {
      this.#ports.resume();
      return;
    }
    this.#phase = "live";
    this.#ports.entered();
    if (model.self !== undefined) outbox.open(model.self.uid);
    this.#ports.orders.open();
  }

  /** P4.2. */
  #event(event: LogEvent | UnknownEvent): void {
    const { events, model } = this.#ports;
    const taken = model.log.take(event);
    if (taken === "hole") {
      this.#ports.resume();
      return;
    }
    if (taken === "old") return;
    this.#flow.event();
    model.touch();
    if (event.type === "unknown") return;
    if (event.type === "message") model.people.stoppedTyping(event.uid);
    // What we missed tells of names that are older than those of the welcome.
    if (event.type === "notice" && this.isLive) this.#renamed(event.uid, event.username);
    this.#stored(event);
    events.emit("event", event);
  }

  #renamed(uid: string, username: string): void {
    const { model, vault } = this.#ports;
    model.people.renamed(uid, username);
    if (model.self?.uid !== uid) return;
    model.self = { ...model.self, username };
    const { brought, identity } = vault;
    if (brought?.uid === uid) vault.brought = { ...brought, username };
    else if (identity?.uid === uid) vault.identity = { ...identity, username };
  }

  #stored(event: { readonly uid: string; readonly id: string; readonly seq: number }): void {
    const { model, outbox } = this.#ports;
    if (model.self !== undefined) outbox.stored(event, model.self.uid);
  }

  /** P3.6. */
  #signal(signal: SignalObject): void {
    const { events, model } = this.#ports;
    switch (signal.type) {
      case "presence":
        model.people.presence(signal);
        model.touch();
        events.emit("presence", signal);
        return;
      case "typing":
        if (signal.uid === model.self?.uid) return;
        model.people.isTyping(signal.uid);
        model.touch();
        events.emit("typing", signal);
        return;
      case "cast":
        events.emit("cast", signal);
        return;
      case "room":
        model.standing.room(signal);
        model.touch();
        return;
      case "self":
        if (model.self !== undefined) model.self = { ...model.self, role: signal.role };
        model.standing.self(signal.role, signal.mutedUntil);
        return;
    }
  }

  #refused({ code, id, message, retryAfter }: ServerError): void {
    const { events, model, orders, outbox } = this.#ports;
    const error = new RoomError(code, message, { retryAfter });
    // Where the clocks differ, this is how we come to know.
    if (code === "muted" && retryAfter !== undefined) {
      model.standing.muteFor(retryAfter);
      model.touch();
    }
    if (id !== undefined && (outbox.refused(id, error) || orders.refused(id, error))) return;
    if (this.#phase === "greeting" && NAME_ERRORS.has(code)) {
      this.#ports.nameRefused(error);
      return;
    }
    if (id === undefined) this.#lastWord = error;
    events.emit("error", error);
    if (code === "bad_since") model.log.forgetPosition();
    // Whoever was not let in, for nothing that was wrong with the hello, says it again on another socket.
    if (code === "bad_since" || (code === "internal" && this.#phase === "greeting")) this.#ports.resume();
  }
}
