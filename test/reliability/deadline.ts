import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds between two looks. */
const POLL_MS = 5;

/**
 * Waits for something to become true.
 *
 * @param what to be told where it does not
 * @throws Error past the deadline
 */
export async function until(what: string, ms: number, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`not within ${ms / 1_000} s: ${what}`);
    await sleep(POLL_MS);
  }
}
