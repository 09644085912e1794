import * as v from "valibot";

/** How far a person has read in a room. */
export interface Reading {
  /** The log whose numbers these are (P3.4); absent while none is known. */
  readonly epoch: string | undefined;
  /** Everything up to this `seq` was read. */
  readonly seen: number;
  /** When they last looked, in milliseconds since 1970. */
  readonly seenAt: number;
  /** Where reading had stopped before what is new. */
  readonly stop: Stop | undefined;
}

/** Where reading stopped. */
export interface Stop {
  /** `seq` of the last message that was read. */
  readonly after: number;
  /** When that was, in milliseconds since 1970. */
  readonly since: number;
}

/** What a browser keeps of a reading, from one visit to the next. */
export type KeptReading = v.InferOutput<typeof KeptReading>;
export const KeptReading = v.object({ epoch: v.string(), seen: v.number(), seenAt: v.number() });

/** Before anything is known. */
export const NO_READING: Reading = { epoch: undefined, seen: 0, seenAt: 0, stop: undefined };

/**
 * A log appears, or another in its place.
 *
 * @param kept of the last visit. On the first one there is nothing that reading could have stopped at
 * @param newest `seq` of the newest message
 */
export function begin(epoch: string, kept: KeptReading | undefined, newest: number, now: number): Reading {
  if (kept?.epoch !== epoch) return { epoch, seen: newest, seenAt: now, stop: undefined };
  return { epoch, seen: Math.min(kept.seen, newest), seenAt: kept.seenAt, stop: undefined };
}

/** Something was said that the reader did not see come: here reading stopped, until they stop again further down. */
export function pause(reading: Reading): Reading {
  const { seen, seenAt, stop } = reading;
  return stop?.after === seen ? reading : { ...reading, stop: { after: seen, since: seenAt } };
}

/** The reader has seen everything up to `seq`. */
export function see(reading: Reading, seq: number, now: number): Reading {
  return seq <= reading.seen ? reading : { ...reading, seen: seq, seenAt: now };
}

/** The reader spoke up: they know what was said, and nothing before is new to them. */
export function speakUp(reading: Reading, seq: number, now: number): Reading {
  return { ...see(reading, seq, now), stop: undefined };
}
