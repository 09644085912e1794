import type { Socket } from "node:net";
import type { Random } from "../random.ts";
import { FrameCursor } from "./frame-cursor.ts";

/** The faults of a network. */
export const FAULTS = ["reset", "cut", "delay", "throttle", "swallow"] as const;
export type Fault = (typeof FAULTS)[number];

/** Maximum chunks between two faults of a connection: a few hundred milliseconds of a busy room. */
const MAX_CHUNKS_BETWEEN = 60;
/** Milliseconds that a delay or throttling lasts. */
const SPELL_MS = { from: 50, to: 600 };
/** Bytes that a throttled direction passes at a time: less than an event, so that frames arrive in pieces. */
const THROTTLED_BYTES = 64;
/** Milliseconds between two such pieces. */
const THROTTLED_EVERY_MS = 5;

interface Direction {
  readonly from: Socket;
  readonly to: Socket;
  readonly cursor: FrameCursor;
  /** Data held back while the direction is blocked or throttled. */
  held: Buffer[];
}

/** The ports of a link. */
export interface LinkPorts {
  readonly random: Random;
  /** Called when a fault actually happens, not when it is scheduled. */
  readonly done: (fault: Fault) => void;
  /** Whether faults still happen. */
  readonly isStormy: () => boolean;
}

/** One connection through a bad network: forwards bytes in both directions and injects one fault after another. */
export class Link {
  readonly #near: Socket;
  readonly #far: Socket;
  readonly #ports: LinkPorts;
  readonly #directions: readonly [up: Direction, down: Direction];
  #mode: "through" | "delay" | "throttle" | "swallow" = "through";
  #chunksLeft = 0;
  #next: Fault = "reset";
  #timer: NodeJS.Timeout | undefined;

  constructor(near: Socket, far: Socket, ports: LinkPorts) {
    this.#near = near;
    this.#far = far;
    this.#ports = ports;
    this.#directions = [
      { from: near, to: far, cursor: new FrameCursor(), held: [] },
      { from: far, to: near, cursor: new FrameCursor(), held: [] },
    ];
    for (const direction of this.#directions) this.#carry(direction);
    this.#plan();
  }

  /** Ends the storm: held data is forwarded. Swallowed data stays lost, and its connection dead. */
  calm(): void {
    if (this.#mode !== "swallow") this.#through();
  }

  /** Ends both sides at once. */
  destroy(): void {
    clearTimeout(this.#timer);
    this.#near.destroy();
    this.#far.destroy();
  }

  /** Blocks both directions from now on, without telling either side: half-open. */
  swallow(): void {
    clearTimeout(this.#timer);
    this.#mode = "swallow";
    for (const direction of this.#directions) {
      direction.from.pause();
      direction.held = [];
    }
  }

  #carry(direction: Direction): void {
    const { from, to } = direction;
    from.setNoDelay();
    from.on("data", (chunk) => this.#pass(direction, chunk));
    // However one side ended, the other is reset. The other side of a swallowed connection learns nothing.
    from.on("error", () => this.#mode === "swallow" || to.resetAndDestroy());
    from.on("close", () => this.#mode === "swallow" || to.destroySoon());
  }

  #plan(): void {
    const { random } = this.#ports;
    this.#chunksLeft = random.below(MAX_CHUNKS_BETWEEN);
    this.#next = random.pick(FAULTS);
  }

  #pass(direction: Direction, chunk: Buffer): void {
    const spans = direction.cursor.take(chunk);
    this.#chunksLeft -= 1;
    if (this.#mode === "through" && this.#chunksLeft < 0 && this.#ports.isStormy()) {
      const whole = spans.find(({ end, start }) => end - start > 1);
      if (this.#next !== "cut") this.#do(this.#next);
      else if (whole !== undefined) {
        const inside = whole.start + 1 + this.#ports.random.below(whole.end - whole.start - 1);
        this.#cut(direction, chunk.subarray(0, inside));
        return;
      }
    }
    if (this.#mode === "through") direction.to.write(chunk);
    else if (this.#mode !== "swallow") direction.held.push(chunk);
  }

  #do(fault: Exclude<Fault, "cut">): void {
    this.#ports.done(fault);
    const { random } = this.#ports;
    switch (fault) {
      case "reset":
        this.#near.resetAndDestroy();
        this.#far.resetAndDestroy();
        return;
      case "swallow":
        this.swallow();
        return;
      case "delay":
        this.#mode = "delay";
        this.#timer = setTimeout(() => this.#through(), random.between(SPELL_MS.from, SPELL_MS.to));
        return;
      case "throttle":
        this.#mode = "throttle";
        this.#trickle(performance.now() + random.between(SPELL_MS.from, SPELL_MS.to));
        return;
    }
  }

  /** The bytes up to the middle of a frame arrive, then the end of the stream; a reset could overtake them. */
  #cut({ from, to }: Direction, part: Buffer): void {
    this.#ports.done("cut");
    to.end(part);
    from.destroy();
  }

  #trickle(until: number): void {
    if (performance.now() >= until) {
      this.#through();
      return;
    }
    for (const direction of this.#directions) {
      const waiting = Buffer.concat(direction.held);
      direction.to.write(waiting.subarray(0, THROTTLED_BYTES));
      direction.held = [waiting.subarray(THROTTLED_BYTES)];
    }
    this.#timer = setTimeout(() => this.#trickle(until), THROTTLED_EVERY_MS);
  }

  #through(): void {
    clearTimeout(this.#timer);
    this.#mode = "through";
    for (const direction of this.#directions) {
      for (const chunk of direction.held) direction.to.write(chunk);
      direction.held = [];
    }
    this.#plan();
  }
}
