import { defineCommand } from "../command.ts";
import { postAsGuest } from "../post/as-guest.ts";
import type { PostRequest } from "../post/post-request.ts";
import { postWithToken } from "../post/with-token.ts";
import { personToken, ROOM_ARGUMENT, ROOM_OPTIONS, targetOf } from "../room-options.ts";
import { tell } from "../text/print.ts";
import { UsageError } from "../usage-error.ts";

/** Seconds to wait for the room, by default. */
const PATIENCE_SECONDS = 30;

/** Posts a message. */
export const POST = defineCommand({
  summary: "Post a message: its text from the arguments or from stdin.",
  about: `Posts a message, waits until the room has stored it, and prints its number. Without a text, all of stdin is one message;
with --lines, each line is one, as soon as it arrives.

With a token it posts over HTTP as the token's user or bot. Without one it joins over a socket, as a guest named by --name.
The next run with that name is the same guest.`,
  args: [ROOM_ARGUMENT, { name: "text", isOptional: true, isRest: true, help: "The text of the message." }],
  options: {
    ...ROOM_OPTIONS,
    name: { type: "string", short: "n", value: "<name>", help: "The name of the guest, if there is no token." },
    lines: { type: "boolean", default: false, help: "Posts each line of stdin as a message of its own." },
    "reply-to": { type: "string", value: "<seq>", help: "The number of the message that it answers." },
    id: { type: "string", value: "<id>", help: "Posts the same id once, however often the command is repeated." },
    timeout: {
      type: "string",
      value: "<seconds>",
      default: String(PATIENCE_SECONDS),
      help: `How long a guest waits for the room; ${PATIENCE_SECONDS} by default.`,
    },
  },
  examples: [
    "uptime | parley post ops --name cron",
    'parley post garden "Build 1204 is live."',
    "tail -f app.log | parley post ops --lines",
  ],
  run: async (values, args) => {
    // With --room, all arguments are the text.
    const [named, ...words] = values.room === undefined ? args : [undefined, ...args];
    const target = targetOf(values, named);
    const replyTo = values["reply-to"];
    if (replyTo !== undefined && !/^[1-9]\d{0,14}$/.test(replyTo)) {
      throw new UsageError(`"${replyTo}" is not the number of a message.`);
    }
    if (values.lines && (words.length > 0 || values.id !== undefined)) {
      throw new UsageError("--lines reads stdin: it takes neither a text nor an --id.");
    }
    const seconds = Number(values.timeout);
    if (!(seconds > 0)) throw new UsageError(`"${values.timeout}" is not a number of seconds.`);
    if (words.length === 0 && process.stdin.isTTY) tell("Write your message, and end it with Ctrl+D.");
    const request: PostRequest = {
      target,
      text: words.length > 0 ? words.join(" ") : undefined,
      isByLine: values.lines,
      id: values.id,
      replyTo: replyTo === undefined ? undefined : Number(replyTo),
    };
    const token = personToken(values, target);
    if (token === undefined) await postAsGuest(request, { name: values.name, patienceMs: seconds * 1_000 });
    else if (values.name !== undefined) throw new UsageError("The name comes from the token: leave --name out.");
    else await postWithToken(request, token);
  },
});
