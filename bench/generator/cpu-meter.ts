/** Measures this process's use of one core from now on. A call gives the share so far, 0 to 1 for each core. */
export function startCpuMeter(): () => number {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  return () => {
    const { system, user } = process.cpuUsage(before);
    return (system + user) / 1_000 / (performance.now() - startedAt);
  };
}
