import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { canPin, pin } from "../systems/cores.ts";
import type { Timing } from "./disturbance.ts";

/** A process's reply. */
export interface Work {
  readonly ms: number;
  readonly result: number;
}

/** Times the fixed work on the cores that the bench uses. */
export interface Stopwatch {
  /** One core after the other, because together they would compete for memory. */
  time(): Promise<Timing>;
  stop(): Promise<void>;
}

export async function startStopwatch(): Promise<Stopwatch> {
  const roles = canPin ? (["server", "generator"] as const) : (["server"] as const);
  const workers = await Promise.all(
    roles.map(async (role) => {
      const child = fork(fileURLToPath(new URL("fixed-work.ts", import.meta.url)));
      if (child.pid !== undefined) pin(child.pid, role);
      await once(child, "message");
      return child;
    }),
  );
  return {
    async time() {
      const timing: number[] = [];
      for (const worker of workers) {
        const answered = once(worker, "message").then(([work]: Work[]) => work?.ms ?? Number.NaN);
        worker.send("work");
        timing.push(await answered);
      }
      return timing;
    },
    async stop() {
      const gone = workers.map((worker) => once(worker, "exit"));
      for (const worker of workers) worker.disconnect();
      await Promise.all(gone);
    },
  };
}
