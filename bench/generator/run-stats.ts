import type { Histogram } from "./histogram.ts";
import type { Stream } from "./stream.ts";

/** Shared by the receivers of a room during a run. */
export interface RunStats {
  readonly stream: Stream;
  readonly latencies: Histogram;
  /** Messages with a measured latency, over all receivers. */
  delivered: number;
  bytes: number;
  /** Time of the newest delivery, by `performance.now()`. */
  lastAt: number;
  /** Called when `delivered` may have reached the awaited number. */
  onDelivery: (() => void) | undefined;
  broken(reason: string): void;
}

export interface Address {
  readonly port: number;
  readonly path: string;
}
