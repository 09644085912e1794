import type { DialectName } from "./dialects.ts";
import type { Latency } from "./histogram.ts";

/** Whom to connect. */
export interface ConnectOptions {
  readonly port: number;
  readonly path: string;
  readonly dialect: DialectName;
  readonly receivers: number;
  /** Further sockets, whose frames are compared with nobody's: some that flood, one that stalls. */
  readonly apart?: number;
  /** Those are one person's, in as many tabs. */
  readonly apartAreOne?: boolean;
}

/** How long a storm took, until the last one was through. */
export interface StormReport {
  readonly ms: number;
  readonly latency: Latency;
  /** Received over all sockets. */
  readonly bytes: number;
  readonly cpuShare: number;
}

export interface ResumeReport extends StormReport {
  /** Sockets that were not told exactly what they had missed, in order. */
  readonly wrong: number;
}

/** What those who stayed were sent while the others went. */
export interface DepartReport {
  readonly stayed: number;
  readonly frames: number;
  readonly bytes: number;
}

export interface QuietOptions {
  readonly messages: number;
  /** Milliseconds after which no more are sent. */
  readonly withinMs: number;
  /** Milliseconds from the last delivery to the next message. */
  readonly gapMs?: number;
  /** Messages a second of the sockets that are apart, all the while. */
  readonly flood?: number;
  /** How many of those send them, in equal shares; one by default. */
  readonly flooders?: number;
}

export interface LoadOptions {
  /** Messages a second, offered whatever comes back. */
  readonly rate: number;
  readonly durationMs: number;
  /** How long to wait for the last delivery, in milliseconds after the last message. */
  readonly drainMs: number;
}

export interface RunReport {
  readonly latency: Latency;
  readonly sent: number;
  /** Messages over all receivers. */
  readonly delivered: number;
  readonly expected: number;
  /** From the first message until the last delivery. */
  readonly ms: number;
  /** Received over all receivers. */
  readonly bytes: number;
  /** Frames that each receiver was sent. */
  readonly frames: number;
  /** The generator's own use of its core, 0 to 1. */
  readonly cpuShare: number;
  /** Receivers that the server closed. */
  readonly closed: number;
  /** What is wrong in order or completeness; nothing, where all is well. */
  readonly broken: readonly string[];
}

export interface ApartReport {
  readonly bytes: number;
  /** The status of the close frame; 1006 without one, undefined where it is open. */
  readonly closedWith?: number;
}

/** What the generator, in its own process, does for whom conducts the bench. */
export interface Generator {
  /** Opens all sockets, as fast as the server takes them. */
  connect(options: ConnectOptions): Promise<StormReport>;
  /** All say hello at once. */
  join(): Promise<StormReport>;
  /** Waits until nothing is on its way, and begins to compare. */
  settle(): Promise<void>;
  /** Frames that all sockets together were sent, before they are compared. */
  frames(): Promise<number>;
  /** All but so many go at once; resolves when nothing is on its way any more. */
  depart(stay: number): Promise<DepartReport>;
  /** One message at a time. */
  quiet(options: QuietOptions): Promise<RunReport>;
  /** Open loop: messages at an even rate, whatever comes back. */
  load(options: LoadOptions): Promise<RunReport>;
  /** The sockets that are apart read no more, or read on. */
  stall(stalled: boolean): Promise<readonly ApartReport[]>;
  /** All come back at once, each as one who missed the last `missed` events. Their old sockets must be gone. */
  resume(missed: number): Promise<ResumeReport>;
  /** All sockets go. */
  leave(): Promise<void>;
}
