import { ConfigError } from "../base/config-error.ts";
import { readConfig } from "./config.ts";
import type { Setting } from "./setting.ts";
import { SETTINGS } from "./settings.ts";
import type { Variables } from "./variables.ts";

/** Names of the setting at the beginning of a message of `readConfig`. */
const NAMED = /^\w+ ([A-Z_]+)/;

/** A setting that the Worker would refuse. */
export interface Problem {
  readonly name: string;
  /** The problem, and which values the setting takes. Contains no secret. */
  readonly message: string;
  /** How to set it. */
  readonly example: string;
}

/**
 * Finds every setting that the Worker would refuse.
 *
 * @param hidden whether secrets may be set elsewhere, as they are on Cloudflare: then none counts as missing
 */
export function checkSettings(variables: Variables, hidden: "secrets" | "none" = "none"): Problem[] {
  const problems: Problem[] = [];
  const isHidden = ({ group, name }: Setting) =>
    hidden === "secrets" && group === "secrets" && !variables[name as keyof Variables];
  const owner = hidden === "secrets" && !variables.OWNER_TOKEN ? { OWNER_TOKEN: exampleOf("OWNER_TOKEN") } : {};
  let assumed: Variables = { ...variables, ...owner };
  // `readConfig` throws at the first invalid value. An example in its place, which is valid, shows the next one.
  for (const _ of SETTINGS) {
    const message = complaintOf(assumed);
    if (message === undefined) break;
    const name = NAMED.exec(message)?.[1] ?? "";
    const setting = settingOf(name);
    if (setting === undefined) break;
    // An example that needs another setting, which is missing.
    const isRepeated = problems.some((problem) => problem.name === name);
    if (!isRepeated && !isHidden(setting)) problems.push({ name, message, example: showExample(setting) });
    assumed = { ...assumed, [name]: isRepeated ? "" : setting.example };
  }
  return problems;
}

/** The description of a setting; `undefined` if there is none of that name. */
export function settingOf(name: string): Setting | undefined {
  return SETTINGS.find((setting) => setting.name === name);
}

function exampleOf(name: string): string {
  return settingOf(name)?.example ?? "";
}

function showExample({ example, madeBy, name }: Setting): string {
  return madeBy === undefined ? `${name} = "${example}"` : `the output of \`${madeBy}\``;
}

function complaintOf(variables: Variables): string | undefined {
  try {
    readConfig(variables);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}
