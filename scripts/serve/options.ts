import { parseArgs } from "node:util";

/** Where `wrangler dev` listens too. */
const DEFAULT_PORT = 8787;
const MAX_PORT = 65_535;

export const USAGE = `Usage: npm run serve -- [options]

  --port <number>   where to listen; default ${DEFAULT_PORT}
  --host <address>  default 127.0.0.1, which only this machine can reach; 0.0.0.0 or :: for every address
  --data <folder>   where the rooms are stored; default ./data
  --config <file>   settings, such as a parley.toml; the environment comes before it
  --log             one line per request
  --build           build, and don't serve
`;

/** What the command line says. */
export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly data: string;
  readonly config?: string;
  readonly log: boolean;
  readonly buildOnly: boolean;
  readonly help: boolean;
}

/** @throws Error in words for the user */
export function readOptions(args: readonly string[]): ServeOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      host: { type: "string", default: "127.0.0.1" },
      port: { type: "string", default: String(DEFAULT_PORT) },
      data: { type: "string", default: "data" },
      config: { type: "string" },
      log: { type: "boolean", default: false },
      build: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > MAX_PORT) {
    throw new Error(`Invalid --port: expected a whole number from 1 to ${MAX_PORT}, got "${values.port}".`);
  }
  for (const name of ["data", "host"] as const) {
    if (values[name].trim() === "") throw new Error(`Invalid --${name}: it is empty.`);
  }
  const { build: buildOnly, config, data, help, host, log } = values;
  return { host, port, data, log, buildOnly, help, ...(config === undefined ? {} : { config }) };
}
