import type { Figure } from "../figures.ts";
import { type Context, fillRoom } from "./scenario.ts";

/** Missed events per client: more than one batched frame, and well within what is repeated (P4.4). */
const MISSED = 100;
const RATE = 50;
const DURATION_MS = 3_000;

/** The process is killed and restarted, and everyone reconnects at once, each to receive the missed events. */
export async function* resume(context: Context): AsyncGenerator<Figure> {
  const { generator, receivers, running, system } = context;
  if (running.restart === undefined || system.dialect !== "parley") return;
  await fillRoom(context);
  const run = await generator.call("load", { rate: RATE, durationMs: DURATION_MS, drainMs: 20_000 });
  await running.restart();
  const storm = await generator.call("resume", MISSED);
  context.progress(`${receivers} clients reconnected within ${Math.round(storm.ms)} ms`);
  yield {
    scenario: "resume",
    system: system.name,
    receivers,
    values: {
      resumeMs: storm.ms,
      resumeP99Ms: storm.latency.p99,
      resumeBytesPerSocket: storm.bytes / receivers,
      generatorShare: storm.cpuShare,
    },
    broken: [
      ...run.broken,
      ...(storm.wrong > 0 ? [`${storm.wrong} clients did not receive exactly the missed events`] : []),
    ],
  };
}
