/**
 * Runs a cleanup however this process ends, except by SIGKILL.
 *
 * @param cleanUp synchronous, because an exiting process waits for nothing
 * @returns a function that cancels it, after an earlier cleanup
 */
export function endWithUs(cleanUp: () => void): () => void {
  const cleanUpAndEnd = (signal: NodeJS.Signals) => {
    cleanUp();
    release();
    // With our listener removed, the signal has its default effect, unless another listener handles it.
    process.kill(process.pid, signal);
  };
  const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  const release = () => {
    process.off("exit", cleanUp);
    for (const signal of signals) process.off(signal, cleanUpAndEnd);
  };
  process.on("exit", cleanUp);
  for (const signal of signals) process.on(signal, cleanUpAndEnd);
  return release;
}
