// `npm run doctor`: which settings are set, invalid, or unsafe for a public room, and what they cost. It reads the settings
// of `npm run deploy`; with `-- --dev` those of `npm start`, with `-- --serve [--config parley.toml]` those of
// `npm run serve`.
import { parseArgs } from "node:util";
import { readServerSettings, readWranglerSettings } from "./settings/read-settings.ts";
import { describeProblems, describeSettings } from "./settings/report.ts";

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: { dev: { type: "boolean" }, serve: { type: "boolean" }, config: { type: "string" } },
  });
  const isServer = options.serve === true || options.config !== undefined;
  const hidden = isServer || options.dev === true ? "none" : "secrets";
  const values = isServer
    ? readServerSettings(options.config, process.env)
    : await readWranglerSettings([options.dev === true ? "dev" : "deploy"]);
  process.stdout.write(`${describeSettings(values, hidden)}\n`);
  process.exitCode = describeProblems(values, hidden) === undefined ? 0 : 1;
}
