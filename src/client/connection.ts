import { CLOSE, isTerminal } from "../protocol/close-codes.ts";
import { backoff } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { SocketConstructor, SocketLike } from "./socket-like.ts";

/** P1.3. */
const SUBPROTOCOL = "parley.v1";

/** Milliseconds that an attempt to open may take. A slow mobile network needs several round trips for TLS. */
const OPEN_WITHIN_MS = 10_000;

/** Milliseconds from the open socket to the first frame, which may hold all that was missed: 256 KiB at 9 kB a second. */
const WELCOME_WITHIN_MS = 30_000;

/** Milliseconds in the room after which a loss counts as the first again. */
const STABLE_AFTER_MS = 10_000;

/** Whoever uses the connection. Each call may stop it. */
export interface ConnectionUser {
  /** A socket is about to be opened. What has to be done before is waited for; where that fails, so does the attempt. */
  opening(): Promise<void> | undefined;
  /** A socket is open: say hello. */
  opened(): void;
  /** A text frame came, other than `pong`. */
  received(frame: string): void;
  /** The socket is gone, or never was; another attempt follows by itself. */
  lost(): void;
  /** The room closed the socket for good (P6: 4400–4499). Returns whether there is reason to try again nevertheless. */
  mayRetry(code: number): boolean;
  /** It did, and no attempt follows. */
  refused(code: number, reason: string): void;
}

/**
 * Keeps one socket to the room: opens it, watches over it, and opens another when it is lost. Of what is said on it,
 * it knows `ping` and `pong` alone.
 */
export class Connection {
  readonly #url: string;
  readonly #Socket: SocketConstructor;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #user: ConnectionUser;
  readonly #heartbeat: Heartbeat;
  /** Events of any other socket come too late and count for nothing. */
  #socket: SocketLike | undefined;
  #state: "idle" | "trying" | "waiting" | "stopped" = "idle";
  /** Losses in a row, with no stable time between them. */
  #failures = 0;
  /** Goes up with each attempt, and when one is given up: what was prepared for an earlier one comes too late. */
  #attempts = 0;
  /** Calls off the next step: giving up on an attempt, counting as stable, or trying again. */
  #cancelStep = () => {};

  constructor(url: string, Socket: SocketConstructor, clock: Clock, random: () => number, user: ConnectionUser) {
    this.#url = url;
    this.#Socket = Socket;
    this.#clock = clock;
    this.#random = random;
    this.#user = user;
    this.#heartbeat = new Heartbeat(
      clock,
      random,
      () => this.send("ping"),
      () => this.drop(),
    );
  }

  /** Makes the first attempt, at once; and again after `rest`. */
  start(): void {
    if (this.#state === "idle") this.#attempt();
  }

  /** Sends a frame. Where the socket is gone it is lost: the resume that follows makes up for it. */
  send(frame: string): void {
    try {
      this.#socket?.send(frame);
    } catch {
      this.drop();
    }
  }

  /** The room has let us in: after a while of this, the next loss is a first one. */
  entered(): void {
    this.#step(STABLE_AFTER_MS, () => {
      this.#failures = 0;
    });
  }

  /** Gives up on the socket, and tries again in a while. */
  drop(): void {
    if (this.#state !== "trying") return;
    this.#abandon();
    this.#retry();
  }

  /** There is reason to look: the network is back, the page is in front. Tries or pings at once. */
  wake(): void {
    if (this.#state === "waiting") this.#attempt();
    else this.#heartbeat.check();
  }

  /** Closes, until somebody starts it again. */
  rest(): void {
    this.#abandon();
    this.#state = "idle";
  }

  /** Closes for good. */
  stop(): void {
    this.#abandon();
    this.#state = "stopped";
  }

  #attempt(): void {
    this.#state = "trying";
    this.#step(OPEN_WITHIN_MS, () => this.drop());
    const prepared = this.#user.opening();
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
    try {
      socket = new this.#Socket(this.#url, [SUBPROTOCOL]);
    } catch {
      this.drop();
      return;
    }
    this.#socket = socket;
    socket.addEventListener("open", () => {
      if (this.#socket !== socket) return;
      this.#step(WELCOME_WITHIN_MS, () => this.drop());
      this.#heartbeat.start();
      this.#user.opened();
    });
    socket.addEventListener("message", ({ data }) => {
      if (this.#socket !== socket) return;
      this.#heartbeat.alive();
      if (typeof data === "string" && data !== "pong") this.#user.received(data);
    });
    socket.addEventListener("close", ({ code, reason }) => {
      if (this.#socket !== socket) return;
      this.#abandon();
      if (isTerminal(code) && !this.#user.mayRetry(code)) {
        this.#state = "stopped";
        this.#user.refused(code, reason);
      } else {
        this.#retry();
      }
    });
    // A close with a code of the room's comes without an error, so nothing is missed by not waiting for it.
    socket.addEventListener("error", () => {
      if (this.#socket === socket) this.drop();
    });
  }

  /**
   * Lets go of the socket without waiting for its close: on a dead network, that takes minutes to come.
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
      // Some platforms throw where it is closed already, which is what was wanted.
    }
  }

  #retry(): void {
    this.#state = "waiting";
    this.#step(backoff(this.#failures, this.#random), () => this.#attempt());
    this.#failures += 1;
    this.#user.lost();
  }

  #step(ms: number, run: () => void): void {
    this.#cancelStep();
    this.#cancelStep = this.#clock.after(ms, run);
  }
}
