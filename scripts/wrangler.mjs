// `wrangler`, quietly: the same command line, with our defaults in its environment. A file of its own, because a npm
// script cannot set a variable in one way that both a POSIX shell and Windows understand.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { wranglerEnv } from "./wrangler-env.mjs";

/** How soon after its npm a server ends: soon enough for who starts it anew. */
const PARENT_POLL_MS = 500;

const wrangler = fileURLToPath(new URL("../node_modules/wrangler/bin/wrangler.js", import.meta.url));
const child = spawn(process.execPath, [wrangler, ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { ...wranglerEnv, ...process.env },
});

/** @type {NodeJS.Signals[]} */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
for (const signal of signals) {
  // A terminal sends its signal to wrangler as well, which takes a second one calmly. We stay until it has ended.
  process.on(signal, () => child.kill(signal));
}
if (process.env.npm_lifecycle_event !== undefined) {
  // npm passes a signal on to the shell between us, and some shells die of it without a word to us: a changed parent
  // says so, and no server stays behind.
  const shell = process.ppid;
  setInterval(() => process.ppid !== shell && child.kill("SIGTERM"), PARENT_POLL_MS).unref();
}
child.on("exit", (code, signal) => {
  // A shell's way to say which signal ended a program.
  process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
});
