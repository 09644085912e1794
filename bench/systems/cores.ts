import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** One core for the server and the next for the generator, for every system. */
const CORES = { server: "0", generator: "1" } as const;

/** Whether this machine can keep server and generator on separate cores. */
export const canPin = availableParallelism() > 1 && spawnSync("taskset", ["--version"]).status === 0;

/** Pins a process with all its threads to its core, if the machine can. */
export function pin(pid: number, role: keyof typeof CORES): void {
  if (canPin) spawnSync("taskset", ["--all-tasks", "--cpu-list", "--pid", CORES[role], String(pid)]);
}
