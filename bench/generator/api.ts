import type { DialectName } from "./dialects.ts";
import type { Latency } from "./histogram.ts";

/** Why a run ended in which an overloaded room refused a command (P4.9): the rate is too high, and nothing is wrong. */
export const REFUSED = "the room answered rate_limited";

/** The clients to connect. */
export interface ConnectOptions {
  readonly port: number;
  readonly path: string;
  readonly dialect: DialectName;
  readonly receivers: number;
  /** Additional sockets that are not part of the comparison: some flood, one stalls. */
  readonly apart?: number;
  /** They belong to one user, in as many tabs. */
  readonly apartAreOne?: boolean;
}

/** The duration of a storm, until its last client is through. */
export interface StormReport {
  readonly ms: number;
  readonly latency: Latency;
  /** Bytes received over all sockets. */
  readonly bytes: number;
  readonly cpuShare: number;
}

export interface ResumeReport extends StormReport {
  /** Sockets that did not receive exactly the events that they missed, in order. */
  readonly wrong: number;
}

/** The traffic to the remaining clients while the others left. */
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
  /** Messages a second from the additional sockets, the whole time. */
  readonly flood?: number;
  /** How many of them send, in equal shares; one by default. */
  readonly flooders?: number;
}

export interface LoadOptions {
  /** Messages a second, sent regardless of what comes back. */
  readonly rate: number;
  readonly durationMs: number;
  /** Milliseconds to wait for the last delivery after the last message. */
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
  /** Bytes received over all receivers. */
  readonly bytes: number;
  /** Frames sent to each receiver. */
  readonly frames: number;
  /** The generator's use of its own core, 0 to 1. */
  readonly cpuShare: number;
  /** Receivers that the server closed. */
  readonly closed: number;
  /** Violations of order or completeness; empty if there are none. */
  readonly broken: readonly string[];
}

export interface OverloadOptions extends LoadOptions {
  /** The server's process: the run ends early if it grows beyond a limit. */
  readonly pid: number;
  /** Resident memory, in bytes. */
  readonly maxResidentBytes: number;
}

export interface OverloadReport extends RunReport {
  /** Messages that their senders got back. */
  readonly acknowledged: number;
  /** Messages answered with an error. */
  readonly rejected: number;
  /** Messages without either. */
  readonly unanswered: number;
  /** Messages that were not even sent, because the server no longer read from their sender's socket. */
  readonly heldBack: number;
  /** Acknowledged messages that a connected receiver did not get. */
  readonly lost: number;
  /** The server's memory ended the run early. */
  readonly isStopped: boolean;
}

export interface ApartReport {
  readonly bytes: number;
  /** The code of the close frame; 1006 without one, undefined while open. */
  readonly closedWith?: number;
}

/** The generator's methods, which the bench calls in another process. */
export interface Generator {
  /** Opens all sockets, as fast as the server accepts them. */
  connect(options: ConnectOptions): Promise<StormReport>;
  /** All clients send hello at once. */
  join(): Promise<StormReport>;
  /** Waits until nothing is in flight, and starts comparing. */
  settle(): Promise<void>;
  /** Frames sent to all sockets together before the comparison started. */
  frames(): Promise<number>;
  /** All but `stay` clients leave at once; resolves when nothing is in flight. */
  depart(stay: number): Promise<DepartReport>;
  /** Sends one message at a time. */
  quiet(options: QuietOptions): Promise<RunReport>;
  /** Open loop: sends messages at a constant rate, regardless of what comes back. */
  load(options: LoadOptions): Promise<RunReport>;
  /** Open loop from the additional sockets only: the server may reject messages, but not lose acknowledged ones. */
  overload(options: OverloadOptions): Promise<OverloadReport>;
  /** The additional sockets stop or resume reading. */
  stall(stalled: boolean): Promise<readonly ApartReport[]>;
  /** All clients reconnect at once, each having missed the last `missed` events. Their old sockets must be gone. */
  resume(missed: number): Promise<ResumeReport>;
  /** Closes all sockets. */
  leave(): Promise<void>;
}
