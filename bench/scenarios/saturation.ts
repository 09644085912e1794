import type { Figure } from "../figures.ts";
import { REFUSED, type RunReport } from "../generator/api.ts";
import { busySeconds, cpuSeconds } from "../systems/process-figures.ts";
import { findEdge } from "./edge-search.ts";
import { type Context, fillRoom } from "./scenario.ts";

/** A rate counts if 99 of 100 deliveries arrive within this time. */
const P99_BELOW_MS = 250;
/** Above this share of its core the generator is the limit, and the run is void. */
const GENERATOR_SHARE = 0.85;
/** Share of a core: if other work takes more than this, as tests easily do, a value is only a hint. */
const OTHERS_SHARE = 0.3;
/** Deliveries per second at the start of the search: a rate that every system sustains. */
const FIRST_DELIVERIES = 20_000;
/** The search gives up below this many messages per second. */
const LEAST_RATE = 1;
/** The steps of the search: for the order of magnitude, around that, and around the edge of an earlier round. */
const PROBE_STEP = 4;
const WIDE_STEP = Math.SQRT2;
const NARROW_STEP = 2 ** 0.25;
/** Halvings around the edge of an earlier round. */
const NARROW_HALVINGS = 1;
/** How long recovery from an overload may take. */
const DRAIN_MS = 1_000;

interface Step extends RunReport {
  readonly rate: number;
  /** The server's share of a core. */
  readonly serverShare: number;
  /** Core seconds that other work on the machine took. */
  readonly othersSeconds: number;
}

/** How many deliveries per second a room sustains: the highest offered rate whose p99 stays within the limit. */
export async function* saturation(context: Context): AsyncGenerator<Figure> {
  const { edge, profile, receivers, system } = context;
  const trial = new Trial(context);
  await fillRoom(context);
  if (edge === undefined) {
    const from = FIRST_DELIVERIES / receivers;
    const probe = { from, step: PROBE_STEP, halvings: 0, least: LEAST_RATE, isDoubtful: true };
    const { carried, refused } = await findEdge((rate) => trial.carries(rate, profile.probeMs), probe);
    const middle = Math.sqrt((carried ?? LEAST_RATE) * (refused ?? LEAST_RATE));
    await trial.search(middle, WIDE_STEP, profile.halvings);
  } else await trial.search(edge, NARROW_STEP, NARROW_HALVINGS);
  yield { scenario: "saturation", system: system.name, receivers, ...trial.read() };
}

/** Offers rates to a room, and keeps the best step that it carried. */
class Trial {
  readonly #context: Context;
  readonly #broken: string[] = [];
  readonly #spent = { seconds: 0, others: 0 };
  #carried: Step | undefined;
  /** Whether the generator was the limit in the last step that was not carried. */
  #isAtLeast = false;

  constructor(context: Context) {
    this.#context = context;
  }

  async carries(rate: number, durationMs: number): Promise<boolean> {
    const { profile, progress, receivers } = this.#context;
    for (let tries = 0; tries < profile.tries; tries += 1) {
      const step = await offer(this.#context, rate, durationMs);
      this.#broken.push(...step.broken.filter((reason) => reason !== REFUSED));
      this.#spent.seconds += step.ms / 1_000;
      this.#spent.others += step.othersSeconds;
      const isDelivered = step.delivered === step.expected && step.closed === 0 && step.broken.length === 0;
      const isCarried = isDelivered && step.latency.p99 < P99_BELOW_MS && step.cpuShare <= GENERATOR_SHARE;
      progress(describe(receivers, step, isCarried));
      if (isCarried) {
        if (rate > (this.#carried?.rate ?? 0)) this.#carried = step;
        return true;
      }
      this.#isAtLeast = step.cpuShare > GENERATOR_SHARE;
      // Messages still in flight would count for the next step.
      if (!isDelivered) await fillRoom(this.#context);
    }
    return false;
  }

  /** Searches in full windows; short probes before it no longer count. */
  async search(from: number, step: number, halvings: number): Promise<void> {
    this.#carried = undefined;
    const { windowMs } = this.#context.profile;
    await findEdge((rate) => this.carries(rate, windowMs), { from, step, halvings, least: LEAST_RATE });
  }

  read(): Pick<Figure, "values" | "broken" | "atLeast" | "isDisturbed"> {
    const { others, seconds } = this.#spent;
    return {
      values: this.#carried === undefined ? { deliveriesPerSecond: 0 } : valuesOf(this.#carried),
      broken: this.#broken,
      ...(this.#isAtLeast ? { atLeast: true } : {}),
      ...(others > seconds * OTHERS_SHARE ? { isDisturbed: true } : {}),
    };
  }
}

function valuesOf(step: Step): Record<string, number> {
  return {
    deliveriesPerSecond: (step.delivered / step.ms) * 1_000,
    messagesPerSecond: (step.sent / step.ms) * 1_000,
    p50Ms: step.latency.p50,
    p99Ms: step.latency.p99,
    bytesPerDelivery: step.bytes / step.delivered,
    messagesPerFrame: step.sent / step.frames,
    generatorShare: step.cpuShare,
    serverShare: step.serverShare,
  };
}

async function offer(context: Context, rate: number, durationMs: number): Promise<Step> {
  const { generator, running } = context;
  const before = cpuSeconds(running.pid);
  const busyBefore = busySeconds();
  const run = await generator.call("load", { rate, durationMs, drainMs: DRAIN_MS });
  const server = cpuSeconds(running.pid) - before;
  const seconds = run.ms / 1_000;
  const others = busySeconds() - busyBefore - server - run.cpuShare * seconds;
  return { ...run, rate, serverShare: server / seconds, othersSeconds: Math.max(others, 0) };
}

function describe(receivers: number, step: Step, isCarried: boolean): string {
  const millions = (step.delivered / step.ms / 1_000).toFixed(3);
  const share = Math.round(step.cpuShare * 100);
  return `${receivers} receivers: ${millions} M/s, p99 ${step.latency.p99.toFixed(1)} ms, generator ${share} %${isCarried ? "" : ", not sustained"}`;
}
