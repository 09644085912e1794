import type { ChallengeAnswer } from "../protocol/challenge-answer.ts";
import type { Position } from "../protocol/commands.ts";
import { parseServerFrame, type ServerObject, type UnknownEvent } from "../protocol/server-frame.ts";
import type { ReaderObject, ReadyObject, ResetObject, ServerError, WelcomeObject } from "../protocol/server-objects.ts";
import { AckTracker } from "./ack-tracker.ts";
import type { Connection } from "./connection.ts";
import type { Entrance } from "./entrance.ts";
import type { Identity } from "./identity.ts";
import { fromWire, type LogEvent } from "./message.ts";
import type { Outbox } from "./outbox.ts";
import type { Requests } from "./requests.ts";
import { RoomError } from "./room-error.ts";
import type { StateModel } from "./state-model.ts";
import { takeSignal } from "./take-signal.ts";

/** The parts of a client that a session works with. */
export interface SessionPorts {
  readonly model: StateModel;
  readonly outbox: Outbox;
  /** The requests, if there have been any. */
  readonly requests: () => Requests | undefined;
  readonly identity: Identity;
  /** To drop it means to resume on another one. */
  readonly connection: Pick<Connection, "send" | "drop" | "markStable" | "binary">;
  /** The answer to the challenge of an earlier `hello` (P10.1). */
  readonly answer: () => ChallengeAnswer | undefined;
  /** The call of `enter` in progress. */
  readonly entrance: () => Entrance | undefined;
  /** The server asks for an answer before it lets us in (P10.1). */
  readonly challenged: (challenge: unknown, error: RoomError) => void;
  /** The server rejected the name of the `hello`. */
  readonly nameRejected: (error: RoomError) => void;
}

/** Errors after which `hello` can be sent again with another name (P3.1, P8.10). */
const NAME_ERRORS: ReadonlySet<string> = new Set(["bad_username", "blocked_word", "name_taken"]);

const utf8 = new TextDecoder();

/** The conversation on one socket: `hello`, the missed events, then live events (P3.4). Each socket gets a new session. */
export class RoomSession {
  readonly #ports: SessionPorts;
  #since: Position | undefined;
  readonly #ackTracker = new AckTracker();
  #phase: "greeting" | "catching-up" | "live" | "over" = "greeting";
  /** A reader has sent the `hello` of a person on this socket (P3.37). */
  #isEntering = false;
  /** The room's log at the time of the welcome: its epoch, its newest event, and its oldest. */
  #welcome = { epoch: "", head: 0, oldest: 0 };
  #lastError: RoomError | undefined;

  /** Sends `hello`. */
  constructor(ports: SessionPorts) {
    this.#ports = ports;
    const { model } = ports;
    this.#since = model.log.position;
    this.#hello(model.isReader ? { readOnly: true } : ports.identity.next());
  }

  /** Makes a reader a person (P3.37). Until a reader is live, this does nothing: entering follows once it is. */
  enter(): void {
    const { identity, model } = this.#ports;
    if (this.#phase !== "live" || !model.isReader) return;
    this.#isEntering = true;
    const credentials = identity.next();
    // A user from before may see more than a reader, so the log starts over.
    this.#since = credentials.token === undefined ? model.log.position : undefined;
    this.#hello(credentials);
  }

  #hello(who: object): void {
    const { answer, connection } = this.#ports;
    // `JSON.stringify` leaves out fields that are `undefined`.
    const hello = {
      type: "hello",
      v: 1,
      binary: connection.binary,
      compact: true,
      challenge: answer(),
      since: this.#since,
      ...who,
    };
    connection.send(JSON.stringify(hello));
  }

  /** The last object, if it was an error that belongs to no command: the reason if the server then closes (P9.5). */
  get lastError(): RoomError | undefined {
    return this.#lastError;
  }

  /** Whether commands can be sent. */
  get isLive(): boolean {
    return this.#phase === "live" && !this.#ports.model.isReader;
  }

  /** Ignores everything from now on, including the rest of the current frame. */
  end(): void {
    this.#phase = "over";
  }

  receive(frame: string | ArrayBuffer): void {
    const isText = typeof frame === "string";
    this.#ackTracker.frame(isText ? frame.length : frame.byteLength);
    for (const object of parseServerFrame(isText ? frame : utf8.decode(frame))) this.#take(object);
    const { limits, log } = this.#ports.model;
    if (log.position === undefined || limits === undefined || this.#phase !== "live") return;
    const ack = this.#ackTracker.due(log.position.seq, limits.lag);
    if (ack !== undefined) this.#ports.connection.send(JSON.stringify(ack));
  }

  #take(object: ServerObject): void {
    if (this.#phase === "over") return;
    this.#lastError = undefined;
    if (this.#phase === "greeting") {
      if (object.type === "welcome") this.#welcomed(object);
      if (object.type === "reader") this.#admitted(object);
      if (object.type === "error") this.#rejected(object);
      return;
    }
    switch (object.type) {
      case "welcome":
        if (this.#isEntering) this.#welcomed(object);
        return;
      case "reader":
        return;
      case "reset":
        this.#reset(object);
        return;
      case "ready":
        this.#ready(object);
        return;
      case "message":
        this.#event(fromWire(object));
        return;
      case "edit":
      case "delete":
      case "reaction":
      case "notice":
      case "preview":
      case "unknown":
        this.#event(object);
        return;
      case "done":
      case "list":
        this.#ports.requests()?.answered(object);
        return;
      case "ack":
        this.#stored({ ...object, uid: this.#ports.model.self?.uid ?? "" });
        return;
      case "error":
        this.#rejected(object);
        return;
      default:
        takeSignal(object, this.#ports);
    }
  }

  #welcomed(welcome: WelcomeObject): void {
    const { connection, identity, model } = this.#ports;
    const { members, mutedUntil, read, role, uid, username } = welcome;
    if (!identity.welcomed(welcome)) {
      connection.drop();
      return;
    }
    model.isReader = false;
    model.self = { ...members.find((member) => member.uid === uid), uid, username, role };
    model.roomSettings.setSelf(role, mutedUntil);
    model.readTo = read;
    model.blocks.welcome(welcome.blocked);
    this.#admitted(welcome);
  }

  /** The room lets us in, as a person or as a reader. */
  #admitted(room: WelcomeObject | ReaderObject): void {
    const { model } = this.#ports;
    const { epoch, head, oldest } = room;
    model.limits = room.limits;
    model.roomSettings.setRoom(room);
    model.members.welcome(room);
    // In another log our position means nothing, and without one no event applies until the reset, which must follow.
    if (this.#since?.epoch !== epoch) model.log.forgetPosition();
    this.#welcome = { epoch, head, oldest };
    this.#phase = "catching-up";
  }

  /** P3.4. */
  #reset({ messages, reason }: ResetObject): void {
    if (this.#phase !== "catching-up") return;
    const { model } = this.#ports;
    const { epoch, head, oldest } = this.#welcome;
    model.log.reset({ epoch, seq: head }, messages.map(fromWire), oldest);
    model.touch();
    // Messages that we sent before the connection was lost may be among them.
    for (const message of messages) this.#stored(message);
    model.events.emit("reset", { reason });
  }

  #ready({ seq }: ReadyObject): void {
    if (this.#phase !== "catching-up") return;
    const { connection, entrance, identity, model, outbox, requests } = this.#ports;
    const position = model.log.position;
    if (position === undefined || position.seq < seq) {
      connection.drop();
      return;
    }
    this.#phase = "live";
    connection.markStable();
    model.status = { state: "online" };
    if (model.isReader) {
      if (entrance() !== undefined) this.enter();
      return;
    }
    identity.accepted();
    if (model.self !== undefined && model.limits !== undefined) outbox.open(model.self.uid, model.limits.frame);
    requests()?.open();
    entrance()?.entered(this.#isEntering);
    this.#isEntering = false;
  }

  /** P4.2. */
  #event(event: LogEvent | UnknownEvent): void {
    const { connection, model } = this.#ports;
    const taken = model.log.take(event);
    if (taken === "hole") {
      connection.drop();
      return;
    }
    if (taken === "old") return;
    this.#ackTracker.event();
    model.touch();
    if (event.type === "unknown") return;
    if (event.type === "message" || event.type === "edit") model.members.stoppedTyping(event.uid);
    // While catching up, renames are older than the names in the welcome.
    if (event.type === "notice" && this.#phase === "live") this.#renamed(event.uid, event.username);
    this.#stored(event);
    model.events.emit("event", event);
  }

  #renamed(uid: string, username: string): void {
    const { identity, model } = this.#ports;
    model.members.renamed(uid, username);
    if (model.self?.uid !== uid) return;
    model.self = { ...model.self, username };
    identity.renamed(uid, username);
  }

  #stored(event: { readonly uid: string; readonly id: string; readonly seq: number }): void {
    const { model, outbox } = this.#ports;
    if (model.self !== undefined) outbox.stored(event, model.self.uid);
  }

  #rejected({ challenge, code, id, message, reason, retryAfter }: ServerError): void {
    const { challenged, connection, entrance, identity, model, nameRejected, outbox, requests } = this.#ports;
    const error = new RoomError(code, message, { reason, retryAfter });
    // Our clock may be wrong about when the mute ends; `retryAfter` isn't.
    if (code === "muted" && retryAfter !== undefined) {
      model.roomSettings.muteFor(retryAfter);
      model.touch();
    }
    if (id !== undefined && (outbox.rejected(id, error) || requests()?.rejected(id, error))) return;
    const isGreeting = this.#phase === "greeting" || this.#isEntering;
    if (isGreeting && challenge !== undefined) {
      challenged(challenge, error);
      return;
    }
    if (isGreeting && code === "bad_token" && identity.forgetGuest()) {
      connection.drop();
      return;
    }
    if (id === undefined) this.#lastError = error;
    if (this.#isEntering && id === undefined && code !== "bad_since") {
      this.#isEntering = false;
      entrance()?.failed(error);
      return;
    }
    if (isGreeting && NAME_ERRORS.has(code)) {
      nameRejected(error);
      return;
    }
    model.events.emit("error", error);
    if (code === "bad_since") model.log.forgetPosition();
    // If `hello` failed for a temporary reason, it is sent again on another socket.
    const isTemporary = code === "internal" || code === "challenge_unavailable";
    if (code === "bad_since" || (isTemporary && isGreeting)) connection.drop();
  }
}
