import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { DEFAULT_ROOM, normalizeRoomName } from "../src/protocol/normalize-name.ts";
import type { RoomAccess } from "./room-api.ts";
import { UsageError } from "./usage-error.ts";

/** Where `npm start` and `npm run claim` have the owner's token. */
const DEV_VARS = fileURLToPath(new URL("../.dev.vars", import.meta.url));

/** Options of every command. */
export const ROOM_OPTIONS = {
  url: { type: "string" },
  room: { type: "string" },
  token: { type: "string" },
} as const;

export const ROOM_HELP = `  --url <address>    Where Parley is; PARLEY_URL, or http://localhost:8787.
  --room <name>      The room; ${DEFAULT_ROOM} by default.
  --token <token>    A JWT of your site, a room's token, a bot's, or the owner's.
                     Better in PARLEY_TOKEN or OWNER_TOKEN: other users of this machine see arguments.
`;

interface RoomValues {
  readonly url?: string | undefined;
  readonly room?: string | undefined;
  readonly token?: string | undefined;
}

/**
 * The room that options name. The token is that of the option, or else of the environment, or for a server on this machine
 * of `.dev.vars`.
 *
 * @throws UsageError
 */
export function roomAccess({ room = DEFAULT_ROOM, token, url: address }: RoomValues): RoomAccess {
  const { OWNER_TOKEN, PARLEY_TOKEN, PARLEY_URL } = process.env;
  const text = address ?? PARLEY_URL ?? "http://localhost:8787";
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`"${text}" is not an address. Use one such as https://chat.example.org.`);
  }
  const name = normalizeRoomName(room);
  if (name === undefined) throw new UsageError(`"${room}" is not a room's name. Use 1 to 64 of a-z, 0-9, - and _.`);
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  const known = token ?? PARLEY_TOKEN ?? OWNER_TOKEN ?? (isLocal ? devToken() : undefined);
  return { url, room: name, token: known === "" ? undefined : known };
}

function devToken(): string | undefined {
  return existsSync(DEV_VARS) ? parseEnv(readFileSync(DEV_VARS, "utf8")).OWNER_TOKEN : undefined;
}
