import { randomUUID } from "node:crypto";
import { text } from "node:stream/consumers";
import { defineCommand } from "../command.ts";
import { callRoom } from "../room-api.ts";
import { ROOM_ARGUMENT, ROOM_OPTIONS, roomAccess } from "../room-options.ts";
import { UsageError } from "../usage-error.ts";

/** Posts a message. */
export const POST = defineCommand({
  summary: "Post a message: its text from the arguments or from stdin.",
  about: "Posts a message, and prints its number. Without a text, it is read from stdin.",
  args: [ROOM_ARGUMENT, { name: "text", isOptional: true, isRest: true, help: "The text of the message." }],
  options: {
    ...ROOM_OPTIONS,
    "reply-to": { type: "string", value: "<seq>", help: "The number of the message that it answers." },
    id: { type: "string", value: "<id>", help: "Posts the same id once, however often the command is repeated." },
  },
  examples: ["uptime | parley post ops", 'parley post garden "Build 1204 is live."'],
  run: async (values, args) => {
    // With --room, all arguments are the text.
    const [named, ...words] = values.room === undefined ? args : [undefined, ...args];
    const access = roomAccess(values, named);
    const target = values["reply-to"];
    if (target !== undefined && !/^[1-9]\d{0,14}$/.test(target)) {
      throw new UsageError(`"${target}" is not the number of a message.`);
    }
    const message = words.length > 0 ? words.join(" ") : await text(process.stdin);
    const body = {
      message,
      // A repeated attempt must not post twice.
      id: values.id ?? randomUUID(),
      ...(target === undefined ? {} : { replyTo: Number(target) }),
    };
    const posted = (await (await callRoom(access, "/messages", { method: "POST", body })).json()) as { seq: number };
    process.stdout.write(`${posted.seq}\n`);
  },
});
