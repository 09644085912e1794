import type { CloseCode } from "../../protocol/close-codes.ts";
import type { AckCommand } from "../../protocol/commands.ts";
import type { LogEvent } from "../../protocol/events.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { MAX_LAG_EVENTS, MAX_LAG_LENGTH, MAX_UNHEARD_LENGTH } from "../../protocol/limits.ts";
import type { PlainObject, V1Object } from "../../protocol/server-objects.ts";
import { isPresent, type Session, type SessionId } from "../../room/people/session.ts";
import { markClosed, persistSession } from "./attachment.ts";
import { framesFor, hiddenObject, type Outgoing, onlyTo } from "./audience.ts";

/** UTF-16 units of a gathered frame: half of what a client acknowledges at once, and no pause for a phone. */
const MAX_GATHERED_LENGTH = 64 * 1024;

/**
 * Events by which an acknowledgement must be ahead of the one that is kept through hibernation to be kept itself: keeping costs
 * more than all else about it. A room that wakes thus believes a reader to be up to this much further behind than it is.
 */
const KEEP_ACK_EVERY = MAX_LAG_EVENTS / 2;

/**
 * UTF-16 units that wait for all sockets together while they are sent at once: the platform keeps a copy for each, and half of an
 * object's 128 MB is left for all else.
 */
const MAX_COPIED_LENGTH = 64 * 1024 * 1024;

/** A socket, and how far its reader is behind (P3.8). */
interface Connection {
  readonly socket: WebSocket;
  session: Session;
  /** UTF-16 units of frames sent since the object woke. */
  sent: number;
  /** How many of those its client said it received; in the plain dialect, how many were sent when it was last heard of. */
  received: number;
  /** The newest event that its client acknowledged. */
  acked: number;
  /** The newest acknowledged event that is kept beside the socket. */
  keptAck: number;
  /** When the client was last heard of, in milliseconds since 1970; of the plain dialect only. */
  heardAt: number;
  /** What its client had received before the object woke; unknown until it says so the first time after that. */
  base: number | undefined;
}

/**
 * The sockets of a room by session, and how objects reach them. What is broadcast is made into JSON once for each dialect
 * and gathered until `flush`, so that a burst costs a v1 socket one frame however many objects it holds.
 */
export class FanOut {
  readonly #lines = new Map<SessionId, Connection>();
  readonly #bySocket = new Map<WebSocket, Connection>();
  /** Those who are present, by dialect: what only one dialect knows costs nothing for the others. */
  readonly #present = { plain: new Set<Connection>(), v1: new Set<Connection>() };
  /** What is to go to everybody, in order: JSON for v1 sockets, whole frames for plain ones. */
  #v1: Outgoing[] = [];
  #plain: Outgoing[] = [];
  /** The newest event among them. */
  #head = 0;
  /** What is to go to single sockets behind that. */
  readonly #replies = new Map<Connection, (PlainObject | V1Object)[]>();
  /** Those who turned out to be too far behind to be sent any more. */
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
    const line: Connection = { socket, session, sent: 0, received: 0, acked, keptAck: acked, heardAt: 0, base };
    this.#lines.set(session.id, line);
    this.#bySocket.set(socket, line);
    if (isPresent(session)) this.#present[session.dialect].add(line);
  }

  remove(id: SessionId): void {
    const line = this.#lines.get(id);
    if (line === undefined) return;
    this.#lines.delete(id);
    this.#bySocket.delete(line.socket);
    this.#present[line.session.dialect].delete(line);
    this.#replies.delete(line);
  }

  /** UTF-16 units that may go to everybody at once. */
  get capacity(): number {
    return MAX_COPIED_LENGTH / Math.max(this.#lines.size, 1);
  }

  get(id: SessionId): WebSocket | undefined {
    return this.#lines.get(id)?.socket;
  }

  /** Whose socket this is. */
  sessionOf(socket: WebSocket): Session | undefined {
    return this.#bySocket.get(socket)?.session;
  }

  /**
   * A session changed; it is kept beside its socket as well.
   *
   * @param head the newest event that the client has, if it has just said hello
   */
  update(session: Session, head?: number): void {
    const line = this.#lines.get(session.id);
    if (line === undefined) return;
    // Whoever comes in must not get what was for those who were there before.
    if (!isPresent(line.session)) this.#send();
    line.session = session;
    if (isPresent(session)) this.#present[session.dialect].add(line);
    line.acked = head ?? line.acked;
    this.#persist(line);
  }

  /** Closes a socket that the room saw off. */
  close(id: SessionId, code: CloseCode): void {
    const line = this.#lines.get(id);
    if (line === undefined) return;
    this.#send();
    this.remove(id);
    markClosed(line.socket);
    line.socket.close(code);
  }

  /** A socket sent a frame. */
  heard(id: SessionId, now: number): void {
    const line = this.#lines.get(id);
    if (line?.session.dialect !== "plain") return;
    line.received = line.sent;
    line.heardAt = now;
  }

  /**
   * A client says how far it has read (P3.8). It cannot have read more events than there are, nor received more than was sent.
   *
   * @param head the newest event of the log
   * @returns whether the socket is in the room
   */
  acknowledge(id: SessionId, { received, seq }: AckCommand, head: number): boolean {
    const line = this.#lines.get(id);
    if (line === undefined || !isPresent(line.session)) return false;
    line.acked = Math.max(line.acked, Math.min(seq, head));
    if (line.acked - line.keptAck >= KEEP_ACK_EVERY) this.#persist(line);
    if (received === undefined) return true;
    line.base ??= received - line.sent;
    const claimed = received - line.base;
    if (claimed <= line.sent) line.received = Math.max(line.received, claimed);
    return true;
  }

  #persist(line: Connection): void {
    line.keptAck = line.acked;
    persistSession(line.socket, line.session, line.acked);
  }

  /** To one socket, behind what was broadcast before. What only refuses waits for the end of the turn, so that many cost one frame. */
  reply(to: SessionId, objects: readonly (PlainObject | V1Object)[]): void {
    const line = this.#lines.get(to);
    if (line === undefined) return;
    const waiting = this.#replies.get(line);
    if (waiting !== undefined) waiting.push(...objects);
    else if (this.#v1.length > 0 || this.#plain.length > 0 || objects.every(({ type }) => type === "error"))
      this.#replies.set(line, [...objects]);
    else sendObjects(line, objects);
  }

  /** To everybody who is present, in the form of their dialect; where it has none, they get nothing. */
  broadcast(plain: PlainObject | JsonObject | undefined, v1: V1Object | undefined): void {
    if (v1 !== undefined && this.#present.v1.size > 0) this.#v1.push(JSON.stringify(v1));
    if (plain !== undefined && this.#present.plain.size > 0) this.#plain.push(JSON.stringify(plain));
    if (v1 !== undefined && "seq" in v1) this.#head = v1.seq;
  }

  /** The same of an event that is hidden from all but one person and moderators: to each as they get it (P9.9). */
  broadcastHidden(plain: PlainObject | undefined, v1: LogEvent, onlyFor: string): void {
    if (this.#present.v1.size > 0) this.#v1.push(hiddenObject(v1, onlyFor));
    if (plain !== undefined && this.#present.plain.size > 0) this.#plain.push(onlyTo(onlyFor, plain));
    this.#head = v1.seq;
  }

  /** To the sockets of one person. */
  sendToUser(to: string, plain: JsonObject, v1: V1Object): void {
    if (this.#present.v1.size > 0) this.#v1.push(onlyTo(to, v1));
    if (this.#present.plain.size > 0) this.#plain.push(onlyTo(to, plain));
  }

  /**
   * Sends what was gathered.
   *
   * @returns those who are too far behind to be sent any more
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
      for (const line of this.#present[dialect]) {
        for (const frame of frames(line.session)) send(line, frame);
        if (this.#isLagging(line, this.#head)) this.#lagging.push(line.session.id);
      }
    }
    for (const [line, objects] of this.#replies) sendObjects(line, objects);
    this.#replies.clear();
  }

  #isLagging(line: Connection, head: number): boolean {
    const { acked, received, sent, session, socket } = line;
    if (session.dialect === "v1") {
      return isPresent(session) && (sent - received > MAX_LAG_LENGTH || head - acked > MAX_LAG_EVENTS);
    }
    if (sent - received <= MAX_UNHEARD_LENGTH) return false;
    // The platform answers pings without us: ask it before this socket is taken for dead.
    const ping = this.#lastPing(socket) ?? 0;
    if (ping <= line.heardAt) return true;
    line.heardAt = ping;
    line.received = sent;
    return false;
  }
}

/** Puts objects of JSON into as few frames as keep below what a client can well take in at once. */
function framesOf(objects: readonly string[]): string[] {
  const frames: string[] = [];
  let first = 0;
  let length = 0;
  for (const [index, object] of objects.entries()) {
    if (length > 0 && length + object.length > MAX_GATHERED_LENGTH) {
      frames.push(`[${objects.slice(first, index).join(",")}]`);
      first = index;
      length = 0;
    }
    length += object.length;
  }
  if (length > 0) frames.push(`[${objects.slice(first).join(",")}]`);
  return frames;
}

/** One frame to a v1 socket, one for each object to a plain one. */
function sendObjects(line: Connection, objects: readonly (PlainObject | V1Object)[]): void {
  if (line.session.dialect === "v1") send(line, JSON.stringify(objects));
  else for (const object of objects) send(line, JSON.stringify(object));
}

/** A socket that is closing throws on `send`. It stays until its own close event, and must not keep the others waiting. */
function send(line: Connection, frame: string): void {
  try {
    line.socket.send(frame);
    line.sent += frame.length;
  } catch {
    // Its close event tells the room.
  }
}
