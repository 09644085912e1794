import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

/** CPU seconds that a process has used so far; NaN if the system does not report them, as outside of Linux. */
export function cpuSeconds(pid: number | undefined): number {
  const stat = read(pid, "stat");
  // The name is in parentheses and may contain spaces; user and system time are the 14th and 15th field.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond();
}

/** CPU seconds that all processes have used so far. */
export function busySeconds(): number {
  return cpus().reduce((sum, { times: { nice, sys, user } }) => sum + nice + sys + user, 0) / 1_000;
}

/** A process's resident memory, in bytes; NaN if the system does not report it. */
export function residentBytes(pid: number | undefined): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(read(pid, "status") ?? "") ?? [];
  return Number(kilobytes) * 1_024;
}

/** The most resident memory that a process has had since {@link forgetPeak}, in bytes. */
export function peakBytes(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(read(pid, "status") ?? "") ?? [];
  return Number(kilobytes) * 1_024;
}

/** Lets a process's peak start over from its present memory (Linux only). */
export function forgetPeak(pid: number): void {
  if (process.platform === "linux") writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

function read(pid: number | undefined, file: string): string | undefined {
  if (pid === undefined || process.platform !== "linux") return undefined;
  return readFileSync(`/proc/${pid}/${file}`, "utf8");
}

let ticks: number | undefined;

function ticksPerSecond(): number {
  ticks ??=
    process.platform === "linux" ? Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" })) : Number.NaN;
  return ticks;
}
