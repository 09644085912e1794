import { PING_EVERY_MS } from "../protocol/limits.ts";
import type { Clock } from "./clock.ts";

/** Each wait is up to a fifth shorter than `PING_EVERY_MS`, so that clients fall out of step. */
const PING_JITTER = 0.2;

/** Milliseconds that a peer may stay silent after a ping. A phone that wakes its radio takes a few seconds. */
const PONG_WITHIN_MS = 10_000;

/** Finds out that a peer is gone where the network does not say so: a half-open connection shows nothing by itself. */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #ping: () => void;
  readonly #dead: () => void;
  #state: "stopped" | "resting" | "waiting" = "stopped";
  #cancel = () => {};

  /**
   * @param random gives a number from 0 up to 1
   * @param ping sends the `ping` frame (P1.4)
   * @param dead called once when nothing came in time after a ping; the heartbeat has stopped by then
   */
  constructor(clock: Clock, random: () => number, ping: () => void, dead: () => void) {
    this.#clock = clock;
    this.#random = random;
    this.#ping = ping;
    this.#dead = dead;
  }

  /** The connection is open: ping at once, so that the room knows that this peer does, and then from time to time (P4.5). */
  start(): void {
    this.#state = "resting";
    this.check();
  }

  /** The connection is gone. */
  stop(): void {
    this.#cancel();
    this.#state = "stopped";
  }

  /** Something came from the peer, a `pong` or anything else: it lives. */
  alive(): void {
    if (this.#state === "waiting") this.#rest();
  }

  /** Ping now, where there is reason for doubt. */
  check(): void {
    if (this.#state !== "resting") return;
    this.#cancel();
    this.#state = "waiting";
    this.#cancel = this.#clock.after(PONG_WITHIN_MS, () => {
      this.#state = "stopped";
      this.#dead();
    });
    this.#ping();
  }

  #rest(): void {
    this.#cancel();
    this.#state = "resting";
    this.#cancel = this.#clock.after(PING_EVERY_MS * (1 - PING_JITTER * this.#random()), () => this.check());
  }
}
