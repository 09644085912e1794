import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { wranglerEnv } from "../../scripts/wrangler-env.mjs";
import { endWithUs } from "./end-with-us.ts";
import { freePort } from "./loopback.ts";
import { UNLIMITED } from "./unlimited.ts";

/** A cold start builds the page and starts workerd: about 3 s on two idle cores, longer during tests. */
const START_DEADLINE_MS = 90_000;
/** Milliseconds between two polls for a response. */
const POLL_MS = 100;
/** Timeout of one poll: wrangler accepts a connection well before the Worker can respond on it. */
const ANSWER_MS = 2_000;
/** From SIGTERM to SIGKILL. A graceful stop takes 1 to 2 s. */
const STOP_GRACE_MS = 5_000;

const here = fileURLToPath(new URL("../..", import.meta.url));
const wrangler = join(here, "node_modules/wrangler/bin/wrangler.js");

export interface DevServerOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** The tree to run. Default: this one. A start builds its page again, so each of two servers needs a tree of its own. */
  readonly root?: string;
  /** Overrides of `[vars]`; without any, frames are not limited (P5.1). */
  readonly vars?: Readonly<Record<string, string>>;
  /** Storage folder, for a server that continues from another. Default: a new folder, removed at the stop. */
  readonly persistTo?: string;
  /** Receives the server's output as it arrives. */
  readonly log?: (text: string) => void;
}

export interface DevServer {
  readonly origin: string;
  readonly port: number;
  /** Resolves when every process of the server has ended and its temporary files are gone. */
  stop(): Promise<void>;
}

/**
 * Starts `wrangler dev` on a loopback port, isolated from any other on the machine.
 *
 * @throws Error with the server's output if it ends early or does not respond in time; it cleans up first.
 */
export async function startDevServer(options: DevServerOptions = {}): Promise<DevServer> {
  const port = options.port ?? (await freePort());
  const scratch = await mkdtemp(join(tmpdir(), "parley-dev-"));
  const vars = Object.entries({ ...UNLIMITED, ...options.vars }).flatMap(([name, value]) => [
    "--var",
    `${name}:${value}`,
  ]);
  const persistTo = options.persistTo ?? join(scratch, "state");
  const args = ["dev", "--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"];
  const child = spawn(process.execPath, [wrangler, ...args, "--persist-to", persistTo, ...vars], {
    cwd: options.root ?? here,
    env: {
      ...process.env,
      ...wranglerEnv,
      // Not interactive, without a trace of each call, and without logs or a server registry in the home folder.
      CI: "true",
      X_LOCAL_OBSERVABILITY: "false",
      WRANGLER_WRITE_LOGS: "false",
      WRANGLER_REGISTRY_PATH: join(scratch, "registry"),
    },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that the stop reaches workerd and nothing else.
    detached: process.platform !== "win32",
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      options.log?.(text);
    });
  }
  // The server is in its own group, which a Ctrl-C in the terminal does not reach.
  const release = endWithUs(() => {
    signalTree(child, "SIGKILL");
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  });
  const stop = async () => {
    await endTree(child);
    release();
    await rm(scratch, { recursive: true, force: true });
  };

  const origin = `http://127.0.0.1:${port}`;
  try {
    await answered(origin, child);
  } catch (error) {
    await stop();
    throw new Error(`wrangler dev: ${error instanceof Error ? error.message : error}\n${output}`);
  }
  return { origin, port, stop };
}

/** Resolves at the first response that is not a server error. */
async function answered(origin: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_DEADLINE_MS;
  while (performance.now() < deadline) {
    if (hasEnded(child)) {
      throw new Error(`it ended before it responded (exit code ${child.exitCode})`);
    }
    const response = await fetch(origin, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => undefined);
    await response?.body?.cancel();
    if (response !== undefined && response.status < 500) {
      return;
    }
    await sleep(POLL_MS);
  }
  throw new Error(`it did not respond within ${START_DEADLINE_MS / 1_000} s`);
}

/** Asks the whole tree to end, and kills it after a grace period. */
async function endTree(child: ChildProcess): Promise<void> {
  signalTree(child, "SIGTERM");
  const deadline = performance.now() + STOP_GRACE_MS;
  while (isTreeAlive(child) && performance.now() < deadline) {
    await sleep(POLL_MS);
  }
  signalTree(child, "SIGKILL");
  if (!hasEnded(child)) {
    await once(child, "exit");
  }
}

/** Sends a signal (0: only checks) to the process group; returns false if the group no longer exists. */
function signalTree(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) {
    return false;
  }
  if (process.platform === "win32") {
    // Windows has no process groups or signals: a tree is killed, or only checked.
    const alive = !hasEnded(child);
    if (alive && signal !== 0) {
      spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"]);
    }
    return alive;
  }
  try {
    return process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}

function isTreeAlive(child: ChildProcess): boolean {
  return signalTree(child, 0);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
