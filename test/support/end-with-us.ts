/**
 * Runs a cleanup in whatever way this process ends, short of SIGKILL: by itself, or by a signal.
 *
 * @param cleanUp synchronous; an exiting process waits for nothing
 * @returns a function that calls it off, for when the cleanup was done in time
 */
export function endWithUs(cleanUp: () => void): () => void {
  const cleanUpAndEnd = (signal: NodeJS.Signals) => {
    cleanUp();
    release();
    // With our listener gone, the signal does what it does by default, unless somebody else listens for it too.
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
