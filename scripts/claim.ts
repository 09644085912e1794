// Prints a link that makes the first person to open it the owner of a room (P9.2). It is valid for a day:
//   npm run claim -- --room lobby --url https://chat.example.org
// OWNER_TOKEN, from the environment or .dev.vars, signs it. Nothing is sent anywhere.
//
// With one of these options it asks the deployment instead, to take a room back from a person who got such a link (P9.14):
//   --list           prints claims and role changes, with each uid
//   --revoke <uid>   makes a person a guest, the last owner included
//   --ban <uid>      makes a person a guest, and bans them with their address
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { DEFAULT_ROOM } from "../src/protocol/normalize-name.ts";
import { claimLink } from "./claim/claim-link.ts";
import { fail, readDeployment } from "./claim/deployment.ts";
import { banOwner, revoke, roleChanges } from "./claim/room-owners.ts";

const { values } = parseArgs({
  options: {
    room: { type: "string", default: DEFAULT_ROOM },
    url: { type: "string", default: "http://localhost:8787" },
    list: { type: "boolean", default: false },
    revoke: { type: "string" },
    ban: { type: "string" },
  },
});
const owned = readDeployment(values);
const { room, token, url } = owned;
try {
  if (values.list) {
    for (const { at, role, uid, username } of await roleChanges(owned)) {
      process.stdout.write(`${at}  ${uid}  ${role.padEnd(9)}  ${username}\n`);
    }
  } else if (values.ban !== undefined) {
    const hasAddress = await banOwner(owned, values.ban);
    process.stderr.write(`${values.ban} is banned${hasAddress ? ", and so is their address" : ""}.\n`);
  } else if (values.revoke !== undefined) {
    await revoke(owned, values.revoke);
    process.stderr.write(`${values.revoke} is a guest now.\n`);
  } else {
    const link = claimLink({ token, room, url, now: Date.now(), nonce: randomBytes(16).toString("base64url") });
    process.stdout.write(`${link}\n`);
    process.stderr.write("The first person to open this link within 24 hours becomes the owner. It works once.\n");
  }
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
