import type { Figure } from "../figures.ts";
import { type Context, fillRoom } from "./scenario.ts";

/** Warm-up messages, after which the server's code is compiled. */
const WARM_UP = 50;
const WITHIN_MS = 30_000;

/** One message at a time, until everyone has it: the latency that a user experiences in a quiet room. */
export async function* quiet(context: Context): AsyncGenerator<Figure> {
  const { generator, profile, receivers, system } = context;
  await fillRoom(context);
  await generator.call("quiet", { messages: WARM_UP, withinMs: WITHIN_MS });
  const run = await generator.call("quiet", { messages: profile.quietMessages, withinMs: WITHIN_MS });
  context.progress(`${receivers} receivers: p50 ${run.latency.p50} ms, p99 ${run.latency.p99} ms`);
  yield {
    scenario: "quiet",
    system: system.name,
    receivers,
    values: { p50Ms: run.latency.p50, p99Ms: run.latency.p99, bytesPerDelivery: run.bytes / run.delivered },
    broken: [...run.broken, ...(run.delivered < run.expected ? ["a message in a quiet room was lost"] : [])],
  };
}
