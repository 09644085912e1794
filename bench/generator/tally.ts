import type { Histogram } from "./histogram.ts";
import type { Stream } from "./stream.ts";

/** What the receivers of a room share while a run lasts. */
export interface Tally {
  readonly stream: Stream;
  readonly latencies: Histogram;
  /** Messages that a latency was asked of, over all receivers. */
  delivered: number;
  bytes: number;
  /** Of the newest delivery, by `performance.now()`. */
  lastAt: number;
  /** Called when `delivered` may have come to what is waited for. */
  onDelivery: (() => void) | undefined;
  broken(reason: string): void;
}

export interface Address {
  readonly port: number;
  readonly path: string;
}
