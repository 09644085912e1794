import { DEFAULT_LIMITS, type Limits } from "../protocol/limits.ts";

/** What the owner set in `[vars]`, checked. */
export interface Config {
  /** Origins of other sites whose pages may connect, or `"*"` for all. */
  readonly allowedOrigins: ReadonlySet<string> | "*";
  /** Whether system messages show the peer's address in place of the name (P2.1). */
  readonly showAddresses: boolean;
  readonly limits: Limits;
}

/**
 * Reads the deployment's variables. One that cannot be meant stops every request with a clear log line: a room that
 * runs with a limit or an origin list other than its owner believes is worse than one that does not run.
 *
 * @throws Error which names the variable and what it takes
 */
export function readConfig(env: Env): Config {
  return {
    allowedOrigins: readOrigins(env.ALLOWED_ORIGINS),
    showAddresses: readSystemNames(env.SYSTEM_NAMES),
    limits: {
      messageCharacters: readLimit(env, "MAX_MESSAGE_CHARACTERS", DEFAULT_LIMITS.messageCharacters),
      roomSockets: readLimit(env, "MAX_ROOM_SOCKETS", DEFAULT_LIMITS.roomSockets),
    },
  };
}

function readOrigins(list = ""): ReadonlySet<string> | "*" {
  const entries = list.split(",").map((entry) => entry.trim());
  if (entries.includes("*")) return "*";
  return new Set(entries.filter((entry) => entry !== "").map(readOrigin));
}

function readOrigin(entry: string): string {
  const origin = URL.parse(entry)?.origin;
  // A path or a trailing slash would never match what a browser sends: better said than silently ignored.
  if (origin !== entry.toLowerCase()) {
    throw new Error(
      `ALLOWED_ORIGINS takes origins such as "https://example.org", separated by commas, not "${entry}".`,
    );
  }
  return origin;
}

function readSystemNames(value = "name"): boolean {
  if (value !== "name" && value !== "ip") throw new Error(`SYSTEM_NAMES is "name" or "ip", not "${value}".`);
  return value === "ip";
}

function readLimit(env: Env, name: "MAX_MESSAGE_CHARACTERS" | "MAX_ROOM_SOCKETS", byDefault: number): number {
  const value = env[name] ?? "";
  if (value === "") return byDefault;
  const limit = Number(value);
  // Both limits can be lowered only: the defaults are what a frame and an object hold.
  if (!Number.isInteger(limit) || limit < 1 || limit > byDefault) {
    throw new Error(`${name} is a whole number from 1 to ${byDefault}, not "${value}".`);
  }
  return limit;
}
