// Runs `wrangler` with our environment defaults. npm scripts can't do that: POSIX shells and Windows set variables
// differently.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { readWranglerSettings } from "./settings/read-settings.ts";
import { describeProblems, describeUnknown } from "./settings/report.ts";
import { wranglerEnv } from "./wrangler-env.mjs";

/** Milliseconds between checks of whether npm is still there: short enough to restart the server right away. */
const PARENT_POLL_MS = 500;

const args = process.argv.slice(2);
const [command] = args;
const isChecked = command === "dev" || command === "deploy";
const { JURISDICTION = "" } = isChecked ? await provideValidSettings() : {};
if (command === "dev") console.log("A page that embeds a room: npm run demo, then http://localhost:8788");

// A first try includes a picture. `.dev.vars` decides if it says who may send files.
const own = fileURLToPath(new URL("../.dev.vars", import.meta.url));
const isDecided = existsSync(own) && /^\s*UPLOADS\s*=/m.test(readFileSync(own, "utf8"));
// Only Cloudflare has jurisdictions, and workerd fails if it is asked for one.
const local = [...(isDecided ? [] : ["UPLOADS:everyone"]), ...(JURISDICTION === "" ? [] : ["JURISDICTION:"])];
const variables = command === "dev" && local.length > 0 ? ["--var", ...local] : [];

const wrangler = fileURLToPath(new URL("../node_modules/wrangler/bin/wrangler.js", import.meta.url));
const child = spawn(process.execPath, [wrangler, ...args, ...variables], {
  stdio: "inherit",
  env: { ...wranglerEnv, ...process.env },
});

/** @type {NodeJS.Signals[]} */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
for (const signal of signals) {
  // A terminal also signals wrangler directly, which tolerates a second signal. We exit after wrangler does.
  process.on(signal, () => child.kill(signal));
}
if (process.env.npm_lifecycle_event !== undefined) {
  // npm forwards signals to the shell between us, and some shells exit without forwarding them. A changed parent process
  // reveals that, so no server is left running.
  const shell = process.ppid;
  setInterval(() => process.ppid !== shell && child.kill("SIGTERM"), PARENT_POLL_MS).unref();
}
child.on("exit", (code, signal) => {
  // Shells report a program's fatal signal this way.
  process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
});

/** The settings. Ends here if the Worker would refuse them at the first connection. */
async function provideValidSettings() {
  const values = await readWranglerSettings(args);
  // Secrets of a deployment are on Cloudflare, and can't be read.
  const problems = describeProblems(values, command === "deploy" ? "secrets" : "none");
  for (const unknown of describeUnknown(Object.keys(values))) console.error(unknown);
  if (problems === undefined) return values;
  console.error(`\n${problems}\n\ndocs/configuration.md explains every setting.\n`);
  process.exit(1);
}
