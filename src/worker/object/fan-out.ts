import type { CloseCode } from "../../protocol/close-codes.ts";
import type { AckCommand } from "../../protocol/commands.ts";
import type { LogEvent } from "../../protocol/events.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { MAX_LAG_EVENTS, MAX_LAG_LENGTH, MAX_UNHEARD_LENGTH } from "../../protocol/limits.ts";
import type { PlainObject, V1Object } from "../../protocol/server-objects.ts";
import type { Forms } from "../../room/model/effects.ts";
import { isPresent, type Session, type SessionId } from "../../room/model/session.ts";
import { markClosed, persistSession } from "./attachment.ts";
import { framesFor, hiddenObject, type Outgoing, onlyTo, outgoingOf, type Variants } from "./audience.ts";

/** Maximum length of a batched frame, in UTF-16 units. Parsing it does not stall a phone. */
const MAX_FRAME_LENGTH = 64 * 1024;

/**
 * Events after which an acknowledgement is persisted for hibernation again. Persisting is the expensive part of an
 * acknowledgement. A room that wakes may overestimate a reader's lag by this much.
 */
const PERSIST_ACK_EVERY = MAX_LAG_EVENTS / 2;

/**
 * UTF-16 units that one flush may send to all sockets together. The platform keeps a copy per socket, and half of an
 * object's 128 MB must stay free.
 */
const MAX_COPIED_LENGTH = 64 * 1024 * 1024;

/** A socket and its reader's lag (P3.8). */
interface Connection {
  readonly socket: WebSocket;
  session: Session;
  /** UTF-16 units of frames sent since the object woke. */
  sent: number;
  /** How many of those the client has acknowledged; in the plain dialect, `sent` at its last sign of life. */
  received: number;
  /** The newest event that the client acknowledged. */
  acked: number;
  /** `acked` as persisted in the attachment. */
  persistedAck: number;
  /** Last sign of life, in milliseconds since 1970; plain dialect only. */
  heardAt: number;
  /** UTF-16 units received before the object woke; undefined until the first acknowledgement after that. */
  base: number | undefined;
}

/**
 * The sockets of a room, and the sending of objects to them. A broadcast is serialized once per dialect and batched until
 * `flush`, so that a burst costs a v1 socket one frame however many objects it holds.
 */
export class FanOut {
  readonly #connections = new Map<SessionId, Connection>();
  readonly #bySocket = new Map<WebSocket, Connection>();
  /** Present connections by dialect, so that an object of one dialect costs the other nothing. */
  readonly #present = { plain: new Set<Connection>(), v1: new Set<Connection>() };
  /** Pending broadcasts, in order: JSON for v1 sockets, whole frames for plain ones. */
  #v1: Outgoing[] = [];
  #plain: Outgoing[] = [];
  /** The newest event among the pending broadcasts. */
  #head = 0;
  /** Pending replies, sent after the broadcasts. */
  readonly #replies = new Map<Connection, (PlainObject | V1Object)[]>();
  /** Sessions whose lag exceeds the limit. */
  #lagging: SessionId[] = [];
  readonly #lastPing: (socket: WebSocket) => number | undefined;

  /** @param lastPing when a socket last sent `ping`, in milliseconds since 1970, if it ever did */
  constructor(lastPing: (socket: WebSocket) => number | undefined) {
    this.#lastPing = lastPing;
  }

  /**
   * @param base UTF-16 units that the socket's client received before; `undefined` if that is unknown
   * @param acked the newest event that its client acknowledged
   */
  add(session: Session, socket: WebSocket, base: number | undefined, acked = 0): void {
    const connection: Connection = {
      socket,
      session,
      sent: 0,
      received: 0,
      acked,
      persistedAck: acked,
      heardAt: 0,
      base,
    };
    this.#connections.set(session.id, connection);
    this.#bySocket.set(socket, connection);
    if (isPresent(session)) this.#present[session.dialect].add(connection);
  }

  remove(id: SessionId): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    this.#connections.delete(id);
    this.#bySocket.delete(connection.socket);
    this.#present[connection.session.dialect].delete(connection);
    this.#replies.delete(connection);
  }

  /** UTF-16 units that one flush may send to each socket. */
  get capacity(): number {
    return MAX_COPIED_LENGTH / Math.max(this.#connections.size, 1);
  }

  /** The sockets of the room. */
  get sockets(): readonly WebSocket[] {
    return [...this.#bySocket.keys()];
  }

  get(id: SessionId): WebSocket | undefined {
    return this.#connections.get(id)?.socket;
  }

  /** Session of a socket. */
  sessionOf(socket: WebSocket): Session | undefined {
    return this.#bySocket.get(socket)?.session;
  }

  /**
   * A session changed; it is kept beside its socket as well.
   *
   * @param head the newest event that the client has, if it has just said hello
   */
  update(session: Session, head?: number): void {
    const connection = this.#connections.get(session.id);
    if (connection === undefined) return;
    // A joining session must not receive broadcasts from before it joined.
    if (!isPresent(connection.session)) this.#send();
    connection.session = session;
    if (isPresent(session)) this.#present[session.dialect].add(connection);
    connection.acked = head ?? connection.acked;
    this.#persist(connection);
  }

  /** Closes the socket of a session that the room ended. */
  close(id: SessionId, code: CloseCode): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    this.#send();
    this.remove(id);
    markClosed(connection.socket);
    connection.socket.close(code);
  }

  /** Notes that a socket sent a frame. */
  heard(id: SessionId, now: number): void {
    const connection = this.#connections.get(id);
    if (connection?.session.dialect !== "plain") return;
    connection.received = connection.sent;
    connection.heardAt = now;
  }

  /**
   * A client says how far it has read (P3.8). It cannot have read more events than there are, nor received more than was sent.
   *
   * @param head the newest event of the log
   * @returns whether the socket is in the room
   */
  acknowledge(id: SessionId, { received, seq }: AckCommand, head: number): boolean {
    const connection = this.#connections.get(id);
    if (connection === undefined || !isPresent(connection.session)) return false;
    connection.acked = Math.max(connection.acked, Math.min(seq, head));
    if (connection.acked - connection.persistedAck >= PERSIST_ACK_EVERY) this.#persist(connection);
    if (received === undefined) return true;
    connection.base ??= received - connection.sent;
    const claimed = received - connection.base;
    if (claimed <= connection.sent) connection.received = Math.max(connection.received, claimed);
    return true;
  }

  #persist(connection: Connection): void {
    connection.persistedAck = connection.acked;
    persistSession(connection.socket, connection.session, connection.acked);
  }

  /** Sends to one socket, after earlier broadcasts. Errors wait for the end of the turn, so that many cost one frame. */
  reply(to: SessionId, objects: readonly (PlainObject | V1Object)[]): void {
    const connection = this.#connections.get(to);
    if (connection === undefined) return;
    const waiting = this.#replies.get(connection);
    if (waiting !== undefined) waiting.push(...objects);
    else if (this.#v1.length > 0 || this.#plain.length > 0 || objects.every(({ type }) => type === "error"))
      this.#replies.set(connection, [...objects]);
    else sendObjects(connection, objects);
  }

  /** Sends to all present sessions, in the form of their dialect. An absent form is sent to nobody of that dialect. */
  broadcast({ instead, plain, toModerators, v1 }: Forms & Variants): void {
    if (v1 !== undefined && this.#present.v1.size > 0) this.#v1.push(outgoingOf("v1", v1, { instead, toModerators }));
    if (plain !== undefined && this.#present.plain.size > 0) this.#plain.push(outgoingOf("plain", plain, { instead }));
    if (v1 !== undefined && "seq" in v1) this.#head = v1.seq;
  }

  /** Broadcasts an event that only one person and moderators may see, in the form for each audience (P9.9). */
  broadcastHidden(plain: PlainObject | undefined, v1: LogEvent, onlyFor: string): void {
    if (this.#present.v1.size > 0) this.#v1.push(hiddenObject(v1, onlyFor));
    if (plain !== undefined && this.#present.plain.size > 0) this.#plain.push(onlyTo(onlyFor, plain));
    this.#head = v1.seq;
  }

  /** Sends to all sockets of one person. */
  sendToUser(to: string, plain: JsonObject | undefined, v1: V1Object): void {
    if (this.#present.v1.size > 0) this.#v1.push(onlyTo(to, v1));
    if (plain !== undefined && this.#present.plain.size > 0) this.#plain.push(onlyTo(to, plain));
  }

  /**
   * Sends everything that is pending.
   *
   * @returns sessions whose lag exceeds the limit
   */
  flush(): SessionId[] {
    this.#send();
    const lagging = this.#lagging;
    this.#lagging = [];
    return lagging;
  }

  #send(): void {
    const outgoing = { plain: this.#plain, v1: this.#v1 };
    this.#plain = [];
    this.#v1 = [];
    for (const dialect of ["plain", "v1"] as const) {
      if (outgoing[dialect].length === 0) continue;
      const frames = framesFor(outgoing[dialect], dialect === "v1" ? framesOf : (objects) => [...objects]);
      for (const connection of this.#present[dialect]) {
        for (const frame of frames(connection.session)) send(connection, frame);
        if (this.#isLagging(connection, this.#head)) this.#lagging.push(connection.session.id);
      }
    }
    for (const [connection, objects] of this.#replies) sendObjects(connection, objects);
    this.#replies.clear();
  }

  #isLagging(connection: Connection, head: number): boolean {
    const { acked, received, sent, session, socket } = connection;
    if (session.dialect === "v1") {
      return isPresent(session) && (sent - received > MAX_LAG_LENGTH || head - acked > MAX_LAG_EVENTS);
    }
    if (sent - received <= MAX_UNHEARD_LENGTH) return false;
    // The platform answers pings itself, so ask it before treating this socket as dead.
    const ping = this.#lastPing(socket) ?? 0;
    if (ping <= connection.heardAt) return true;
    connection.heardAt = ping;
    connection.received = sent;
    return false;
  }
}

/** Packs serialized objects into as few frames as `MAX_FRAME_LENGTH` allows. */
function framesOf(objects: readonly string[]): string[] {
  const frames: string[] = [];
  let first = 0;
  let length = 0;
  for (const [index, object] of objects.entries()) {
    if (length > 0 && length + object.length > MAX_FRAME_LENGTH) {
      frames.push(`[${objects.slice(first, index).join(",")}]`);
      first = index;
      length = 0;
    }
    length += object.length;
  }
  if (length > 0) frames.push(`[${objects.slice(first).join(",")}]`);
  return frames;
}

/** Sends one frame to a v1 socket, or one frame per object to a plain one. */
function sendObjects(connection: Connection, objects: readonly (PlainObject | V1Object)[]): void {
  if (connection.session.dialect === "v1") send(connection, JSON.stringify(objects));
  else for (const object of objects) send(connection, JSON.stringify(object));
}

/** Sends a frame. A closing socket throws; it stays until its close event, and must not hold up the others. */
function send(connection: Connection, frame: string): void {
  try {
    connection.socket.send(frame);
    connection.sent += frame.length;
  } catch {
    // Its close event informs the room.
  }
}
