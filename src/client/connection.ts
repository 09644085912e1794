import { CLOSE, isTerminal } from "../protocol/close-codes.ts";
import { MAX_RETURN_MS, MS_PER_RETURN } from "../protocol/come-back.ts";
import { backoff } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { SocketConstructor, SocketLike } from "./socket-like.ts";

/** The subprotocol of the v1 dialect (P1.3). */
const SUBPROTOCOL = "parley.v1";

/** Milliseconds for opening a socket. On a slow mobile network, TLS takes several round trips. */
const OPEN_WITHIN_MS = 10_000;

/** Milliseconds from open to the first frame, which may contain all missed events: 256 KiB at 9 kB/s. */
const WELCOME_WITHIN_MS = 30_000;

/** Milliseconds after which a connection counts as stable, which resets the backoff. */
const STABLE_AFTER_MS = 10_000;

/** The close code of a socket that broke off. */
const ABNORMAL = 1006;

/** Sockets that never opened until the server counts as unreachable. */
const UNREACHABLE_AFTER = 3;

/** A lost socket, or one that did not open. */
export interface Loss {
  /** How many attempts in a row have failed, from 1. */
  readonly attempt: number;
  /** When the next attempt is, in milliseconds since 1970, by the local clock. */
  readonly nextAt: number;
  /** Whether any socket of this client has ever opened. */
  readonly hasOpened: boolean;
  /** The close code of the socket, if it was closed with one. */
  readonly code?: number | undefined;
}

/** Callbacks of a connection. Each may stop it. */
export interface ConnectionListener {
  /** Called before a socket is opened. If it returns a promise, the attempt waits for it, and fails if it rejects. */
  opening(): Promise<void> | undefined;
  /** A socket is open and ready for `hello`. */
  opened(): void;
  /** The sockets of the room, as far as known. */
  crowd(): number;
  /** A frame arrived, other than `pong`: text, or UTF-8 (P3.19). */
  received(frame: string | ArrayBuffer): void;
  /** The socket was closed or could not be opened; another attempt follows. */
  lost(loss: Loss): void;
  /** {@link UNREACHABLE_AFTER} sockets have failed, and none has ever opened. Called once. */
  unreachable(): void;
  /** Called when the server closes with a terminal code (P6: 4400–4499). Returns whether to try again anyway. */
  canRetry(code: number): boolean;
  /** The server closed with a terminal code, and no attempt follows. */
  rejected(code: number, reason: string): void;
}

/**
 * Keeps a socket to the room open, and reconnects when it is lost. Of the frames on it, this class only understands `ping`
 * and `pong`.
 */
export class Connection {
  readonly #url: string;
  readonly #Socket: SocketConstructor;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #listener: ConnectionListener;
  readonly #heartbeat: Heartbeat;
  /** The current socket. Events of earlier ones are ignored. */
  #socket: SocketLike | undefined;
  #state: "idle" | "trying" | "waiting" | "stopped" = "idle";
  /** Failures since the connection was last stable. */
  #failures = 0;
  #hasOpened = false;
  /** Sockets that were created before one opened. */
  #unopened = 0;
  /** Incremented whenever an attempt ends, so that the result of an outdated preparation can be ignored. */
  #attempts = 0;
  /** Cancels the current timer: a timeout, the wait until stable, or the wait before a retry. */
  #cancelStep = () => {};

  constructor(
    url: string,
    Socket: SocketConstructor,
    clock: Clock,
    random: () => number,
    listener: ConnectionListener,
  ) {
    this.#url = url;
    this.#Socket = Socket;
    this.#clock = clock;
    this.#random = random;
    this.#listener = listener;
    this.#heartbeat = new Heartbeat(
      clock,
      random,
      () => this.send("ping"),
      () => this.drop(),
    );
  }

  /** Makes the first attempt, or the first one after `rest`. */
  start(): void {
    if (this.#state === "idle") this.#attempt();
  }

  /** Sends a frame. If the socket is gone the frame is lost, and the resume that follows makes up for it. */
  send(frame: string): void {
    try {
      this.#socket?.send(frame);
    } catch {
      this.drop();
    }
  }

  /** Whether bytes arrive without waiting for them (P3.19). Wrappers of sockets may not know that. */
  get binary(): true | undefined {
    return this.#socket?.binaryType ? true : undefined;
  }

  /** The session is live: if it lasts, the backoff starts over. */
  markStable(): void {
    this.#step(STABLE_AFTER_MS, () => {
      this.#failures = 0;
    });
  }

  /**
   * Closes the socket and reconnects after a wait.
   *
   * @param code of the close, if the other side closed it
   */
  drop(code?: number): void {
    if (this.#state !== "trying") return;
    this.#abandon();
    this.#retry(code);
  }

  /** Reconnects or pings at once, because the network is back or the page is visible again. */
  wake(): void {
    if (this.#state === "waiting") this.#attempt();
    else this.#heartbeat.check();
  }

  /** Closes until the next `start`. */
  rest(): void {
    this.#abandon();
    this.#state = "idle";
  }

  /** Closes permanently. */
  stop(): void {
    this.#abandon();
    this.#state = "stopped";
  }

  #attempt(): void {
    this.#state = "trying";
    this.#step(OPEN_WITHIN_MS, () => this.drop());
    const prepared = this.#listener.opening();
    if (prepared === undefined) {
      this.#open();
      return;
    }
    const attempt = this.#attempts;
    const isCurrent = () => this.#state === "trying" && attempt === this.#attempts;
    void prepared.then(
      () => isCurrent() && this.#open(),
      () => isCurrent() && this.drop(),
    );
  }

  #open(): void {
    let socket: SocketLike;
    this.#unopened += 1;
    try {
      socket = new this.#Socket(this.#url, [SUBPROTOCOL]);
    } catch {
      this.drop();
      return;
    }
    this.#socket = socket;
    socket.binaryType &&= "arraybuffer";
    socket.addEventListener("open", () => {
      if (this.#socket !== socket) return;
      this.#hasOpened = true;
      this.#step(WELCOME_WITHIN_MS, () => this.drop());
      this.#heartbeat.start();
      this.#listener.opened();
    });
    socket.addEventListener("message", ({ data }) => {
      if (this.#socket !== socket) return;
      this.#heartbeat.alive();
      // Bytes, as `binaryType` says.
      if (data !== "pong") this.#listener.received(data as string | ArrayBuffer);
    });
    socket.addEventListener("close", ({ code, reason }) => {
      if (this.#socket !== socket) return;
      this.#abandon();
      if (isTerminal(code) && !this.#listener.canRetry(code)) {
        this.#state = "stopped";
        this.#listener.rejected(code, reason);
      } else {
        this.#retry(code, reason);
      }
    });
    // When the server closes with a code there is no error event, so the code isn't missed.
    socket.addEventListener("error", () => {
      if (this.#socket === socket) this.drop(ABNORMAL);
    });
  }

  /**
   * Drops the socket without waiting for its close event, which takes minutes on a dead network.
   */
  #abandon(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#attempts += 1;
    this.#cancelStep();
    this.#heartbeat.stop();
    try {
      socket?.close(CLOSE.normal);
    } catch {
      // Some platforms throw if the socket is already closed.
    }
  }

  #retry(code?: number, reason?: string): void {
    this.#state = "waiting";
    // P4.12: everyone may be on their way back, and only the server knows of other rooms.
    const crowd = (code === CLOSE.restart && Number(reason)) || this.#listener.crowd();
    const wait = backoff(this.#failures, this.#random, Math.min(crowd * MS_PER_RETURN, MAX_RETURN_MS));
    this.#step(wait, () => this.#attempt());
    this.#failures += 1;
    this.#listener.lost({
      attempt: this.#failures,
      nextAt: this.#clock.now() + wait,
      hasOpened: this.#hasOpened,
      code,
    });
    if (this.#hasOpened || this.#unopened !== UNREACHABLE_AFTER) return;
    this.#unopened = Number.POSITIVE_INFINITY;
    this.#listener.unreachable();
  }

  #step(ms: number, run: () => void): void {
    this.#cancelStep();
    this.#cancelStep = this.#clock.after(ms, run);
  }
}
