import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { normalizeRoomName } from "../../src/protocol/normalize-name.ts";
import { MIN_OWNER_TOKEN_LENGTH } from "../../src/room/tokens/secrets.ts";
import type { OwnedRoom } from "./room-owners.ts";

const DEV_VARS = fileURLToPath(new URL("../../.dev.vars", import.meta.url));

/** Reads which room of which deployment a command is about, with `OWNER_TOKEN` from the environment or .dev.vars. Ends if one is unusable. */
export function readDeployment(values: { readonly room: string; readonly url: string }): OwnedRoom {
  const room = normalizeRoomName(values.room);
  const url = URL.parse(values.url);
  const token =
    process.env.OWNER_TOKEN ?? (existsSync(DEV_VARS) ? parseEnv(readFileSync(DEV_VARS, "utf8")).OWNER_TOKEN : "");
  if (room === undefined) fail(`"${values.room}" is not a valid room name. Use 1 to 64 of a-z, 0-9, - and _.`);
  if (url === null)
    fail(`"${values.url}" is not a valid URL. Use the address of your room, such as https://chat.example.org.`);
  if (token === undefined || token.length < MIN_OWNER_TOKEN_LENGTH) {
    fail(
      `OWNER_TOKEN is missing or shorter than ${MIN_OWNER_TOKEN_LENGTH} characters. Set it in .dev.vars or in the environment,\n` +
        "to the same value as in your deployment (npx wrangler secret put OWNER_TOKEN).",
    );
  }
  return { token, room, url, fetch };
}

export function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
