import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectOptions, DepartReport, ResumeReport, StormReport } from "./api.ts";
import { startCpuMeter } from "./cpu-meter.ts";
import { DIALECTS, type Dialect, type Since } from "./dialects.ts";
import { Histogram } from "./histogram.ts";
import { Receiver } from "./receiver.ts";
import { rejectionIn } from "./rejection.ts";
import type { RunStats } from "./run-stats.ts";
import { type DueAt, Stream } from "./stream.ts";

/** Sockets that connect at a time: below the backlog of any server. */
const CONNECTING = 500;
/** A storm that is not over by then never will be. */
const STORM_DEADLINE_MS = 60_000;
/** Required silence before a run: longer than any server batches presence. */
const SILENCE_MS = 800;
const SILENCE_DEADLINE_MS = 20_000;
/** How long an error may be on its way from an overloaded room, and how often it is looked for. */
const REJECTION_DEADLINE_MS = 3_000;
const REJECTION_LOOK_MS = 20;
/** Sender numbers have four digits. */
const MAX_SENDERS = 10_000;

/** The clients of one room. */
export class Crowd {
  readonly dialect: Dialect;
  readonly stats: RunStats;
  readonly broken: string[] = [];
  /** The next counter of each sender. Counters continue across runs, so that no `id` repeats. */
  readonly counters = new Uint32Array(MAX_SENDERS);
  receivers: Receiver[] = [];
  apart: Receiver[] = [];

  readonly #options: ConnectOptions;

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.dialect = DIALECTS[options.dialect];
    this.stats = {
      stream: new Stream(this.dialect, new Uint32Array(MAX_SENDERS)),
      latencies: new Histogram(),
      delivered: 0,
      bytes: 0,
      lastAt: 0,
      onDelivery: undefined,
      // One warning is enough: a thousand receivers would all report the same.
      broken: (reason) => this.broken.length < 5 && this.broken.push(reason),
    };
  }

  async connect(): Promise<StormReport> {
    const { apart = 0, receivers } = this.#options;
    const opened: Receiver[] = [];
    const report = await this.#storm(receivers + apart, CONNECTING, (through) => {
      const receiver = new Receiver(this.#options, this.dialect, this.stats, through);
      opened.push(receiver);
      return receiver;
    });
    this.receivers = opened.slice(0, receivers);
    this.apart = opened.slice(receivers);
    return report;
  }

  async join(): Promise<StormReport> {
    const [first, ...tabs] = this.#options.apartAreOne ? this.apart : [];
    const all = this.all().filter((receiver) => !tabs.includes(receiver));
    const report = await this.#storm(all.length, all.length, (through, index) => {
      const receiver = all[index];
      if (receiver === undefined) throw new RangeError();
      void receiver.join().then(through);
      return receiver;
    });
    const { epoch = "", seq = 0, token = "" } = first?.joined ?? {};
    await Promise.all(tabs.map((tab) => tab.join({ epoch, seq, token })));
    return report;
  }

  /** All clients reconnect at once over new sockets, each having missed the last events. */
  async resume(missed: number): Promise<ResumeReport> {
    const before = this.receivers;
    const head = (before[0]?.joined.seq ?? 0) + (before[0]?.messages ?? 0);
    const back: Receiver[] = [];
    const report = await this.#storm(before.length, CONNECTING, (through, index) => {
      const { epoch = "", token = "" } = before[index]?.joined ?? {};
      const since: Since = { epoch, token, seq: head - missed };
      const receiver: Receiver = new Receiver(this.#options, this.dialect, this.stats, () => {
        void receiver.join(since).then(through);
      });
      back.push(receiver);
      return receiver;
    });
    this.receivers = back;
    const wrong = back.filter(({ joined: { repeated, seq } }) => {
      return seq !== head || repeated.length !== missed || repeated.some((at, i) => at !== head - missed + 1 + i);
    });
    return { ...report, wrong: wrong.length };
  }

  all(): Receiver[] {
    return [...this.receivers, ...this.apart];
  }

  /** @throws Error if the room did not become quiet */
  async settle(): Promise<void> {
    const received = () => this.all().reduce((sum, { bytes }) => sum + bytes, 0);
    const deadline = performance.now() + SILENCE_DEADLINE_MS;
    for (let before = -1; before !== received(); ) {
      if (performance.now() > deadline) throw new Error("the room did not become quiet");
      before = received();
      await sleep(SILENCE_MS);
    }
  }

  get frames(): number {
    return this.all().reduce((sum, { frames }) => sum + frames, 0);
  }

  /** All but some clients leave at once, and their frames no longer count. */
  async depart(stay: number): Promise<DepartReport> {
    const gone = this.receivers.splice(stay);
    const received = () => this.receivers.reduce((sum, { bytes }) => sum + bytes, 0);
    const before = { frames: this.frames, bytes: received() };
    for (const receiver of gone) receiver.leave();
    const deadline = performance.now() + STORM_DEADLINE_MS;
    while (received() === before.bytes) {
      if (performance.now() > deadline) throw new Error("the leaves were not announced");
      await sleep(SILENCE_MS);
    }
    await this.settle();
    return { stayed: this.receivers.length, frames: this.frames - before.frames, bytes: received() - before.bytes };
  }

  /** Starts a run; every message until the next run must reach every receiver. */
  begin(dueAt: DueAt): void {
    for (const receiver of this.receivers) receiver.beginStream();
    this.stats.stream.begin(dueAt);
    this.stats.latencies.clear();
    this.stats.delivered = this.stats.bytes = 0;
  }

  /**
   * A rejected command is missing from everyone's stream, and only its sender is told, perhaps later (P4.9). So a broken
   * run waits for that before it says what broke it.
   */
  async findRejection(): Promise<void> {
    const { bytes, head } = this.stats.stream;
    for (const receiver of this.receivers) receiver.listen();
    let code = rejectionIn(bytes.subarray(0, head));
    const deadline = performance.now() + REJECTION_DEADLINE_MS;
    while (code === undefined && performance.now() < deadline) {
      await sleep(REJECTION_LOOK_MS);
      code = this.receivers.find(({ rejection }) => rejection !== undefined)?.rejection;
    }
    if (code !== undefined) this.broken.splice(0, Number.POSITIVE_INFINITY, `the room answered ${code}`);
  }

  leave(): void {
    for (const receiver of this.all()) receiver.leave();
  }

  /** Limits concurrency to `width`. */
  async #storm(
    count: number,
    width: number,
    start: (through: () => void, index: number) => Receiver,
  ): Promise<StormReport> {
    const cpu = startCpuMeter();
    const latencies = new Histogram();
    const startedAt = performance.now();
    const going: Receiver[] = [];
    /** Clients that join have already received something. */
    let before = 0;
    await new Promise<void>((resolve, reject) => {
      let done = 0;
      const late = setTimeout(
        () => reject(new Error(`${done} of ${count} finished within ${STORM_DEADLINE_MS / 1_000} s`)),
        STORM_DEADLINE_MS,
      );
      const next = () => {
        const from = performance.now();
        const through = () => {
          latencies.add(performance.now() - from);
          done += 1;
          if (done === count) {
            clearTimeout(late);
            resolve();
          } else if (going.length < count) next();
        };
        const index = going.length;
        const receiver = start(through, index);
        before += receiver.bytes;
        going.push(receiver);
      };
      for (let i = 0; i < Math.min(width, count); i++) next();
    });
    const bytes = going.reduce((sum, receiver) => sum + receiver.bytes, 0) - before;
    return { ms: performance.now() - startedAt, latency: latencies.read(), bytes, cpuShare: cpu() };
  }
}
