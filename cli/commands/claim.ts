import { randomBytes } from "node:crypto";
import { CLAIM_MS, claimLink } from "../../src/capabilities/directory/claim-link.ts";
import { defineCommand } from "../command.ts";
import { banOwner, revoke, roleChanges } from "../owner/room-owners.ts";
import { ownedRoom, PLACE_OPTIONS, ROOM_ARGUMENT } from "../room-options.ts";
import { print, tell } from "../text/print.ts";
import { safeLine } from "../text/safe-text.ts";

/** Makes an owner of a room (P9.2), or takes the room back from one (P9.14). */
export const CLAIM = defineCommand({
  summary: "Print a link that makes you the owner of a room, or take a room back.",
  about: `Prints a link that makes the first person to open it the owner of a room. It is valid for a day, and works once.
OWNER_TOKEN, from the environment or .dev.vars, signs it. Nothing is sent anywhere.

With --list, --revoke or --ban it asks the deployment instead, to take a room back from a person who got such a link.`,
  args: [ROOM_ARGUMENT],
  options: {
    ...PLACE_OPTIONS,
    list: { type: "boolean", default: false, help: "Prints claims and role changes, with each uid." },
    revoke: { type: "string", value: "<uid>", help: "Makes a person a guest, the last owner included." },
    ban: { type: "string", value: "<uid>", help: "Makes a person a guest, and bans them with their address." },
  },
  examples: ["parley claim https://chat.example.org/r/garden", "parley claim garden --list"],
  run: async (values, [named]) => {
    const owned = ownedRoom(values, named);
    if (values.list) {
      for (const { at, role, uid, username } of await roleChanges(owned)) {
        print(`${at}  ${uid}  ${role.padEnd(9)}  ${safeLine(username)}`);
      }
    } else if (values.ban !== undefined) {
      const hasAddress = await banOwner(owned, values.ban);
      tell(`${values.ban} is banned${hasAddress ? ", and so is their address" : ""}.`);
    } else if (values.revoke !== undefined) {
      await revoke(owned, values.revoke);
      tell(`${values.revoke} is a guest now.`);
    } else {
      const link = claimLink({
        ...owned,
        until: Date.now() + CLAIM_MS,
        nonce: randomBytes(16).toString("base64url"),
      });
      print(link);
      tell("The first person to open this link within 24 hours becomes the owner. It works once.");
    }
  },
});
