import { randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import type { Command } from "../command.ts";
import { callRoom } from "../room-api.ts";
import { ROOM_HELP, ROOM_OPTIONS, roomAccess } from "../room-options.ts";
import { UsageError } from "../usage-error.ts";

/** Posts a message. */
export const POST: Command = {
  summary: "Post a message: its text from the arguments or from stdin.",
  help: `Usage: parley post [options] [--] [text …]

Posts a message, and prints its number. Without a text, it is read from stdin.

${ROOM_HELP}  --reply-to <seq>   The number of the message that it answers.
  --id <id>          Posts the same id once, however often the command is repeated.

  uptime | parley post --room ops
  parley post --room garden "Build 1204 is live."
`,
  run: async (args) => {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...ROOM_OPTIONS, "reply-to": { type: "string" }, id: { type: "string" } },
    });
    const access = roomAccess(values);
    const target = values["reply-to"];
    if (target !== undefined && !/^[1-9]\d{0,14}$/.test(target)) {
      throw new UsageError(`"${target}" is not the number of a message.`);
    }
    const message = positionals.length > 0 ? positionals.join(" ") : await text(process.stdin);
    const body = {
      message,
      // A repeated attempt must not post twice.
      id: values.id ?? randomUUID(),
      ...(target === undefined ? {} : { replyTo: Number(target) }),
    };
    const posted = (await (await callRoom(access, "/messages", { method: "POST", body })).json()) as { seq: number };
    process.stdout.write(`${posted.seq}\n`);
  },
};
