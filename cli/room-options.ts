import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { DEFAULT_ROOM } from "../src/protocol/normalize-name.ts";
import { MIN_OWNER_TOKEN_LENGTH } from "../src/room/tokens/secrets.ts";
import type { Argument } from "./command.ts";
import type { RoomAccess } from "./room-api.ts";
import { isLocal, readTarget, type Target } from "./target.ts";
import { UsageError } from "./usage-error.ts";

/** Where `npm start` and `npm run claim` have the owner's token. */
const DEV_VARS = fileURLToPath(new URL("../.dev.vars", import.meta.url));

/** The room, as the first argument of a command. */
export const ROOM_ARGUMENT: Argument = {
  name: "room",
  isOptional: true,
  help: `Its name or its address: garden, or https://chat.example.org/r/garden. PARLEY_ROOM by default, or ${DEFAULT_ROOM}.`,
};

/** Where a room is. */
export const PLACE_OPTIONS = {
  url: {
    type: "string",
    value: "<address>",
    help: "Where Parley is, for a room that is given by its name; PARLEY_URL, or http://localhost:8787.",
  },
  room: { type: "string", value: "<name>", help: "The room, instead of as an argument." },
} as const;

/** Options of every command that acts in a room. */
export const ROOM_OPTIONS = {
  ...PLACE_OPTIONS,
  token: {
    type: "string",
    value: "<token>",
    help: "A JWT of your site, a room's token, a bot's, or the owner's. Better in PARLEY_TOKEN, or from stdin with -: other users of this machine see arguments.",
  },
} as const;

export interface PlaceValues {
  readonly url?: string | undefined;
  readonly room?: string | undefined;
}

interface RoomValues extends PlaceValues {
  readonly token?: string | undefined;
}

/**
 * The room that a command names.
 *
 * @param named the argument
 * @throws UsageError
 */
export function targetOf({ room, url }: PlaceValues, named?: string): Target {
  if (room !== undefined && named !== undefined) {
    throw new UsageError(`The room is given twice: "${named}" and --room ${room}.`);
  }
  return readTarget(
    named ?? room ?? (process.env.PARLEY_ROOM || DEFAULT_ROOM),
    url ?? process.env.PARLEY_URL ?? "http://localhost:8787",
  );
}

/**
 * The room that a command names, for someone who signs in. The token is that of the option, or else of the link, of the
 * environment, or for a server on this machine of `.dev.vars`.
 *
 * @throws UsageError
 */
export function roomAccess(values: RoomValues, named?: string): RoomAccess {
  const target = targetOf(values, named);
  const token = personToken(values, target) ?? ownerToken(target.url);
  return { url: target.url, room: target.room, token: token === "" ? undefined : token };
}

/** The token of a person or a bot; `undefined` for a guest. */
export function personToken({ token }: Pick<RoomValues, "token">, target: Target): string | undefined {
  return (givenToken(token) ?? target.token ?? process.env.PARLEY_TOKEN) || undefined;
}

/**
 * The room that a command names, for the deployment's owner.
 *
 * @throws UsageError without `OWNER_TOKEN`
 */
export function ownedRoom(values: PlaceValues, named?: string): RoomAccess & { readonly token: string } {
  const { room, url } = targetOf(values, named);
  // The owner's own machine has the token of the deployment in `.dev.vars`, wherever that is.
  const token = process.env.OWNER_TOKEN ?? devToken() ?? "";
  if (token.length < MIN_OWNER_TOKEN_LENGTH) {
    throw new UsageError(
      `OWNER_TOKEN is missing or shorter than ${MIN_OWNER_TOKEN_LENGTH} characters. Set it in .dev.vars or in the environment,\n` +
        "to the same value as in your deployment (npx wrangler secret put OWNER_TOKEN).",
    );
  }
  return { url, room, token };
}

/** The token of an operator: `OWNER_TOKEN`, or that of a person of the site. */
export function operatorToken(token: string | undefined, url: URL): string | undefined {
  return (
    (givenToken(token) ?? process.env.OWNER_TOKEN ?? process.env.PARLEY_TOKEN) ||
    (isLocal(url) ? devToken() : undefined)
  );
}

/** The token of the option; `-` is stdin, which no other user of the machine sees. */
function givenToken(token: string | undefined): string | undefined {
  return token === "-" ? readFileSync(0, "utf8").trim() : token;
}

/** The token of the environment, or for a server on this machine of `.dev.vars`. */
function ownerToken(url: URL): string | undefined {
  return process.env.OWNER_TOKEN ?? (isLocal(url) ? devToken() : undefined);
}

function devToken(): string | undefined {
  return existsSync(DEV_VARS) ? parseEnv(readFileSync(DEV_VARS, "utf8")).OWNER_TOKEN : undefined;
}
