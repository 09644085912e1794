import { PING_EVERY_MS } from "../protocol/limits.ts";
import type { Clock } from "./clock.ts";

/** Fraction by which each wait is shortened at most, so that clients don't ping in step. */
const PING_JITTER = 0.2;

/** Milliseconds to wait for an answer to a ping. A phone takes a few seconds to wake its radio. */
const PONG_WITHIN_MS = 10_000;

/** Detects half-open connections, for which the network reports no error. */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #ping: () => void;
  readonly #dead: () => void;
  #state: "stopped" | "resting" | "waiting" = "stopped";
  #cancel = () => {};

  /**
   * @param random returns a number from 0 up to, but excluding, 1
   * @param ping sends the `ping` frame (P1.4)
   * @param dead called once if nothing arrives in time after a ping; the heartbeat has stopped by then
   */
  constructor(clock: Clock, random: () => number, ping: () => void, dead: () => void) {
    this.#clock = clock;
    this.#random = random;
    this.#ping = ping;
    this.#dead = dead;
  }

  /** Pings immediately, so that the server knows that this client does, and then regularly (P4.5). */
  start(): void {
    this.#state = "resting";
    this.check();
  }

  stop(): void {
    this.#cancel();
    this.#state = "stopped";
  }

  /** Anything arrived, `pong` or not. */
  alive(): void {
    if (this.#state === "waiting") this.#rest();
  }

  /** Pings now, to find out whether the connection still works. */
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
