import type { AckCommand } from "../../protocol/commands.ts";
import { MAX_LAG_EVENTS, MAX_UNHEARD_LENGTH } from "../../protocol/limits.ts";
import type { PlainObject, V1Object } from "../../protocol/server-objects.ts";
import { isReceiving, type Session } from "../../room/model/session.ts";
import { persistSession } from "./attachment.ts";
import { encode, type Frame } from "./audience.ts";
import type { Batch } from "./broadcasts.ts";
import type { ReaderLag } from "./reader-lag.ts";

/**
 * Events after which an acknowledgement is persisted for hibernation again. Persisting is the expensive part of an
 * acknowledgement. A room that wakes may overestimate a reader's lag by this much.
 */
const PERSIST_ACK_EVERY = MAX_LAG_EVENTS / 2;

/** What a connection begins with. */
export interface ConnectionOptions {
  readonly socket: WebSocket;
  readonly session: Session;
  readonly lag: ReaderLag;
  readonly last: Batch;
}

/** A socket of the room, its reader's lag, and everything it has been sent. */
export class Connection {
  readonly socket: WebSocket;
  readonly lag: ReaderLag;
  session: Session;
  /** The last batch that it was sent. */
  last: Batch;
  /** `lag.acked` as persisted in the attachment. */
  #persistedAck: number;
  /** UTF-16 units sent since the last sign of life; plain dialect only (P2.9). */
  #unheard = 0;
  /** Last sign of life, in milliseconds since 1970; plain dialect only. */
  #heardAt = 0;

  constructor({ lag, last, session, socket }: ConnectionOptions) {
    this.socket = socket;
    this.session = session;
    this.lag = lag;
    this.last = last;
    this.#persistedAck = lag.acked;
  }

  /** Notes a sign of life. */
  heard(now: number): void {
    if (this.session.dialect !== "plain") return;
    this.#unheard = 0;
    this.#heardAt = now;
  }

  /** @param head the newest event of the log */
  acknowledge(command: AckCommand, head: number): void {
    this.lag.acknowledge(command, head);
    if (this.lag.acked - this.#persistedAck >= PERSIST_ACK_EVERY) this.persist();
  }

  /** Keeps the session beside the socket, for hibernation. */
  persist(): void {
    this.#persistedAck = this.lag.acked;
    persistSession(this.socket, this.session, this.lag.acked);
  }

  /**
   * Sends the batches that it has not been sent yet.
   *
   * @returns their length
   */
  sendBatches(): number {
    let length = 0;
    if (!isReceiving(this.session)) return length;
    for (let batch = this.last.next; batch !== undefined; batch = batch.next) {
      this.last = batch;
      for (const frame of batch.frames(this.session)) length += this.#send(frame);
    }
    return length;
  }

  /**
   * Sends one frame to a v1 socket, or one frame per object to a plain one.
   *
   * @returns their length
   */
  sendObjects(objects: readonly (PlainObject | V1Object)[]): number {
    let length = 0;
    for (const frame of encode(objects, this.session)) length += this.#send(frame);
    return length;
  }

  /**
   * Whether its reader is too far behind (P3.8, P2.9).
   *
   * @param head the newest event that was sent
   * @param lastPing when the socket last sent `ping`, in milliseconds since 1970, if it ever did
   */
  isLagging(head: number, lastPing: (socket: WebSocket) => number | undefined): boolean {
    if (this.session.dialect === "v1") return isReceiving(this.session) && this.lag.exceeds(head);
    if (this.#unheard <= MAX_UNHEARD_LENGTH) return false;
    // The platform answers pings itself, so ask it before treating this socket as dead.
    const ping = lastPing(this.socket) ?? 0;
    if (ping <= this.#heardAt) return true;
    this.heard(ping);
    return false;
  }

  /**
   * Sends a frame. A closing socket throws; it stays until its close event, and must not hold up the others.
   *
   * @returns its length
   */
  #send(frame: Frame): number {
    const length = typeof frame === "string" ? frame.length : frame.byteLength;
    try {
      this.socket.send(frame);
    } catch {
      // Its close event informs the room.
      return 0;
    }
    if (this.session.dialect === "v1") this.lag.sent(length);
    else this.#unheard += length;
    return length;
  }
}
