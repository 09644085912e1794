import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { Effect } from "../../room/model/effects.ts";

/** What one turn stored. */
export interface TurnFigures {
  readonly messages: number;
  /** Messages, edits, reactions and all else that has a `seq`. */
  readonly events: number;
  /** Connections of the room. */
  readonly sockets: number;
}

/** How a room's storage does, looked at now and then. */
export interface StorageFigures {
  /** Milliseconds until what a turn wrote was on the disk. */
  readonly flushMs: number;
  /** Bytes of the room's database. */
  readonly bytes: number;
}

/** Counts what happens in rooms, for whoever runs the server. Without one, nothing is counted. */
export interface Meter {
  /** A turn stored something. */
  stored(figures: TurnFigures): void;
  /** A frame was refused. */
  refused(code: ErrorCode): void;
  /** What some turn wrote is on the disk. */
  flushed(figures: StorageFigures): void;
  /** A webhook was called. */
  called(wasTaken: boolean): void;
}

/** Milliseconds between two turns of a room whose way to the disk is timed. */
const SAMPLE_MS = 100;

/** What a room's meter needs of its object. */
export interface RoomMeterPorts {
  readonly meter: Meter;
  /** Resolves when everything that was written is on the disk. */
  readonly sync: () => Promise<void>;
  readonly bytes: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Tells a meter about the turns of a room, after each has sent what it had to send. */
export class RoomMeter {
  readonly #ports: RoomMeterPorts;
  #isTiming = false;
  #timedAt = 0;

  constructor(ports: RoomMeterPorts) {
    this.#ports = ports;
  }

  /** @param events stored by the turn */
  turn(effects: readonly Effect[], events: number, sockets: number): void {
    const { meter } = this.#ports;
    let messages = 0;
    for (const effect of effects) {
      if (effect.type === "reply") {
        for (const object of effect.objects) if (object.type === "error") meter.refused(object.code);
      } else if (effect.type === "broadcast" || effect.type === "broadcast-hidden") {
        if (effect.v1?.type === "message") messages += 1;
      }
    }
    if (events === 0) return;
    meter.stored({ messages, events, sockets });
    this.#time();
  }

  #time(): void {
    const { bytes, meter, now, sync } = this.#ports;
    const since = now();
    if (this.#isTiming || since - this.#timedAt < SAMPLE_MS) return;
    this.#isTiming = true;
    this.#timedAt = since;
    const done = () => {
      this.#isTiming = false;
    };
    sync().then(() => {
      done();
      meter.flushed({ flushMs: now() - since, bytes: bytes() });
    }, done);
  }
}
