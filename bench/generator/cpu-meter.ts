/** Measures this process's CPU use from now on. A call returns the share so far, 0 to 1 per core. */
export function startCpuMeter(): () => number {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  return () => {
    const { system, user } = process.cpuUsage(before);
    return (system + user) / 1_000 / (performance.now() - startedAt);
  };
}
