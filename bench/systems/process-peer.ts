import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { endWithUs } from "../../test/support/end-with-us.ts";
import { pin } from "./cores.ts";
import type { RunningSystem } from "./system.ts";

const START_DEADLINE_MS = 20_000;

export const startNode = (file: string, ...args: readonly string[]): Promise<RunningSystem> =>
  startProcess(process.execPath, file, args);

/** Bun's own binary: the package `bun` only links to it, by an install script that may not have run. */
export const startBun = (file: string, ...args: readonly string[]): Promise<RunningSystem> => {
  const arch = process.arch === "arm64" ? "aarch64" : process.arch;
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@oven/bun-${platform}-${arch}/bin/bun${platform === "windows" ? ".exe" : ""}`;
  return startProcess(createRequire(import.meta.url).resolve(name), file, args);
};

/** Starts a peer that prints its port as its first line. */
async function startProcess(binary: string, file: string, args: readonly string[]): Promise<RunningSystem> {
  const path = fileURLToPath(new URL(`../peers/${file}`, import.meta.url));
  const child = spawn(binary, [path, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const release = endWithUs(() => child.kill("SIGKILL"));
  const gone = once(child, "exit");
  const said = once(child.stdout.setEncoding("utf8"), "data", { signal: AbortSignal.timeout(START_DEADLINE_MS) });
  const [port] = await Promise.race([said, gone.then(() => [])]);
  const stop = async () => {
    child.kill("SIGKILL");
    await gone;
    release();
  };
  const { pid } = child;
  if (port === undefined || pid === undefined) {
    await stop();
    throw new Error(`${file} did not start`);
  }
  pin(pid, "server");
  return { port: Number(port), pid, stop };
}
