import * as v from "valibot";
import { SCOPES } from "../../src/capabilities/bots/bot-store.ts";
import { defineCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { ApiError, callRoom } from "../room-api.ts";
import { ownedRoom, PLACE_OPTIONS, ROOM_ARGUMENT } from "../room-options.ts";
import { print, tell } from "../text/print.ts";
import { safeLine } from "../text/safe-text.ts";
import { CommandFailed, UsageError } from "../usage-error.ts";

const Made = v.object({ id: v.string(), token: v.string() });
const List = v.object({
  bots: v.array(
    v.object({ id: v.string(), name: v.string(), scopes: v.array(v.string()), usedAt: v.exactOptional(v.number()) }),
  ),
});

/** Makes, lists and revokes the bots of a room (P15.1). */
export const BOT = defineCommand({
  summary: "Make a bot of a room, list its bots, or revoke one.",
  about: `Makes a bot of a room, and prints its token, which is not shown again. Needs OWNER_TOKEN, from the environment or
.dev.vars.`,
  args: [ROOM_ARGUMENT],
  options: {
    ...PLACE_OPTIONS,
    name: { type: "string", value: "<name>", help: "The name of the bot." },
    scopes: {
      type: "string",
      value: "<scopes>",
      default: "read,write",
      help: "What it may do: read, write and moderate. read,write by default.",
    },
    avatar: { type: "string", value: "<address>", help: "The https address of its picture." },
    list: { type: "boolean", default: false, help: "Prints the room's bots, with the last use of each." },
    revoke: { type: "string", value: "<id>", help: "Revokes a bot." },
  },
  examples: ["parley bot garden --name Weather", "parley bot garden --list"],
  run: async (values, [named]) => {
    const { avatar, list, name, revoke, scopes } = values;
    const owned = ownedRoom(values, named);
    if (list) {
      const { bots } = v.parse(List, await (await callRoom(owned, "/bots")).json());
      for (const { id, name, scopes, usedAt } of bots) {
        const used = usedAt === undefined ? "never" : new Date(usedAt).toISOString();
        print(`${id}  ${scopes.join(",").padEnd(19)}  ${used.padEnd(24)}  ${safeLine(name)}`);
      }
    } else if (revoke !== undefined) {
      try {
        await callRoom(owned, `/bots/${encodeURIComponent(revoke)}`, { method: "DELETE" });
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== "no_person") throw error;
        throw new CommandFailed(`${owned.room} has no bot of the id ${revoke}. --list shows them.`, EXIT.failed);
      }
      tell(`${revoke} is revoked.`);
    } else {
      if (name === undefined) throw new UsageError("Give the bot a name: --name Weather");
      const wrong = scopes.split(",").find((scope) => !SCOPES.some((one) => one === scope));
      if (wrong !== undefined) throw new UsageError(`--scopes takes ${SCOPES.join(", ")}, and not "${wrong}".`);
      const body = { name, scopes: scopes.split(","), ...(avatar === undefined ? {} : { avatar }) };
      // Asked twice, the name of the first would be taken.
      const made = await callRoom(owned, "/bots", { method: "POST", body, isRepeatable: false });
      const { id, token } = v.parse(Made, await made.json());
      print(token);
      tell(`This is the token of ${id}. It is not shown again.`);
    }
  },
});
