import type { CloseCode } from "../protocol/close-codes.ts";
import type { JsonObject } from "../protocol/json.ts";
import { MAX_LAG_EVENTS, MAX_LAG_LENGTH, MAX_UNHEARD_LENGTH } from "../protocol/limits.ts";
import type { PlainObject, V1Object } from "../protocol/server-objects.ts";
import { isPresent, type LiveSession, type Session, type SessionId } from "../room/session.ts";
import { remember, rememberLeft } from "./attachment.ts";

/** A socket, and how far its reader is behind (P3.8). */
interface Line {
  readonly socket: WebSocket;
  session: Session;
  /** UTF-16 units of frames sent since the object woke. */
  sent: number;
  /** How many of those its client said it received; in the plain dialect, how many were sent when it was last heard of. */
  received: number;
  /** When the client was last heard of, in milliseconds since 1970; of the plain dialect only. */
  heardAt: number;
  /** What its client had received before the object woke; unknown until it says so the first time after that. */
  base: number | undefined;
}

/** The sockets of a room by session, and how an object reaches them: made into JSON once a dialect, sent to each. */
export class Fanout {
  readonly #lines = new Map<SessionId, Line>();
  readonly #lastPing: (socket: WebSocket) => number | undefined;

  /** @param lastPing when a socket last sent `ping`, in milliseconds since 1970, if it ever did */
  constructor(lastPing: (socket: WebSocket) => number | undefined) {
    this.#lastPing = lastPing;
  }

  /** @param base UTF-16 units that the socket's client received before; `undefined` where nobody here knows */
  add(session: Session, socket: WebSocket, base: number | undefined): void {
    this.#lines.set(session.id, { socket, session, sent: 0, received: 0, heardAt: 0, base });
  }

  remove(id: SessionId): void {
    this.#lines.delete(id);
  }

  get(id: SessionId): WebSocket | undefined {
    return this.#lines.get(id)?.socket;
  }

  /** A session is another than before; kept beside its socket as well. */
  update(session: Session): void {
    const line = this.#lines.get(session.id);
    if (line === undefined) return;
    line.session = session;
    remember(line.socket, session);
  }

  /** Closes a socket that the room saw off. */
  close(id: SessionId, code: CloseCode): void {
    const line = this.#lines.get(id);
    if (line === undefined) return;
    this.#lines.delete(id);
    rememberLeft(line.socket);
    line.socket.close(code);
  }

  /** A socket sent a frame. */
  heard(id: SessionId, now: number): void {
    const line = this.#lines.get(id);
    if (line?.session.dialect !== "plain") return;
    line.received = line.sent;
    line.heardAt = now;
  }

  /** A client said what it took (P3.8). More than was sent is not believed. */
  taken(session: LiveSession, received: number | undefined): void {
    this.update(session);
    const line = this.#lines.get(session.id);
    if (line === undefined || received === undefined) return;
    line.base ??= received - line.sent;
    const claimed = received - line.base;
    if (claimed <= line.sent) line.received = Math.max(line.received, claimed);
  }

  /** Sends to one socket: one frame to a v1 socket, one for each object to a plain one. */
  reply(to: SessionId, objects: readonly (PlainObject | V1Object)[]): void {
    const line = this.#lines.get(to);
    if (line === undefined) return;
    if (line.session.dialect === "v1") send(line, JSON.stringify(objects));
    else for (const object of objects) send(line, JSON.stringify(object));
  }

  /**
   * Sends to everybody who is present.
   *
   * @returns those who are too far behind to be sent any more
   */
  broadcast(plain: PlainObject | JsonObject | undefined, v1: V1Object | undefined): SessionId[] {
    const plainFrame = plain && JSON.stringify(plain);
    const v1Frame = v1 && `[${JSON.stringify(v1)}]`;
    const head = v1 && "seq" in v1 ? v1.seq : 0;
    const lagging: SessionId[] = [];
    for (const line of this.#lines.values()) {
      if (!isPresent(line.session)) continue;
      const frame = line.session.dialect === "v1" ? v1Frame : plainFrame;
      if (frame === undefined) continue;
      send(line, frame);
      if (this.#isLagging(line, head)) lagging.push(line.session.id);
    }
    return lagging;
  }

  #isLagging(line: Line, head: number): boolean {
    const { received, sent, session, socket } = line;
    if (session.dialect === "v1") {
      return isPresent(session) && (sent - received > MAX_LAG_LENGTH || head - session.acked > MAX_LAG_EVENTS);
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

/** A socket that is closing throws on `send`. It stays until its own close event, and must not keep the others waiting. */
function send(line: Line, frame: string): void {
  try {
    line.socket.send(frame);
    line.sent += frame.length;
  } catch {
    // Its close event tells the room.
  }
}
