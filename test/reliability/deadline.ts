import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds between two polls. */
const POLL_MS = 5;

/**
 * Waits until a condition holds.
 *
 * @param what the condition in words, for the error
 * @throws Error after the deadline
 */
export async function until(what: string, ms: number, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`not within ${ms / 1_000} s: ${what}`);
    await sleep(POLL_MS);
  }
}
