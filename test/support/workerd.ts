import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { endWithUs } from "./end-with-us.ts";
import { makeWorkerConfig, type WorkerOptions } from "./worker-config.ts";

/** A start takes about 100 ms on an idle core, and longer during tests. */
const START_DEADLINE_MS = 60_000;
/** From SIGTERM to SIGKILL. A graceful stop takes milliseconds if no socket is open, and nothing else needs more. */
const STOP_GRACE_MS = 2_000;
/**
 * Ports below the kernel's ephemeral range (from 32768 on Linux, from 49152 elsewhere): while the server is down, no
 * outgoing connection, its own clients' included, can take the port.
 */
const PORTS = { from: 20_000, to: 32_000 };
/** UTF-16 units of output that are kept for an error message. */
const OUTPUT_KEPT = 16_384;
const REMOVE = { recursive: true, force: true, maxRetries: 3 };

export interface WorkerdOptions extends WorkerOptions {
  /** Receives the server's output as it arrives. */
  readonly log?: (text: string) => void;
}

/** The trees whose Worker and whose objects run. */
export type Trees = Pick<WorkerOptions, "root" | "objects">;

/** A workerd process without wrangler: a single process, which can be killed and restarted. */
export interface Workerd {
  /** Its origin, the same after every restart. */
  readonly origin: string;
  readonly port: number;
  /** The folder of the rooms' databases, one file each; it is named after their class. */
  readonly databases: string;
  /** The running process. */
  readonly pid: number;
  /** SIGKILL. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Restarts it over the same storage, on the same port, with other trees if there are any. */
  restart(trees?: Trees): Promise<void>;
  /** The process's resident memory, in bytes (Linux only). */
  residentBytes(): number;
  /** Resolves when the process has ended and its files are gone. */
  stop(): Promise<void>;
}

/**
 * Starts the Worker in workerd on a loopback port, with its storage in a new folder.
 *
 * @throws Error with workerd's output if it does not start; it cleans up first
 */
export async function startWorkerd(options: WorkerdOptions = {}): Promise<Workerd> {
  const scratch = await mkdtemp(join(tmpdir(), "parley-workerd-"));
  const storage = join(scratch, "storage");
  const config = join(scratch, "config.capnp");
  let child: ChildProcess | undefined;
  const release = endWithUs(() => {
    child?.kill("SIGKILL");
    rmSync(scratch, REMOVE);
  });
  const removeScratch = async () => {
    await rm(scratch, REMOVE);
    release();
  };
  let running: Running | undefined;
  try {
    const configure = async (trees: Trees) => {
      const { capnp, modules } = await makeWorkerConfig({ ...options, ...trees });
      const files = Object.entries({ ...modules, "config.capnp": capnp });
      await Promise.all(files.map(([name, content]) => writeFile(join(scratch, name), content)));
    };
    await mkdir(storage);
    await configure({});
    const port = await findPort();
    const keep = (spawned: ChildProcess) => {
      child = spawned;
    };
    const start = () => serve({ config, port, storage }, keep, options.log);
    running = await start();

    const current = () => {
      if (running === undefined) throw new Error("workerd is not running");
      return running;
    };
    return {
      origin: `http://127.0.0.1:${port}`,
      port,
      databases: join(storage, "ChatRoom"),
      get pid() {
        return current().pid;
      },
      async kill() {
        const { child, output } = current();
        // A process that ended by itself was not killed, and must not count as a kill.
        if (hasEnded(child)) throw new Error(`workerd ended by itself\n${output()}`);
        running = undefined;
        await end(child, "SIGKILL");
      },
      async restart(trees) {
        if (running !== undefined) throw new Error("workerd is running");
        if (trees !== undefined) await configure(trees);
        running = await start();
      },
      residentBytes: () => readResidentBytes(current().pid),
      async stop() {
        const stopping = running;
        running = undefined;
        if (stopping !== undefined) await endCalmly(stopping.child);
        await removeScratch();
      },
    };
  } catch (error) {
    await removeScratch();
    throw error;
  }
}

interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Its latest output. */
  readonly output: () => string;
}

/** Resolves when it listens. */
async function serve(
  { config, port, storage }: { readonly config: string; readonly port: number; readonly storage: string },
  spawned: (child: ChildProcess) => void,
  log: (text: string) => void = () => {},
): Promise<Running> {
  const address = `http=127.0.0.1:${port}`;
  const args = ["serve", config, "--socket-addr", address, "--directory-path", `storage=${storage}`, "--control-fd=3"];
  const child = spawn(findBinary(), args, { stdio: ["ignore", "pipe", "pipe", "pipe"] });
  spawned(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-OUTPUT_KEPT);
      log(text);
    });
  }
  const gone = once(child, "exit").then(() => "it ended before it listened");
  const late = AbortSignal.timeout(START_DEADLINE_MS);
  const outcome = await Promise.race([
    // The fourth of `stdio`, which is a pipe.
    listens(child.stdio[3] as Readable, late).then(
      () => undefined,
      () => `it did not listen within ${START_DEADLINE_MS / 1_000} s`,
    ),
    gone,
  ]);
  if (outcome === undefined && child.pid !== undefined) return { child, pid: child.pid, output: () => output };
  if (!hasEnded(child)) await end(child, "SIGKILL");
  throw new Error(`workerd: ${outcome}\n${output}`);
}

/** workerd reports its listening sockets as JSON lines on its control pipe, so no polling is needed. */
async function listens(control: Readable, signal: AbortSignal): Promise<void> {
  const lines = createInterface({ input: control });
  while (true) {
    const [line]: unknown[] = await once(lines, "line", { signal });
    if (String(line).includes('"listen"')) return;
  }
}

async function endCalmly(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const insist = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MS);
  await end(child, "SIGTERM");
  clearTimeout(insist);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** The platform's own binary of wrangler's workerd: `bin/workerd` may be a script around it. */
export function findBinary(): string {
  const fromWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler"));
  const { default: path }: { default: unknown } = fromWrangler("workerd");
  if (typeof path !== "string") throw new Error("the package workerd names no binary");
  return path;
}

async function findPort(): Promise<number> {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from));
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

function readResidentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) * 1_024;
}
