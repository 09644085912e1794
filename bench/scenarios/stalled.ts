import type { Figure } from "../figures.ts";
import { residentBytes } from "../systems/process-figures.ts";
import { type Context, fillRoom } from "./scenario.ts";

/** A share of the room's capacity: busy, but not overloaded. */
const SHARE_OF_CAPACITY = 0.25;
const DURATION_MS = 5_000;
const DRAIN_MS = 5_000;

/** One of a thousand clients stops reading: the effect on the others' latency and on the server's memory. */
export async function* stalled(context: Context): AsyncGenerator<Figure> {
  const { edge, generator, receivers, running, system } = context;
  if (edge === undefined) return;
  const rate = SHARE_OF_CAPACITY * edge;
  await fillRoom(context, { apart: 1 });
  const load = { rate, durationMs: DURATION_MS, drainMs: DRAIN_MS };
  const before = await generator.call("load", load);
  const residentBefore = residentBytes(running.pid);
  await generator.call("stall", true);
  const after = await generator.call("load", load);
  const grownBytes = residentBytes(running.pid) - residentBefore;
  const [one] = await generator.call("stall", false);
  const closedWith = one?.closedWith;
  context.progress(`p99 ${before.latency.p99} ms, with the stalled reader ${after.latency.p99} ms`);
  yield {
    scenario: "stalled",
    system: system.name,
    receivers,
    values: {
      p99Ms: before.latency.p99,
      stalledP99Ms: after.latency.p99,
      timesP99: after.latency.p99 / before.latency.p99,
      grownBytes,
      ...(closedWith === undefined ? {} : { closedWith }),
    },
    broken: [...before.broken, ...after.broken],
  };
}
