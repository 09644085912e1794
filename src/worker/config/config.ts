import { DEFAULT_LIMITS, type Limits, RESET_MESSAGES } from "../../protocol/limits.ts";
import { normalizeUsername } from "../../protocol/normalize-name.ts";
import { MIN_OWNER_TOKEN_LENGTH } from "../../room/moderation/secrets.ts";
import { RESERVED_NAMES } from "../../room/people/name-policy.ts";
import { type IdentityConfig, readIdentityConfig } from "../identity/identity-config.ts";
import { ConfigError } from "./config-error.ts";

/** More frames, or events, a second than any machine takes: whoever sets this has no limit. */
const NO_FRAME_LIMIT = 1_000_000;

/** Fewer kept events than a `reset` gives would make a room forget what it just said. */
const MIN_KEPT_EVENTS = RESET_MESSAGES;

type NumberName =
  | "MAX_MESSAGE_CHARACTERS"
  | "MAX_ROOM_SOCKETS"
  | "MAX_SOCKETS_PER_ADDRESS"
  | "MAX_FRAMES_PER_SECOND"
  | "MAX_EVENTS_PER_SECOND"
  | "KEEP_EVENTS";

/** What the owner set in `[vars]`, checked. */
export interface Config {
  /** Origins of other sites whose pages may connect, or `"*"` for all. */
  readonly allowedOrigins: ReadonlySet<string> | "*";
  /** Whether system messages show the peer's address in place of the name (P2.1). */
  readonly showAddresses: boolean;
  /** Names that no guest may have (P8.14). */
  readonly reservedNames: readonly string[];
  readonly limits: Limits;
  /** The secret that makes its holder an owner of every room (P9.2); without one, nobody can claim a room. */
  readonly ownerToken?: string;
  readonly identity: IdentityConfig;
}

/**
 * Reads the deployment's variables. One that cannot be meant stops every request with a clear log line: a room that
 * runs with a limit or an origin list other than its owner believes is worse than one that does not run.
 *
 * @throws ConfigError which names the variable and what it takes
 */
export function readConfig(env: Env): Config {
  return {
    allowedOrigins: readOrigins(env.ALLOWED_ORIGINS),
    showAddresses: readSystemNames(env.SYSTEM_NAMES),
    reservedNames: readReservedNames(env.RESERVED_NAMES),
    limits: readLimits(env),
    ...readOwnerToken(env.OWNER_TOKEN),
    identity: readIdentityConfig(env),
  };
}

function readOwnerToken(token = ""): Pick<Config, "ownerToken"> {
  if (token === "") return {};
  // Neither the value nor any part of it: this text goes to the log.
  if (token.length < MIN_OWNER_TOKEN_LENGTH) {
    throw new ConfigError(
      `OWNER_TOKEN has ${MIN_OWNER_TOKEN_LENGTH} characters at least; \`openssl rand -base64 32\` makes one.`,
    );
  }
  return { ownerToken: token };
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
    throw new ConfigError(
      `ALLOWED_ORIGINS takes origins such as "https://example.org", separated by commas, not "${entry}".`,
    );
  }
  return origin;
}

function readSystemNames(value = "name"): boolean {
  if (value !== "name" && value !== "ip") throw new ConfigError(`SYSTEM_NAMES is "name" or "ip", not "${value}".`);
  return value === "ip";
}

function readReservedNames(list = ""): readonly string[] {
  const entries = list.split(",").filter((entry) => entry.trim() !== "");
  const own = entries.map((entry) => {
    const name = normalizeUsername(entry);
    if (name === undefined) {
      throw new ConfigError(`RESERVED_NAMES takes names, separated by commas; "${entry}" can be none.`);
    }
    return name;
  });
  return [...RESERVED_NAMES, ...own];
}

function readLimits(env: Env): Limits {
  const keptEvents = readNumber(env, "KEEP_EVENTS", MIN_KEPT_EVENTS, Number.MAX_SAFE_INTEGER);
  // These two can be lowered only: the defaults are what a frame and an object hold.
  const { addressSockets, framesPerSecond, messageCharacters, roomSockets } = DEFAULT_LIMITS;
  const eventsPerSecond = readNumber(env, "MAX_EVENTS_PER_SECOND", 1, NO_FRAME_LIMIT);
  return {
    messageCharacters: readNumber(env, "MAX_MESSAGE_CHARACTERS", 1, messageCharacters) ?? messageCharacters,
    roomSockets: readNumber(env, "MAX_ROOM_SOCKETS", 1, roomSockets) ?? roomSockets,
    // A whole room behind one address is an owner's choice, in a school that has its own.
    addressSockets: readNumber(env, "MAX_SOCKETS_PER_ADDRESS", 1, roomSockets) ?? addressSockets,
    framesPerSecond: readNumber(env, "MAX_FRAMES_PER_SECOND", 1, NO_FRAME_LIMIT) ?? framesPerSecond,
    ...(eventsPerSecond === undefined ? {} : { eventsPerSecond }),
    ...(keptEvents === undefined ? {} : { keptEvents }),
  };
}

function readNumber(env: Env, name: NumberName, least: number, most: number): number | undefined {
  const value = env[name] ?? "";
  if (value === "") return undefined;
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < least || number > most) {
    throw new ConfigError(`${name} is a whole number from ${least} to ${most}, not "${value}".`);
  }
  return number;
}
