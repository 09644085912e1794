import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { Verifier } from "../../src/worker/identity/verifier.ts";
import { freePort } from "./loopback.ts";
import { SECRET } from "./site.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));

/** A start of an interpreter, on a busy machine. */
export const WITHIN_MS = 30_000;

/** A site in one language: the sample, and what the sample expects of its surroundings. */
export interface SampleSite {
  readonly language: string;
  readonly command: string;
  readonly files: Readonly<Record<string, string>>;
  readonly args: (port: number, folder: string) => readonly string[];
  /** Whether the site itself can fail to find a session. */
  readonly canBreak: boolean;
}

/** Whether this machine can run the samples of a language. */
export async function isInstalled(command: string): Promise<boolean> {
  return run(command, ["--version"]).then(
    () => true,
    () => false,
  );
}

/** Starts a site, which ends with the test. */
export async function start(
  { args, command, files }: SampleSite,
  secret: string,
): Promise<{ child: ChildProcess; url: string }> {
  const folder = await mkdtemp(join(tmpdir(), "parley-site-"));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const port = await freePort();
  const env = { ...process.env, JWT_SECRET: secret, PORT: String(port) };
  const child = spawn(command, args(port, folder), { cwd: folder, env, stdio: "ignore" });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  return { child, url: `http://127.0.0.1:${port}/` };
}

/** Asks until the site answers, or has ended. */
export async function ask(child: ChildProcess, url: string, cookie: string): Promise<Response | "ended"> {
  for (;;) {
    const response = await fetch(url, { headers: { cookie } }).catch(() => undefined);
    if (response !== undefined) return response;
    if (child.exitCode !== null) return "ended";
    await sleep(20);
  }
}

/** The verifier of the room that the samples name. */
export const verifier = new Verifier(
  {
    issuer: "https://www.example.org",
    audience: "https://chat.example.org",
    key: { kind: "secret", secret: new TextEncoder().encode(SECRET) },
  },
  { fetch: () => Promise.reject(new Error()), now: () => Date.now(), cache: new Map(), log: () => {} },
);
