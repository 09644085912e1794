// Prints a link by which somebody becomes an owner of a room, once and within a day (P9.2):
//   npm run claim -- --room lobby --url https://chat.example.org
// It is made with OWNER_TOKEN, from the environment or from .dev.vars, and nothing is sent anywhere.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs, parseEnv } from "node:util";
import { DEFAULT_ROOM, normalizeRoomName } from "../src/protocol/normalize-name.ts";
import { MIN_OWNER_TOKEN_LENGTH } from "../src/room/moderation/secrets.ts";
import { claimLink } from "./claim/claim-link.ts";

const DEV_VARS = fileURLToPath(new URL("../.dev.vars", import.meta.url));

const { values } = parseArgs({
  options: {
    room: { type: "string", default: DEFAULT_ROOM },
    url: { type: "string", default: "http://localhost:8787" },
  },
});
const room = normalizeRoomName(values.room);
const url = URL.parse(values.url);
const token =
  process.env.OWNER_TOKEN ?? (existsSync(DEV_VARS) ? parseEnv(readFileSync(DEV_VARS, "utf8")).OWNER_TOKEN : "");

if (room === undefined) fail(`"${values.room}" is no room's name: 1 to 64 of a-z, 0-9, - and _.`);
if (url === null)
  fail(`"${values.url}" is no address; it is to be that of your site, such as https://chat.example.org`);
if (token === undefined || token.length < MIN_OWNER_TOKEN_LENGTH) {
  fail(
    `OWNER_TOKEN is not set, or has less than ${MIN_OWNER_TOKEN_LENGTH} characters. Put OWNER_TOKEN="…" into .dev.vars, or into the environment;\n` +
      "it has to be the one that the Worker has (npx wrangler secret put OWNER_TOKEN).",
  );
}
const link = claimLink({ token, room, url, now: Date.now(), nonce: randomBytes(16).toString("base64url") });
process.stdout.write(`${link}\n`);
process.stderr.write("Whoever opens it first, within 24 hours, owns the room. It is not shown again.\n");

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
