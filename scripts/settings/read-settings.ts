// Sources of the settings of each command.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { SETTINGS } from "../../src/worker/config/settings.ts";
import { reasonOf } from "../system-error.ts";

/** Values by name, as they were found; some names may be unknown. */
export type Values = Readonly<Record<string, string>>;

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The heading of the settings in wrangler.toml, from which a file may be copied. */
const HEADING = /^\[\s*vars\s*\]\s*(?:#.*)?$/;

/** Line of a flat TOML file: a name, and a string or a whole number. */
const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?:("(?:[^"\\]|\\.)*")|'([^']*)'|(\d+))\s*(?:#.*)?$/;

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
    ...(file === undefined ? {} : readFlatToml(readText(file), file)),
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
 * Reads the settings of a `parley.toml`: one a line, such as `MAX_ROOM_SOCKETS = "500"`. It is TOML without lists, texts of
 * several lines, and tables other than `[vars]`, because no setting needs them.
 *
 * @throws Error naming the line that isn't one
 */
export function readFlatToml(text: string, file: string): Values {
  const values = new Map<string, string>();
  let hasHeading = false;
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    const line = written.trim();
    const place = `${file}:${index + 1}`;
    if (line === "" || line.startsWith("#")) continue;
    if (!hasHeading && HEADING.test(line)) {
      hasHeading = true;
      continue;
    }
    const [, name = "", basic, literal, digits] = ASSIGNMENT.exec(line) ?? [];
    if (name === "") throw new Error(`${place}: expected a line such as \`ROOMS = "open"\`, got: ${line}`);
    if (values.has(name)) throw new Error(`${place}: ${name} is already set above.`);
    // A basic string of TOML is one of JSON, but for two escapes that no setting needs.
    values.set(name, String(basic === undefined ? (literal ?? digits) : parseBasic(basic, place)));
  }
  return Object.fromEntries(values);
}

function parseBasic(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${place}: not a valid string: ${text}`);
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
