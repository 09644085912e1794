import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Values } from "../settings/read-settings.ts";
import { BUILT, SITE_FOLDER, WORKER_FILE } from "./build.ts";
import type { ServeOptions } from "./options.ts";
import { checkPort, provideFolder } from "./preconditions.ts";
import { type ServerBuild, workerdConfig } from "./workerd-config.ts";

/**
 * For clients to answer the close and for requests under way, before the process is killed: workerd waits for every
 * connection, and a client may never answer. Storage is durable at any time, so nothing depends on it.
 */
const DRAIN_MS = 2_000;
/** For the rooms to close their sockets. */
const CLOSE_MS = 5_000;
/** Longest path of a socket in the file system, on every system. */
const MAX_SOCKET_PATH = 100;

/** A running server. */
export interface ServerProcess {
  /** Resolves when workerd has ended by itself. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Sends every client away, and resolves when the process is gone. */
  stop(): Promise<void>;
}

/**
 * Starts workerd. Resolves when it listens.
 *
 * @throws Error in words for the user
 */
export async function startServer(build: ServerBuild, settings: Values, options: ServeOptions): Promise<ServerProcess> {
  const data = resolve(options.data);
  provideFolder(data);
  const control = await claimFolder(data);
  await checkPort(options.host, options.port);
  // The build is copied, so that another one changes nothing under a server that runs.
  const scratch = mkdtempSync(join(tmpdir(), "parley-serve-"));
  const site = join(scratch, SITE_FOLDER);
  cpSync(join(BUILT, SITE_FOLDER), site, { recursive: true });
  const config = join(scratch, "config.capnp");
  copyFileSync(join(BUILT, WORKER_FILE), join(scratch, WORKER_FILE));
  writeFileSync(
    config,
    workerdConfig(build, {
      script: WORKER_FILE,
      reachesOwnNetwork: settings.WEBHOOK_PRIVATE === "allow",
      isBehindProxy: (settings.TRUSTED_PROXY ?? "") !== "" && settings.TRUSTED_PROXY !== "none",
    }),
  );
  const address = `${options.host.includes(":") ? `[${options.host}]` : options.host}:${options.port}`;
  const child = spawn(
    findWorkerd(),
    [
      ...["serve", config, "--control-fd=3"],
      ...["--socket-addr", `http=${address}`, "--socket-addr", `control=unix:${control}`],
      ...["--directory-path", `storage=${data}`, "--directory-path", `site=${site}`],
    ],
    {
      stdio: ["ignore", "inherit", "inherit", "pipe"],
      // Ctrl+C in a terminal goes to this process alone, which stops workerd in order.
      detached: true,
      // Nothing of this process's environment but the settings.
      env: { ...emptyOf(build.settings), ...settings, LOG_REQUESTS: options.log ? "on" : "" },
    },
  );
  const guard = endWithParent(child, scratch);
  const ended = once(child, "exit").then(([code, signal]) => ({ code, signal }));
  const cleanUp = () => {
    guard.kill("SIGKILL");
    rmSync(scratch, { recursive: true, force: true });
    rmSync(control, { force: true });
  };
  const isListening = await Promise.race([
    listens(child.stdio[3] as Readable).then(() => true),
    ended.then(() => false),
  ]);
  if (!isListening) {
    cleanUp();
    throw new Error(`workerd could not start at ${address}; it says why above.`);
  }
  void ended.then(cleanUp);
  return {
    ended,
    async stop() {
      await closeSockets(control).catch((error: unknown) => console.error(`Sockets may end without a close: ${error}`));
      child.kill("SIGTERM");
      const insist = sleep(DRAIN_MS, undefined, { ref: false }).then(() => {
        console.error("Requests that took too long were cut off.");
        child.kill("SIGKILL");
      });
      await Promise.race([ended, insist.then(() => ended)]);
      cleanUp();
    },
  };
}

/**
 * Takes a data folder for this process. The socket in it tells whether another server uses it, even after a crash.
 *
 * @returns the path of the socket
 */
async function claimFolder(data: string): Promise<string> {
  const absolute = join(data, "control.sock");
  const path = absolute.length <= MAX_SOCKET_PATH ? absolute : relative(process.cwd(), absolute);
  if (path.length > MAX_SOCKET_PATH) throw new Error(`The path of ${data} is too long for a socket in it.`);
  if (existsSync(path)) {
    const isTaken = await askControl(path, "GET", "/").then(
      () => true,
      () => false,
    );
    if (isTaken) throw new Error(`Another server uses ${data}. Two on one folder would destroy it.`);
    rmSync(path, { force: true });
  }
  return path;
}

/** Closes every socket with 1012. */
async function closeSockets(control: string): Promise<void> {
  await askControl(control, "POST", "/stop");
}

function askControl(socketPath: string, method: string, path: string): Promise<void> {
  return new Promise((done, fail) => {
    const asked = request({ socketPath, method, path, timeout: CLOSE_MS }, (response) => {
      response.resume().on("end", done);
    });
    asked.on("timeout", () => asked.destroy(new Error("no answer"))).on("error", fail);
    asked.end();
  });
}

/**
 * Ends workerd and removes its files when this process ends, however it does: the shell waits at a pipe that only this process holds
 * open.
 */
function endWithParent(child: ChildProcess, scratch: string): ChildProcess {
  return spawn("/bin/sh", ["-c", 'read -r _; kill -KILL "$0"; rm -rf "$1"', String(child.pid), scratch], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
}

/** workerd reports its listening sockets as JSON lines on its control pipe, the public one and the control socket. */
async function listens(control: Readable): Promise<void> {
  const waiting = new Set(['"http"', '"control"']);
  for await (const line of createInterface({ input: control })) {
    for (const name of waiting) if (line.includes('"listen"') && line.includes(name)) waiting.delete(name);
    if (waiting.size === 0) return;
  }
  // It ended, which its exit tells.
  await new Promise(() => {});
}

/** The platform's own binary: `bin/workerd` may be a script around it. */
function findWorkerd(): string {
  const require = createRequire(import.meta.url);
  const { default: path }: { default: unknown } = require("workerd");
  if (typeof path !== "string") throw new Error("The package workerd names no binary.");
  return path;
}

function emptyOf(names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name, ""]));
}
