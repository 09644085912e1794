// `npm run doctor`: which settings are set, invalid, or unsafe for a public room, and what they cost. It reads the settings
// of `npm run deploy`; with `-- --dev` those of `npm start`, with `-- --serve [--config parley.toml]` those of
// `npm run serve`.
import { parseArgs } from "node:util";
import { readServerSettings, readWranglerSettings } from "./settings/read-settings.ts";
import { describeProblems, describeSettings } from "./settings/report.ts";
import { isWrongOption } from "./wrong-option.ts";

const USAGE = `Usage: npm run doctor -- [options]

  --dev            the settings of \`npm start\`, and not those of \`npm run deploy\`
  --serve          the settings of \`npm run serve\`
  --config <file>  the same, with those of a file such as parley.toml
`;

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = isWrongOption(error) ? 2 : 1;
  if (isWrongOption(error)) console.error("`npm run doctor -- --help` lists the options.");
}

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: {
      dev: { type: "boolean" },
      serve: { type: "boolean" },
      config: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (options.help === true) {
    process.stdout.write(USAGE);
    return;
  }
  const isServer = options.serve === true || options.config !== undefined;
  const hidden = isServer || options.dev === true ? "none" : "secrets";
  const values = isServer
    ? readServerSettings(options.config, process.env)
    : await readWranglerSettings([options.dev === true ? "dev" : "deploy"]);
  process.stdout.write(`${describeSettings(values, hidden)}\n`);
  process.exitCode = describeProblems(values, hidden) === undefined ? 0 : 1;
}
