import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** Whose core: one for the server, the next for the generator, whichever system it is. */
const CORES = { server: "0", generator: "1" } as const;

/** Whether server and generator can be kept apart on this machine. */
export const canPin = availableParallelism() > 1 && spawnSync("taskset", ["--version"]).status === 0;

/** Keeps a process, with all its threads, on its core; where the machine cannot, it runs where it will. */
export function pin(pid: number, role: keyof typeof CORES): void {
  if (canPin) spawnSync("taskset", ["--all-tasks", "--cpu-list", "--pid", CORES[role], String(pid)]);
}
