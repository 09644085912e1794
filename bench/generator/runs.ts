import { setTimeout as sleep } from "node:timers/promises";
import type { LoadOptions, QuietOptions, RunReport } from "./api.ts";
import { FrameTemplate } from "./client-frames.ts";
import { startCpuMeter } from "./cpu-meter.ts";
import type { Crowd } from "./crowd.ts";
import { FLOODER } from "./texts.ts";

/** The number of senders, if there are that many receivers. */
const SENDERS = 10;
/** Milliseconds from the last delivery to the next message in a quiet room. */
const QUIET_GAP_MS = 5;
/** A message in a quiet room that has not arrived by then is lost. */
const QUIET_DEADLINE_MS = 5_000;
/**
 * Milliseconds that the generator sleeps between two rounds over its sockets, plus a share per socket: it reads batches
 * instead of single segments, and its CPU share shows whether it keeps up.
 */
const PAUSE_MS = 1;
const PAUSE_MS_PER_SOCKET = 0.002;

/** One message at a time: the next is sent when everyone has this one. */
export async function runQuiet(
  crowd: Crowd,
  { flood = 0, flooders = 1, gapMs = QUIET_GAP_MS, messages, withinMs }: QuietOptions,
): Promise<RunReport> {
  const { receivers, stats } = crowd;
  const sender = 0;
  const template = new FrameTemplate(sender, crowd.dialect);
  let dueAt = 0;
  crowd.begin((from) => (from === sender ? dueAt : 0));
  const cpu = startCpuMeter();
  const startedAt = performance.now();
  const stopFlood = startFlood(crowd, flood, flooders);
  let sent = 0;
  while (sent < messages && performance.now() - startedAt < withinMs && crowd.broken.length === 0) {
    sent += 1;
    const everybody = sent * receivers.length;
    const delivered = new Promise<boolean>((resolve) => {
      const late = setTimeout(() => resolve(false), QUIET_DEADLINE_MS);
      stats.onDelivery = () => {
        if (stats.delivered < everybody) return;
        clearTimeout(late);
        resolve(true);
      };
    });
    dueAt = performance.now();
    receivers[sender]?.write(template.take(takeCounters(crowd, sender, 1), 1));
    if (!(await delivered)) break;
    await sleep(gapMs);
  }
  stats.onDelivery = undefined;
  stopFlood();
  return report(crowd, sent, startedAt, cpu());
}

/** Messages at a constant rate, from several receivers in turn, regardless of what comes back. */
export async function runLoad(crowd: Crowd, { drainMs, durationMs, rate }: LoadOptions): Promise<RunReport> {
  const { receivers, stats } = crowd;
  const senders = Math.min(SENDERS, receivers.length);
  const templates = Array.from({ length: senders }, (_, sender) => new FrameTemplate(sender, crowd.dialect));
  const first = Array.from({ length: senders }, (_, sender) => crowd.counters[sender] ?? 0);
  const total = Math.max(1, Math.round((rate * durationMs) / 1_000));
  const interval = 1_000 / rate;
  const cpu = startCpuMeter();
  const startedAt = performance.now();
  // Measured from when it was due, not from when it was sent: a late generator must not hide waiting time.
  crowd.begin((sender, counter) => startedAt + ((counter - (first[sender] ?? 0)) * senders + sender) * interval);

  const deadline = startedAt + durationMs + drainMs;
  const everybody = total * receivers.length;
  let sent = 0;
  while (stats.delivered < everybody && crowd.broken.length === 0) {
    const now = performance.now();
    if (now > deadline) break;
    const due = Math.min(total, Math.floor((now - startedAt) / interval) + 1);
    for (const [sender, template] of templates.entries()) {
      // Message k comes from sender k mod `senders`.
      const count = Math.ceil((due - sender) / senders) - Math.ceil((sent - sender) / senders);
      if (count > 0) receivers[sender]?.write(template.take(takeCounters(crowd, sender, count), count));
    }
    sent = due;
    await nextRound(crowd);
  }
  const cpuShare = cpu();
  if (crowd.broken.length > 0) await crowd.findRejection();
  return report(crowd, total, startedAt, cpuShare);
}

export function takeCounters(crowd: Crowd, sender: number, count: number): number {
  const counter = crowd.counters[sender] ?? 0;
  crowd.counters[sender] = counter + count;
  return counter;
}

/** Sleeps, then reads from every socket that has data. It blocks on purpose: nothing is read meanwhile. */
export function nextRound({ receivers }: Crowd): Promise<void> {
  const pause = PAUSE_MS + receivers.length * PAUSE_MS_PER_SOCKET;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
  return new Promise((resolve) => setImmediate(resolve));
}

/** Lets additional sockets send at a total rate until the returned function is called. */
function startFlood(crowd: Crowd, rate: number, flooders: number): () => void {
  if (rate === 0) return () => {};
  const startedAt = performance.now();
  const lines = crowd.apart.slice(0, flooders).map((flooder, index) => {
    const sender = FLOODER + index;
    return { flooder, sender, template: new FrameTemplate(sender, crowd.dialect), sent: 0 };
  });
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) * rate) / lines.length / 1_000);
    for (const line of lines) {
      const count = due - line.sent;
      if (count === 0 || line.flooder.closedWith !== undefined) continue;
      line.flooder.write(line.template.take(takeCounters(crowd, line.sender, count), count));
      line.sent = due;
    }
  }, 1);
  return () => clearInterval(timer);
}

export function report(crowd: Crowd, sent: number, startedAt: number, cpuShare: number): RunReport {
  const { receivers, stats } = crowd;
  const broken = [...crowd.broken];
  const expected = sent * receivers.length;
  if (stats.delivered > expected) broken.push(`${stats.delivered} deliveries instead of ${expected}`);
  return {
    latency: stats.latencies.read(),
    sent,
    delivered: stats.delivered,
    expected,
    ms: stats.lastAt - startedAt,
    bytes: stats.bytes,
    frames: stats.stream.frames,
    cpuShare,
    closed: receivers.filter(({ closedWith }) => closedWith !== undefined).length,
    broken,
  };
}
