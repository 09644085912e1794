// `npm run serve`: the same Worker on a machine of your own (docs/self-hosting.md).
import { readServerSettings } from "../settings/read-settings.ts";
import { describeMisspelled, describeProblems, describeUnknown } from "../settings/report.ts";
import { isWrongOption } from "../wrong-option.ts";
import { provideBuild } from "./build.ts";
import { readOptions, USAGE } from "./options.ts";
import { startServer } from "./server-process.ts";

/** Milliseconds between checks of whether npm's shell is still there. */
const PARENT_POLL_MS = 500;

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = isWrongOption(error) ? 2 : 1;
  if (isWrongOption(error)) console.error("`npm run serve -- --help` lists the options.");
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return void process.stdout.write(USAGE);
  const settings = readServerSettings(options.config, process.env);
  const problems = [...describeUnknown(Object.keys(settings)), describeProblems(settings) ?? []].flat();
  if (problems.length > 0) throw new Error(`${problems.join("\n")}\n\ndocs/configuration.md explains every setting.`);
  for (const line of describeMisspelled(Object.keys(process.env))) console.error(`In the environment: ${line}`);
  if ((settings.JURISDICTION ?? "") !== "") {
    console.error("JURISDICTION counts on Cloudflare only: the rooms of this server are on this machine.");
  }
  const build = await provideBuild((text) => process.stdout.write(`${text}\n`));
  if (options.buildOnly) return;
  const server = await startServer(build, { ...settings, JURISDICTION: "" }, options);
  const shown = options.host.includes(":") ? `[${options.host}]` : options.host;
  process.stdout.write(`Parley is at http://${shown}:${options.port}, with its rooms in ${options.data}\n`);

  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    void server.stop().then(() => process.exit(0));
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
  // `nohup` and services run without a terminal, and stay when one closes.
  let hasHungUp = false;
  process.on("SIGHUP", () => {
    hasHungUp = true;
    if (process.stdout.isTTY) stop();
  });
  // npm ends the shell between us, which forwards no signal; a terminal that closes ends it too.
  const shell = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => process.ppid !== shell && !hasHungUp && stop(), PARENT_POLL_MS).unref();
  }
  const { code, signal } = await server.ended;
  if (isStopping) return;
  console.error(`workerd ended by itself (${signal ?? code}).`);
  process.exit(1);
}
