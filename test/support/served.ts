import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { endWithUs } from "./end-with-us.ts";
import { quietPort } from "./loopback.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** A first start builds the page. */
const START_DEADLINE_MS = 120_000;
/** Milliseconds between two looks at a process that was killed. */
const POLL_MS = 10;
const REMOVE = { recursive: true, force: true, maxRetries: 3 };

export interface ServedOptions {
  /** Settings, as the environment has them. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Further arguments. */
  readonly args?: readonly string[];
}

/** A server as `npm run serve` runs it. */
export interface Served {
  readonly origin: string;
  readonly port: number;
  /** Its data folder. */
  readonly data: string;
  /** The folder of the rooms' databases. */
  readonly databases: string;
  /** What it printed. */
  output(): string;
  /** SIGKILL. Resolves when nothing of it listens any more. */
  kill(): Promise<void>;
  /** A signal that asks it to end. Resolves with its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Starts it again on the same data and port. */
  restart(): Promise<void>;
  /** Ends it, and removes its data. */
  stop(): Promise<void>;
}

/** Starts the command on a loopback port, with a data folder of its own. */
export async function startServed({ args = [], settings = {} }: ServedOptions = {}): Promise<Served> {
  const data = await mkdtemp(join(tmpdir(), "parley-served-"));
  const port = await quietPort();
  let child: ChildProcess | undefined;
  let output = "";
  const release = endWithUs(() => {
    child?.kill("SIGKILL");
    rmSync(data, REMOVE);
  });
  const start = async () => {
    const command = ["scripts/serve/main.ts", "--port", String(port), "--data", data, ...args];
    const started = spawn(process.execPath, command, {
      cwd: root,
      // Settings of the developer's own shell are none of the test's.
      env: { PATH: process.env.PATH, ...settings },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = started;
    const listening = new Promise<void>((resolve) => {
      for (const stream of [started.stdout, started.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          output += text;
          if (text.includes("Parley is at")) resolve();
        });
      }
    });
    const late = sleep(START_DEADLINE_MS, "it did not listen in time", { ref: false });
    const failure = await Promise.race([listening, once(started, "exit").then(() => "it ended"), late]);
    if (failure !== undefined) {
      started.kill("SIGKILL");
      throw new Error(`npm run serve: ${failure}\n${output}`);
    }
  };
  await start();

  const end = async (signal: NodeJS.Signals) => {
    const ending = child;
    child = undefined;
    if (ending === undefined) throw new Error("the server is not running");
    const gone = once(ending, "exit");
    ending.kill(signal);
    const [code]: unknown[] = await gone;
    return typeof code === "number" ? code : null;
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    data,
    databases: join(data, "ChatRoom"),
    output: () => output,
    async kill() {
      await end("SIGKILL");
      while (await isListening(port)) await sleep(POLL_MS);
    },
    end,
    restart: start,
    async stop() {
      if (child !== undefined) await end("SIGTERM");
      await rm(data, REMOVE);
      release();
    },
  };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
