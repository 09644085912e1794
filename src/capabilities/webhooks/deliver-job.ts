import type { JsonObject } from "../../protocol/json.ts";
import { logFailure } from "../../worker/base/logger.ts";
import type { JobContext } from "../../worker/object/capability.ts";
import { isSuccess } from "./delivery.ts";
import { send } from "./send.ts";
import { DELIVER_JOB, type Step } from "./webhooks.ts";

/** Milliseconds for which the job waits for receivers. Slower ones go on without it, because other jobs wait for this one. */
const WAIT_MS = 2_000;

/** Milliseconds until the job looks again while receivers are slow: deliveries that a crash ended begin again then. */
const WATCH_MS = 30_000;

/** The hooks of each room that deliver now. Each goes on by itself, so a receiver that hangs holds up no other. */
const running = new WeakMap<JobContext, Map<string, Promise<void>>>();

/**
 * Delivers what hooks have to deliver. The job stays stored while it does: after a crash it runs again, and each hook goes on
 * from its place in the log (P16.7).
 */
export async function deliver(context: JobContext): Promise<void> {
  const loops = running.get(context) ?? new Map<string, Promise<void>>();
  running.set(context, loops);
  if (start(context, loops) > 0) await within(WAIT_MS, loops);
  if (loops.size === 0) return;
  context.schedule(DELIVER_JOB, context.now() + WATCH_MS);
  context.waitUntil(Promise.all(loops.values()));
}

/**
 * Starts the loops of hooks that have something to deliver and don't run.
 *
 * @returns how many
 */
function start(context: JobContext, loops: Map<string, Promise<void>>): number {
  const asked = context.ask({ type: "webhooks.due", running: [...loops.keys()] });
  // Only this capability answers.
  const { hooks } = typeof asked === "string" ? { hooks: [] } : (asked as { hooks: readonly string[] });
  for (const hook of hooks) {
    const loop = run(context, hook).then(
      () => {
        loops.delete(hook);
        // Its last look at the log is a moment ago.
        start(context, loops);
      },
      (error: unknown) => {
        loops.delete(hook);
        logFailure("job_failed", error, DELIVER_JOB);
        context.schedule(DELIVER_JOB, context.now() + WATCH_MS);
      },
    );
    loops.set(hook, loop);
  }
  return hooks.length;
}

/** Delivers for one hook, in order, one at a time, until it has nothing more or fails. */
async function run(context: JobContext, hook: string): Promise<void> {
  const { config, now } = context;
  let step = ask(context, { type: "webhooks.next", hook });
  while (step.delivery !== undefined || step.isMore) {
    const { delivery } = step;
    if (delivery === undefined) {
      // The room takes turns between two looks at a long log.
      await new Promise((resolve) => setTimeout(resolve, 0));
      step = ask(context, { type: "webhooks.next", hook });
    } else {
      const outcome = await send(delivery, config.privateWebhooks, now, fetch);
      context.meter?.called(isSuccess(outcome));
      // Both are JSON.
      step = ask(context, { type: "webhooks.sent", delivery, outcome } as unknown as JsonObject);
    }
  }
}

function ask(context: JobContext, request: JsonObject): Step {
  const step = context.ask(request);
  if (typeof step === "string") throw new Error(step);
  return step;
}

/** Waits until no loop runs, or for a time. */
async function within(ms: number, loops: ReadonlyMap<string, Promise<void>>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<true>();
  const timer = setTimeout(() => resolve(true), ms);
  let isLate = false;
  while (loops.size > 0 && !isLate) {
    isLate = await Promise.race([Promise.all(loops.values()).then(() => false), late]);
  }
  clearTimeout(timer);
}
