import type { Figure } from "../figures.ts";
import type { RunReport } from "../generator/api.ts";
import { busySeconds, cpuSeconds } from "../systems/process-figures.ts";
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
/** The step of the search for the order of magnitude. */
const PROBE_STEP = 4;
/** How long recovery from an overload may take. */
const DRAIN_MS = 1_000;

interface Step extends RunReport {
  readonly rate: number;
  /** The server's share of a core. */
  readonly serverShare: number;
  /** Core seconds that other work on the machine took. */
  readonly othersSeconds: number;
}

/** The highest rate that a room sustains, and the lowest that it does not. */
interface Bounds {
  carried: Step | undefined;
  /** Messages per second. */
  refused: number;
}

/** How many deliveries per second a room sustains: the highest offered rate whose p99 stays within the limit. */
export async function* saturation(context: Context): AsyncGenerator<Figure> {
  for (const receivers of context.profile.sizes) {
    const { bounds, broken, isDisturbed, isVoid } = await search(context, receivers, context.profile.halvings);
    const { carried } = bounds;
    yield {
      scenario: "saturation",
      system: context.system.name,
      receivers,
      values: carried === undefined ? { deliveriesPerSecond: 0 } : valuesOf(carried),
      broken,
      ...(isVoid ? { atLeast: true } : {}),
      ...(isDisturbed ? { isDisturbed } : {}),
    };
  }
}

/** A rough estimate of the messages per second that a room of this size sustains. */
export async function findCapacity(context: Context, receivers: number): Promise<number> {
  const { bounds } = await search(context, receivers, 0);
  return bounds.carried?.rate ?? LEAST_RATE;
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

async function search(context: Context, receivers: number, halvings: number) {
  const { profile } = context;
  const { probeMs, windowMs } = profile;
  const bounds: Bounds = { carried: undefined, refused: Number.POSITIVE_INFINITY };
  const broken: string[] = [];
  let isVoid = false;
  const spent = { seconds: 0, others: 0 };
  const carries = async (rate: number, durationMs: number): Promise<boolean> => {
    for (let tries = 0; tries < profile.tries; tries++) {
      const step = await offer(context, rate, durationMs);
      broken.push(...step.broken);
      spent.seconds += step.ms / 1_000;
      spent.others += step.othersSeconds;
      const isDelivered = step.delivered === step.expected && step.closed === 0 && step.broken.length === 0;
      const isCarried = isDelivered && step.latency.p99 < P99_BELOW_MS && step.cpuShare <= GENERATOR_SHARE;
      context.progress(describe(receivers, step, isCarried));
      if (isCarried) {
        bounds.carried = step;
        return true;
      }
      isVoid = step.cpuShare > GENERATOR_SHARE;
      // Messages still in flight would count for the next step.
      if (!isDelivered) await fillRoom(context, receivers);
    }
    bounds.refused = rate;
    return false;
  };
  /** Lowers the rate until one is sustained. */
  const descend = async (from: number, by: number, durationMs: number): Promise<number> => {
    let rate = from;
    while (!(await carries(rate, durationMs)) && rate / by >= LEAST_RATE) rate /= by;
    return rate;
  };

  await fillRoom(context, receivers);
  let sound = await descend(FIRST_DELIVERIES / receivers, PROBE_STEP, probeMs);
  while (bounds.refused === Number.POSITIVE_INFINITY && (await carries(sound * PROBE_STEP, probeMs))) {
    sound *= PROBE_STEP;
  }
  if (halvings > 0) {
    // A short probe narrows the search; only a full window counts.
    bounds.carried = undefined;
    for (let i = 0; i < halvings; i++) {
      const between = Math.sqrt(sound * bounds.refused);
      if (await carries(between, windowMs)) sound = between;
    }
    if (bounds.carried === undefined) await descend(sound, Math.SQRT2, windowMs);
  }
  return { bounds, broken, isDisturbed: spent.others > spent.seconds * OTHERS_SHARE, isVoid };
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
