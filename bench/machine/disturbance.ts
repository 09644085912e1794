import { medianOf } from "../statistics.ts";

/**
 * A step is void if the fixed work before or after it took this many times its usual time. Measured on a quiet machine,
 * 9 of 10 timings are within 1.3 times the usual one, and 99 of 100 within 1.55; next to one busy process on the same
 * core, 99 of 100 are beyond 1.85.
 */
export const DISTURBED_FROM = 1.6;
/** A run is void if more than this share of its steps is. */
const VOID_SHARE = 0.5;

/** Timings of the fixed work, in milliseconds, one per core. */
export type Timing = readonly number[];

/**
 * Finds the disturbed steps of a run.
 *
 * @param timings one before the first step, and one after each
 * @returns for each step, whether the machine was disturbed
 */
export function findDisturbed(timings: readonly Timing[]): boolean[] {
  const cores = timings[0]?.map((_, core) => timings.map((timing) => timing[core] ?? Number.NaN)) ?? [];
  const usual = cores.map(usualOf);
  const isSlow = timings.map((timing) => timing.some((ms, core) => ms > (usual[core] ?? 0) * DISTURBED_FROM));
  return isSlow.slice(1).map((slowAfter, step) => slowAfter || isSlow[step] === true);
}

export function isVoidRun(disturbed: readonly boolean[]): boolean {
  return disturbed.filter(Boolean).length > disturbed.length * VOID_SHARE;
}

/** The fixed work's time on an undisturbed core: disturbances only ever add to it, so the faster half decides. */
function usualOf(timings: readonly number[]): number {
  const sorted = timings.toSorted((one, other) => one - other);
  return medianOf(sorted.slice(0, Math.ceil(sorted.length / 2)));
}
