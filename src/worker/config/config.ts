import { DEFAULT_LIMITS, type Limits, MAX_FRAME_BYTES, RESET_MESSAGES } from "../../protocol/limits.ts";
import { normalizeUsername } from "../../protocol/normalize-name.ts";
import { MIN_OWNER_TOKEN_LENGTH } from "../../room/moderation/secrets.ts";
import { RESERVED_NAMES } from "../../room/people/name-policy.ts";
import { type IdentityConfig, readIdentityConfig } from "../identity/identity-config.ts";
import { ConfigError } from "./config-error.ts";

/** Highest accepted rate limit, per second. No machine reaches it, so it means "unlimited". */
const UNLIMITED_RATE = 1_000_000;

/** Minimum of `KEEP_EVENTS`: a room keeps at least the events that a `reset` contains. */
const MIN_KEEP_EVENTS = RESET_MESSAGES;

type NumberName =
  | "MAX_MESSAGE_CHARACTERS"
  | "MAX_ROOM_SOCKETS"
  | "MAX_SOCKETS_PER_ADDRESS"
  | "MAX_FRAMES_PER_SECOND"
  | "MAX_EVENTS_PER_SECOND"
  | "MAX_EXTRA_BYTES"
  | "KEEP_EVENTS";

/** The deployment's variables, validated. */
export interface Config {
  /** Origins of other sites whose pages may connect, or `"*"` for all. */
  readonly allowedOrigins: ReadonlySet<string> | "*";
  /** Whether system messages show the peer's address instead of its name (P2.1). */
  readonly showAddresses: boolean;
  /** Names that guests may not use (P8.14). */
  readonly reservedNames: readonly string[];
  readonly limits: Limits;
  /** Secret that makes its holder the owner of any room (P9.2). Rooms cannot be claimed without one. */
  readonly ownerToken?: string;
  readonly identity: IdentityConfig;
}

/**
 * Reads the deployment's variables. With an invalid one, the Worker refuses every request and logs the reason: that is
 * safer than to run with other limits or origins than the owner intended.
 *
 * @throws ConfigError naming the variable and the values it accepts
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
  // The message goes to the log, so it contains no part of the value.
  if (token.length < MIN_OWNER_TOKEN_LENGTH) {
    throw new ConfigError(
      `Invalid OWNER_TOKEN: expected at least ${MIN_OWNER_TOKEN_LENGTH} characters, got ${token.length}. To generate one, run \`openssl rand -base64 32\`.`,
    );
  }
  return { ownerToken: token };
}

function readOrigins(list = ""): ReadonlySet<string> | "*" {
  const entries = list.split(",").map((entry) => entry.trim());
  if (entries.includes("*")) return "*";
  return new Set(entries.filter((entry) => entry !== "").map(readOrigin));
}

/** @returns the origin as a browser sends it: in lower case and Punycode, without the default port */
function readOrigin(entry: string): string {
  const url = URL.parse(entry);
  // A path, or a trailing slash, shows that more than an origin was meant.
  if (url === null || url.href !== `${url.origin}/` || /[/?#]$/.test(entry)) {
    throw new ConfigError(
      `Invalid ALLOWED_ORIGINS: expected origins such as "https://example.org", separated by commas, got "${entry}".`,
    );
  }
  return url.origin;
}

function readSystemNames(value = "name"): boolean {
  if (value !== "name" && value !== "ip")
    throw new ConfigError(`Invalid SYSTEM_NAMES: expected "name" or "ip", got "${value}".`);
  return value === "ip";
}

function readReservedNames(list = ""): readonly string[] {
  const entries = list.split(",").filter((entry) => entry.trim() !== "");
  const own = entries.map((entry) => {
    const name = normalizeUsername(entry);
    if (name === undefined) {
      throw new ConfigError(`Invalid RESERVED_NAMES: expected usernames separated by commas, got "${entry}".`);
    }
    return name;
  });
  return [...RESERVED_NAMES, ...own];
}

function readLimits(env: Env): Limits {
  const keptEvents = readNumber(env, "KEEP_EVENTS", MIN_KEEP_EVENTS);
  // These two can only be lowered: the defaults are the capacity of a frame and of an object.
  const { addressSockets, eventsPerSecond, extraBytes, framesPerSecond, messageCharacters, roomSockets } =
    DEFAULT_LIMITS;
  return {
    messageCharacters: readNumber(env, "MAX_MESSAGE_CHARACTERS", 1, messageCharacters) ?? messageCharacters,
    roomSockets: readNumber(env, "MAX_ROOM_SOCKETS", 1, roomSockets) ?? roomSockets,
    // The maximum is a whole room from one address, for example in a school.
    addressSockets: readNumber(env, "MAX_SOCKETS_PER_ADDRESS", 1, roomSockets) ?? addressSockets,
    framesPerSecond: readNumber(env, "MAX_FRAMES_PER_SECOND", 1, UNLIMITED_RATE) ?? framesPerSecond,
    eventsPerSecond: readNumber(env, "MAX_EVENTS_PER_SECOND", 1, UNLIMITED_RATE) ?? eventsPerSecond,
    extraBytes: readNumber(env, "MAX_EXTRA_BYTES", 0, MAX_FRAME_BYTES) ?? extraBytes,
    ...(keptEvents === undefined ? {} : { keptEvents }),
  };
}

function readNumber(env: Env, name: NumberName, min: number, max?: number): number | undefined {
  const value = env[name] ?? "";
  if (value === "") return undefined;
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < min || (max !== undefined && number > max)) {
    const range = max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
    throw new ConfigError(`Invalid ${name}: expected a whole number ${range}, got "${value}".`);
  }
  return number;
}
