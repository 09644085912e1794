// Makes a bot of a room, and prints its token (P15.1):
//   npm run bot -- --room garden --name Weather --url https://chat.example.org
// OWNER_TOKEN comes from the environment or .dev.vars. More options:
//   --scopes read,write,moderate   what it may do; read and write by default
//   --avatar <https address>       its picture
// With one of these it makes none:
//   --list          prints the room's bots, with the last use of each
//   --revoke <id>   revokes a bot
import { parseArgs } from "node:util";
import * as v from "valibot";
import { DEFAULT_ROOM } from "../src/protocol/normalize-name.ts";
import { fail, readDeployment } from "./claim/deployment.ts";
import { call } from "./claim/room-owners.ts";

const { values } = parseArgs({
  options: {
    room: { type: "string", default: DEFAULT_ROOM },
    url: { type: "string", default: "http://localhost:8787" },
    name: { type: "string" },
    scopes: { type: "string", default: "read,write" },
    avatar: { type: "string" },
    list: { type: "boolean", default: false },
    revoke: { type: "string" },
  },
});

const Made = v.object({ id: v.string(), token: v.string() });
const List = v.object({
  bots: v.array(
    v.object({ id: v.string(), name: v.string(), scopes: v.array(v.string()), usedAt: v.exactOptional(v.number()) }),
  ),
});

const owned = readDeployment(values);
try {
  if (values.list) {
    for (const { id, name, scopes, usedAt } of v.parse(List, await call(owned, "bots")).bots) {
      const used = usedAt === undefined ? "never" : new Date(usedAt).toISOString();
      process.stdout.write(`${id}  ${scopes.join(",").padEnd(19)}  ${used.padEnd(24)}  ${name}\n`);
    }
  } else if (values.revoke !== undefined) {
    await call(owned, `bots/${encodeURIComponent(values.revoke)}`, { method: "DELETE" });
    process.stderr.write(`${values.revoke} is revoked.\n`);
  } else {
    const { avatar, name, scopes } = values;
    if (name === undefined) fail("Give the bot a name: --name Weather");
    const body = JSON.stringify({ name, scopes: scopes.split(","), ...(avatar === undefined ? {} : { avatar }) });
    const headers = { "content-type": "application/json" };
    const { id, token } = v.parse(Made, await call(owned, "bots", { method: "POST", headers, body }));
    process.stdout.write(`${token}\n`);
    process.stderr.write(`This is the token of ${id}. It is not shown again.\n`);
  }
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
