import type { Figure } from "../figures.ts";
import type { OverloadReport } from "../generator/api.ts";
import { forgetPeak, peakBytes, residentBytes } from "../systems/process-figures.ts";
import { type Context, fillRoom } from "./scenario.ts";

/** Sockets that send. They are part of the room, but not compared: each gets errors of its own. */
const SENDERS = 10;
/** Times what the room carries. */
const OVERLOAD = 4;
const SATURATION_MS = 10_000;
const DRAIN_MS = 20_000;
/** A server that grows by more than this is not overloaded further: an object has 128 MB. */
const MAX_GROWN_BYTES = 1_000_000_000;

/**
 * As much as the room carries, then four times as much: the server's memory, and whether everyone stays connected and
 * nothing acknowledged is lost.
 */
export async function* overload(context: Context): AsyncGenerator<Figure> {
  const { edge, generator, profile, progress, receivers, running, system } = context;
  const { pid } = running;
  if (edge === undefined || pid === undefined) return;
  const sockets = { receivers: receivers - SENDERS, apart: SENDERS };
  await fillRoom(context, sockets);
  const idleBytes = residentBytes(pid);
  const offer = async (rate: number, durationMs: number) => {
    forgetPeak(pid);
    const maxResidentBytes = idleBytes + MAX_GROWN_BYTES;
    const run = await generator.call("overload", { rate, durationMs, drainMs: DRAIN_MS, pid, maxResidentBytes });
    const grownBytes = peakBytes(pid) - idleBytes;
    progress(`${receivers} receivers, ${Math.round(rate)} messages/s: ${describe(run, grownBytes)}`);
    return { run, grownBytes };
  };
  const saturated = await offer(edge, SATURATION_MS);
  // Messages still on their way would count for the second run.
  if (saturated.run.unanswered > 0 || saturated.run.lost > 0) await fillRoom(context, sockets);
  const overloaded = await offer(edge * OVERLOAD, profile.overloadMs);
  const { run } = overloaded;
  const lost = saturated.run.lost + run.lost;
  yield {
    scenario: "overload",
    system: system.name,
    receivers,
    values: {
      idleBytes,
      saturationGrownBytes: saturated.grownBytes,
      overloadGrownBytes: overloaded.grownBytes,
      deliveriesPerSecond: (run.delivered / run.ms) * 1_000,
      p99Ms: run.latency.p99,
      rejectedShare: run.rejected / (run.acknowledged + run.rejected),
      unanswered: run.unanswered,
      heldBack: run.heldBack,
      closed: saturated.run.closed + run.closed,
      lost,
      generatorShare: run.cpuShare,
      ...(run.isStopped ? { stoppedMs: run.ms } : {}),
    },
    broken: [
      ...saturated.run.broken,
      ...run.broken,
      ...(lost > 0 ? [`${lost} acknowledged messages did not reach a connected receiver`] : []),
    ],
  };
}

function describe(run: OverloadReport, grownBytes: number): string {
  const { acknowledged, closed, heldBack, isStopped, latency, lost, rejected, unanswered } = run;
  return (
    `${acknowledged} acknowledged, ${rejected} rejected, ${unanswered} unanswered, ${heldBack} held back, ${lost} lost, ` +
    `${closed} closed, p99 ${latency.p99.toFixed(0)} ms, ${(grownBytes / 1e6).toFixed(0)} MB over idle${isStopped ? ", stopped" : ""}`
  );
}
