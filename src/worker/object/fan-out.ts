import { CLOSE, type CloseCode } from "../../protocol/close-codes.ts";
import { comeBack } from "../../protocol/come-back.ts";
import type { AckCommand } from "../../protocol/commands.ts";
import type { LogEvent } from "../../protocol/events.ts";
import type { JsonObject } from "../../protocol/json.ts";
import type { PlainObject, V1Object } from "../../protocol/server-objects.ts";
import type { Forms } from "../../room/model/effects.ts";
import { isPresent, isReceiving, type Session, type SessionId } from "../../room/model/session.ts";
import { markClosed } from "./attachment.ts";
import { hiddenObject, type Outgoing, onlyTo, outgoingOf, type Variants } from "./audience.ts";
import { Broadcasts, type Dialect, emptyBatch } from "./broadcasts.ts";
import { Connection } from "./connection.ts";
import { ReaderLag, RoomLag } from "./reader-lag.ts";

/**
 * UTF-16 units that are sent to all sockets together before the event loop gets a turn. The platform keeps a copy per socket
 * until it is written, which happens in between: a flush of half a megabyte to a thousand sockets would not fit into an object.
 */
const PORTION_LENGTH = 8 * 1024 * 1024;

/** Milliseconds after which readers that slow the room down are looked at again, if none of them acknowledges anything. */
const RECHECK_MS = 500;

/** Dependencies of {@link FanOut}. */
export interface FanOutPorts {
  /** When a socket last sent `ping`, in milliseconds since 1970, if it ever did. */
  readonly lastPing: (socket: WebSocket) => number | undefined;
  /** These sessions lag too far (P3.8, P2.9). */
  readonly lagging: (ids: readonly SessionId[]) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => void;
}

/**
 * The sockets of a room, and the sending of objects to them. A broadcast is serialized once per encoding and batched until
 * `flush`, so that a burst costs a v1 socket one frame however many objects it holds. A large flush is sent in portions, with a
 * turn of the event loop between them; whatever else a socket is sent meanwhile follows what it has not got yet.
 */
export class FanOut {
  readonly #ports: FanOutPorts;
  readonly #connections = new Map<SessionId, Connection>();
  readonly #bySocket = new Map<WebSocket, Connection>();
  /** Connections that receive broadcasts, by dialect, so that an object of one dialect costs the other nothing. */
  readonly #present = { plain: new Set<Connection>(), v1: new Set<Connection>() };
  readonly #broadcasts = new Broadcasts();
  /** The newest event among the broadcasts. */
  #head = 0;
  /** Pending replies, sent after the broadcasts. */
  readonly #replies = new Map<Connection, (PlainObject | V1Object)[]>();
  /** Connections that may have unsent frames. */
  #round: Iterator<Connection> | undefined;
  /** Whether a batch has been added since the round began. */
  #needsRound = false;
  /** Whether the timer for the next portion is pending. */
  #isResting = false;
  /** Sessions whose lag exceeds the limit. */
  #lagging: SessionId[] = [];
  readonly #roomLag: RoomLag;
  /** Whether the timer is pending that looks again at readers that slow the room down. */
  #isWaiting = false;
  /** Called once everything is sent. */
  #whenSent: (() => void)[] = [];

  constructor(ports: FanOutPorts) {
    this.#ports = ports;
    this.#roomLag = new RoomLag(ports.now);
  }

  /**
   * @param base UTF-16 units that the socket's client received before; `undefined` if that is unknown
   * @param acked the newest event that its client acknowledged
   */
  add(session: Session, socket: WebSocket, base: number | undefined, acked = 0): void {
    const connection = new Connection({
      socket,
      session,
      lag: new ReaderLag(this.#roomLag, base, acked),
      last: isReceiving(session) ? this.#broadcasts.newest(session.dialect) : emptyBatch(),
    });
    this.#connections.set(session.id, connection);
    this.#bySocket.set(socket, connection);
    if (isReceiving(session)) this.#present[session.dialect].add(connection);
  }

  remove(id: SessionId): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    this.#connections.delete(id);
    this.#bySocket.delete(connection.socket);
    this.#present[connection.session.dialect].delete(connection);
    this.#replies.delete(connection);
    connection.lag.end();
  }

  /** The sockets of the room. */
  get sockets(): readonly WebSocket[] {
    return [...this.#bySocket.keys()];
  }

  get(id: SessionId): WebSocket | undefined {
    return this.#connections.get(id)?.socket;
  }

  /** The uid of a session that has one. */
  personOf(id: SessionId): string | undefined {
    const session = this.#connections.get(id)?.session;
    return session !== undefined && isPresent(session) ? session.uid : undefined;
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
    const isJoining = !isReceiving(connection.session);
    if (isJoining) this.#seal();
    // What it has not been sent yet is for the person or the reader it was, or answers an earlier hello.
    this.#catchUp(connection);
    if (isJoining) connection.last = this.#broadcasts.newest(session.dialect);
    connection.session = session;
    if (isReceiving(session)) this.#present[session.dialect].add(connection);
    connection.lag.acked = head ?? connection.lag.acked;
    connection.persist();
  }

  /**
   * Closes the socket of a session that the room ended.
   *
   * @param together how many are closed at once
   */
  close(id: SessionId, code: CloseCode, together: number): void {
    const connection = this.#connections.get(id);
    if (connection === undefined) return;
    this.#seal();
    this.#catchUp(connection);
    this.remove(id);
    markClosed(connection.socket);
    // P4.12.
    connection.socket.close(code, code === CLOSE.restart ? comeBack(together) : "");
  }

  /** Notes that a socket sent a frame. */
  heard(id: SessionId, now: number): void {
    this.#connections.get(id)?.heard(now);
  }

  /**
   * A client says how far it has read (P3.8).
   *
   * @param head the newest event of the log
   * @returns whether the socket is in the room
   */
  acknowledge(id: SessionId, command: AckCommand, head: number): boolean {
    const connection = this.#connections.get(id);
    if (connection === undefined || !isReceiving(connection.session)) return false;
    connection.acknowledge(command, head);
    if (this.#whenSent.length > 0) this.#release();
    return true;
  }

  /** Sends to one socket, after earlier broadcasts. Errors wait for the end of the turn, so that many cost one frame. */
  reply(to: SessionId, objects: readonly (PlainObject | V1Object)[]): void {
    const connection = this.#connections.get(to);
    if (connection === undefined) return;
    const waiting = this.#replies.get(connection);
    if (waiting !== undefined) waiting.push(...objects);
    else if (this.#broadcasts.hasPending || objects.every(({ type }) => type === "error"))
      this.#replies.set(connection, [...objects]);
    else {
      this.#catchUp(connection);
      connection.sendObjects(objects);
    }
  }

  /** Sends to one socket at once, whatever waits for the end of the turn. */
  replyNow(to: SessionId, objects: readonly V1Object[]): void {
    const connection = this.#connections.get(to);
    if (connection === undefined) return;
    connection.sendObjects(objects);
    if (connection.isLagging(this.#head, this.#ports.lastPing)) this.#ports.lagging([to]);
  }

  /** Sends to all present sessions, in the form of their dialect. An absent form is not sent to that dialect. */
  broadcast({ instead, plain, toModerators, v1 }: Forms & Variants): void {
    if (v1 !== undefined) this.#add("v1", () => outgoingOf("v1", v1, { instead, toModerators }));
    if (plain !== undefined) this.#add("plain", () => outgoingOf("plain", plain, { instead }));
    if (v1 !== undefined && "seq" in v1) this.#head = v1.seq;
  }

  /** Broadcasts an event that only one person and moderators may see, in the form for each audience (P9.9). */
  broadcastHidden(plain: PlainObject | undefined, v1: LogEvent, onlyFor: string): void {
    this.#add("v1", () => hiddenObject(v1, onlyFor));
    if (plain !== undefined) this.#add("plain", () => onlyTo(onlyFor, plain));
    this.#head = v1.seq;
  }

  /** Sends to all sockets of one person. */
  sendToUser(to: string, plain: JsonObject | undefined, v1: V1Object): void {
    this.#add("v1", () => onlyTo(to, v1));
    if (plain !== undefined) this.#add("plain", () => onlyTo(to, plain));
  }

  /** Adds a broadcast, if there is anybody of its dialect. */
  #add(dialect: Dialect, outgoing: () => Outgoing): void {
    if (this.#present[dialect].size > 0) this.#broadcasts.add(dialect, outgoing());
  }

  /** Sends everything that is pending: a portion now, and the rest with the next turns of the event loop. */
  flush(): void {
    this.#seal();
    if (!this.#isResting) this.#sendPortion();
  }

  /** Sends everything that is pending now. For a fan-out that another one replaces. */
  drain(): void {
    this.#seal();
    while (this.#sendUpTo(Number.POSITIVE_INFINITY)) {
      // It sends a round at a time.
    }
  }

  /** Length of the copies that readers have not taken yet, as far as acknowledgements tell (P3.18). */
  get unsentLength(): number {
    return this.#roomLag.length;
  }

  /** Calls back once everything is sent and the readers are not too far behind together (P3.18): at once if nothing waits. */
  whenSent(sent: () => void): void {
    this.#whenSent.push(sent);
    this.#release();
  }

  get #isSending(): boolean {
    return this.#isResting || this.#round !== undefined;
  }

  /** Makes batches of the pending broadcasts. */
  #seal(): void {
    if (this.#broadcasts.seal()) this.#needsRound = true;
  }

  #sendPortion(): void {
    const isBehind = this.#sendUpTo(PORTION_LENGTH);
    if (isBehind) {
      this.#isResting = true;
      this.#ports.after(0, () => {
        this.#isResting = false;
        this.#sendPortion();
      });
    }
    if (this.#lagging.length > 0) this.#ports.lagging(this.#lagging.splice(0));
    this.#release();
  }

  /** Calls back those who wait. Readers that slow the room down are waited for; those that have stopped reading are closed. */
  #release(): void {
    if (this.#isSending) return;
    const stalled = this.#roomLag.isExceeded ? this.#stalled() : [];
    if (stalled.length > 0) this.#ports.lagging(stalled);
    if (!this.#roomLag.isExceeded) {
      for (const sent of this.#whenSent.splice(0)) sent();
    } else if (this.#whenSent.length > 0 && !this.#isWaiting) {
      this.#isWaiting = true;
      this.#ports.after(RECHECK_MS, () => {
        this.#isWaiting = false;
        this.#release();
      });
    }
  }

  /** Readers that have stopped reading, the farthest behind first, until the others are within the limit (P3.18). */
  #stalled(): SessionId[] {
    const stalled = [...this.#present.v1].filter(({ lag }) => lag.isStalled);
    stalled.sort((a, b) => b.lag.excess - a.lag.excess);
    let surplus = this.#roomLag.surplus;
    return stalled.flatMap(({ lag, session }) => {
      if (surplus <= 0) return [];
      surplus -= lag.excess;
      return session.id;
    });
  }

  /**
   * Sends what connections have not been sent yet, until it is this long together.
   *
   * @returns whether there is more
   */
  #sendUpTo(length: number): boolean {
    let left = length;
    for (const connection of this.#replies.keys()) {
      if (left <= 0) return true;
      left -= this.#catchUp(connection);
    }
    if (this.#round === undefined && this.#needsRound) {
      this.#needsRound = false;
      this.#round = this.#all();
    }
    while (this.#round !== undefined) {
      if (left <= 0) return true;
      const { done, value } = this.#round.next();
      if (done) this.#round = undefined;
      else left -= this.#catchUp(value);
    }
    return this.#needsRound;
  }

  *#all(): Iterator<Connection, undefined> {
    yield* this.#present.plain;
    yield* this.#present.v1;
    return undefined;
  }

  /**
   * Sends a connection all that it has not been sent yet.
   *
   * @returns the length of that
   */
  #catchUp(connection: Connection): number {
    let length = connection.sendBatches();
    const replies = this.#replies.get(connection);
    if (replies !== undefined) {
      this.#replies.delete(connection);
      length += connection.sendObjects(replies);
    }
    if (length > 0 && connection.isLagging(this.#head, this.#ports.lastPing)) this.#lagging.push(connection.session.id);
    return length;
  }
}
