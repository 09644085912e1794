// Sources of the settings of each command.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { parse, TomlError, type TomlTable } from "smol-toml";
import { SETTINGS } from "../../src/worker/config/settings.ts";
import { reasonOf } from "../system-error.ts";

/** Values by name, as they were found; some names may be unknown. */
export type Values = Readonly<Record<string, string>>;

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The settings of `npm start` and `npm run deploy`, as wrangler takes them: wrangler.toml, then `.dev.vars` in development,
 * then `--var`.
 *
 * @param args of wrangler, with its command in front
 */
export async function readWranglerSettings(args: readonly string[]): Promise<Values> {
  const { unstable_readConfig } = await import("wrangler");
  const env = optionOf(args, "--env", "-e");
  const config = optionOf(args, "--config", "-c") ?? join(root, "wrangler.toml");
  const { vars } = unstable_readConfig({ config, ...(env === undefined ? {} : { env }) }, { hideWarnings: true });
  const own = Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, String(value)]));
  return { ...own, ...(args[0] === "dev" ? readDevVars(env) : {}), ...readVarOptions(args) };
}

/** The first of the files from which `wrangler dev` takes secrets. */
function readDevVars(env: string | undefined): Values {
  const names = [...(env === undefined ? [] : [`.dev.vars.${env}`]), ".dev.vars", ".env"];
  const file = names.map((name) => join(root, name)).find((path) => existsSync(path));
  return file === undefined ? {} : definedOf(parseEnv(readFileSync(file, "utf8")));
}

/** Values of `--var NAME:value`, which takes any number of them. */
function readVarOptions(args: readonly string[]): Values {
  const pairs = args.flatMap((arg, index) => {
    if (arg.startsWith("--var=")) return [arg.slice("--var=".length)];
    const from = args.lastIndexOf("--var", index);
    const isValue = from !== -1 && index > from && args.slice(from + 1, index + 1).every((one) => !one.startsWith("-"));
    return isValue ? [arg] : [];
  });
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf(":")), pair.slice(pair.indexOf(":") + 1)] as const),
  );
}

/** The settings of `npm run serve`: those of a file, then those of the environment. */
export function readServerSettings(file: string | undefined, environment: NodeJS.ProcessEnv): Values {
  const known = SETTINGS.flatMap(({ name }) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...(file === undefined ? {} : readToml(readText(file), file)),
    ...Object.fromEntries(known),
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`Can't read the settings in ${file}: ${reasonOf(error)}.`);
  }
}

/**
 * Reads the settings of a `parley.toml`: texts and whole numbers, such as `MAX_ROOM_SOCKETS = "500"`. They may stand in a table
 * `[vars]`, as in wrangler.toml, from which a file may be copied.
 *
 * @throws Error in words for the user
 */
export function readToml(text: string, file: string): Values {
  const found = Object.entries(parseToml(text, file)).flatMap(([name, value]) =>
    name === "vars" && isTable(value) ? Object.entries(value) : [[name, value] as const],
  );
  const values = new Map<string, string>();
  for (const [name, value] of found) {
    if (typeof value !== "string" && !Number.isInteger(value)) {
      throw new Error(`${file}: ${name} must be a text or a whole number, such as ${name} = "500".`);
    }
    if (values.has(name)) throw new Error(`${file}: ${name} is set twice.`);
    values.set(name, String(value));
  }
  return Object.fromEntries(values);
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function parseToml(text: string, file: string): TomlTable {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason] = error.message.split("\n");
    throw new Error(`${file}:${error.line}: ${reason}`);
  }
}

function optionOf(args: readonly string[], ...names: readonly string[]): string | undefined {
  const index = args.findIndex((arg) => names.includes(arg));
  if (index !== -1) return args[index + 1];
  const prefix = `${names[0]}=`;
  return args.find((arg) => arg.startsWith(prefix))?.slice(prefix.length);
}

function definedOf(values: Readonly<Record<string, string | undefined>>): Values {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
