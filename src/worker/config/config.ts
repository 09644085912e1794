import { DEFAULT_LIMITS, type Limits, MAX_FRAME_BYTES, RESET_MESSAGES } from "../../protocol/limits.ts";
import type { CastsSetting } from "../../protocol/moderation.ts";
import { normalizeUsername } from "../../protocol/normalize-name.ts";
import { RESERVED_NAMES } from "../../room/people/name-policy.ts";
import { MIN_OWNER_TOKEN_LENGTH } from "../../room/tokens/secrets.ts";
import { ConfigError } from "../base/config-error.ts";
import { type EmbedConfig, readEmbedConfig } from "./embed-config.ts";
import { type FileConfig, readFileConfig } from "./file-config.ts";
import { type IdentityConfig, readIdentityConfig } from "./identity-config.ts";
import { type Location, readLocation } from "./location.ts";
import { listsAll, readOriginList } from "./origin-list.ts";
import { type ProxyConfig, readProxyConfig } from "./proxy-config.ts";
import { readNumber } from "./read-number.ts";
import { type RoomConfig, readRoomConfig } from "./room-config.ts";
import { readTurnstile, type Turnstile } from "./turnstile.ts";
import type { Variables } from "./variables.ts";

/** Highest accepted rate limit, per second. No machine reaches it, so it means "unlimited". */
const UNLIMITED_RATE = 1_000_000;

/** Minimum of `KEEP_EVENTS`: a room keeps at least the events that a `reset` contains. */
const MIN_KEEP_EVENTS = RESET_MESSAGES;

/** A hundred years: more is meant to be no limit, which an empty value says. */
const MAX_KEPT_DAYS = 36_500;

/** The deployment's variables, validated. */
export interface Config {
  /** Origins of other sites whose pages may connect, or `"*"` for all. */
  readonly allowedOrigins: ReadonlySet<string> | "*";
  /** Sites whose pages may embed a room. */
  readonly embed: EmbedConfig;
  /** Hosts that the deployment answers to; empty for all that reach it (P1.9). */
  readonly allowedHosts: ReadonlySet<string>;
  /** The proxy that names a client's address. */
  readonly proxy: ProxyConfig;
  /** Which rooms there are, and for how long. */
  readonly rooms: RoomConfig;
  /** Where Cloudflare keeps them. */
  readonly location: Location;
  /** Whether system messages show the peer's address instead of its name (P2.1). */
  readonly showAddresses: boolean;
  /** Names that guests may not use (P8.14). */
  readonly reservedNames: readonly string[];
  /** Whether users can broadcast objects other than messages, in rooms whose owner has not decided (P2.12). */
  readonly casts: CastsSetting;
  /** Whether everyone may read the logs of open rooms as pages, and search engines too (P7.4). Absent: no one may. */
  readonly archive?: "public" | "indexed";
  /** Whether links get previews (P13.6). */
  readonly previews: boolean;
  /** Whether rooms can be searched (P14). */
  readonly search: boolean;
  /** Whether webhooks may go to the server's own network (P16.4). */
  readonly privateWebhooks: boolean;
  readonly limits: Limits;
  readonly files: FileConfig;
  /** Days for which a room keeps events (P11.5); absent if it keeps all. */
  readonly keepDays?: number;
  /** Secret that makes its holder the owner of any room (P9.2). Rooms cannot be claimed without one. */
  readonly ownerToken?: string;
  /** Whether the owner of the deployment can ban people from all rooms (P9.16). */
  readonly deploymentBans: boolean;
  /** Whether rooms report themselves to a directory (P18.1). */
  readonly hasDirectory: boolean;
  /** Whether everyone may see the list of open rooms (P18.9). */
  readonly publicDirectory: boolean;
  /** Whether this is a server of the owner's own (`npm run serve`), and not Cloudflare. */
  readonly ownServer: boolean;
  readonly identity: IdentityConfig;
  /** Turnstile for new guests (P10.3); without it, their challenge is a proof of work. */
  readonly turnstile?: Turnstile;
}

/**
 * Reads the deployment's variables. With an invalid one, the Worker refuses every request and logs the reason: that is
 * safer than to run with other limits or origins than the owner intended.
 *
 * @throws ConfigError naming the variable and the values it accepts
 */
export function readConfig(env: Variables & { readonly ROOM_DIRECTORY?: unknown; readonly SITE?: unknown }): Config {
  const allowedOrigins = readOrigins(env.ALLOWED_ORIGINS);
  const identity = readIdentityConfig(env);
  // Access signs a browser in by a cookie, so that any page on the web would act as the person who visits it.
  if (allowedOrigins === "*" && identity.access !== undefined) {
    throw new ConfigError('Invalid ALLOWED_ORIGINS: behind Cloudflare Access, list the origins instead of "*".');
  }
  return {
    allowedOrigins,
    embed: readEmbedConfig(env),
    allowedHosts: readHosts(env.ALLOWED_HOSTS),
    proxy: readProxyConfig(env),
    rooms: readRoomConfig(env),
    location: readLocation(env),
    showAddresses: readSystemNames(env.SYSTEM_NAMES),
    reservedNames: readReservedNames(env.RESERVED_NAMES),
    casts: readCasts(env.CASTS),
    ...readArchive(env.ARCHIVE),
    previews: readPreviews(env.PREVIEWS),
    search: readSearch(env.SEARCH),
    privateWebhooks: readPrivateWebhooks(env.WEBHOOK_PRIVATE),
    limits: readLimits(env),
    files: readFileConfig(env),
    ...readKeepDays(env),
    ...readOwnerToken(env.OWNER_TOKEN),
    deploymentBans: readDeploymentBans(env.DEPLOYMENT_BANS, env.OWNER_TOKEN),
    hasDirectory: env.ROOM_DIRECTORY !== undefined,
    publicDirectory: readDirectory(env.DIRECTORY),
    // The Worker serves the page itself only there.
    ownServer: env.SITE !== undefined,
    identity,
    ...readTurnstile(env),
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

function readDeploymentBans(value = "", ownerToken = ""): boolean {
  if (value !== "" && value !== "off" && value !== "on") {
    throw new ConfigError(`Invalid DEPLOYMENT_BANS: expected "on" or "off", got "${value}".`);
  }
  if (value === "on" && ownerToken === "") {
    throw new ConfigError('Invalid DEPLOYMENT_BANS: "on" requires OWNER_TOKEN, which authorizes the bans.');
  }
  return value === "on";
}

function readDirectory(value = ""): boolean {
  if (value !== "" && value !== "off" && value !== "public")
    throw new ConfigError(`Invalid DIRECTORY: expected "public" or "off", got "${value}".`);
  return value === "public";
}

function readOrigins(list = ""): ReadonlySet<string> | "*" {
  return listsAll(list) ? "*" : readOriginList("ALLOWED_ORIGINS", list);
}

function readHosts(list = ""): ReadonlySet<string> {
  const entries = list.split(",").map((entry) => entry.trim());
  return new Set(entries.filter((entry) => entry !== "").map(readHost));
}

/** @returns the host as a URL has it: in lower case and Punycode, with any port but the default one */
function readHost(entry: string): string {
  const url = URL.parse(`https://${entry}`);
  if (url === null || url.href !== `https://${url.host}/` || /[/?#@]/.test(entry)) {
    throw new ConfigError(
      `Invalid ALLOWED_HOSTS: expected hosts such as "chat.example.org", separated by commas, got "${entry}".`,
    );
  }
  return url.host;
}

function readSystemNames(value = ""): boolean {
  if (value !== "" && value !== "name" && value !== "ip")
    throw new ConfigError(`Invalid SYSTEM_NAMES: expected "name" or "ip", got "${value}".`);
  return value === "ip";
}

function readCasts(value = ""): CastsSetting {
  if (value !== "" && value !== "on" && value !== "off")
    throw new ConfigError(`Invalid CASTS: expected "on" or "off", got "${value}".`);
  return value === "off" ? "off" : "on";
}

function readArchive(value = ""): Pick<Config, "archive"> {
  if (value === "" || value === "off") return {};
  if (value !== "public" && value !== "indexed") {
    throw new ConfigError(`Invalid ARCHIVE: expected "off", "public" or "indexed", got "${value}".`);
  }
  return { archive: value };
}

function readPreviews(value = ""): boolean {
  if (value !== "" && value !== "on" && value !== "off")
    throw new ConfigError(`Invalid PREVIEWS: expected "on" or "off", got "${value}".`);
  return value !== "off";
}

function readSearch(value = ""): boolean {
  if (value !== "" && value !== "on" && value !== "off")
    throw new ConfigError(`Invalid SEARCH: expected "on" or "off", got "${value}".`);
  return value !== "off";
}

function readPrivateWebhooks(value = ""): boolean {
  if (value !== "" && value !== "deny" && value !== "allow")
    throw new ConfigError(`Invalid WEBHOOK_PRIVATE: expected "deny" or "allow", got "${value}".`);
  return value === "allow";
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

function readKeepDays(env: Variables): Pick<Config, "keepDays"> {
  const keepDays = readNumber(env, "KEEP_DAYS", 1, MAX_KEPT_DAYS);
  return keepDays === undefined ? {} : { keepDays };
}

function readLimits(env: Variables): Limits {
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
