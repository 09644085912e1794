import { defineCommand } from "../command.ts";
import { withPackages } from "../packages.ts";
import { personToken, ROOM_ARGUMENT, ROOM_OPTIONS, targetOf } from "../room-options.ts";
import { UsageError } from "../usage-error.ts";

/** Messages before the new ones, by default. */
const COUNT = 10;

/** Prints a room as it happens. */
export const TAIL = defineCommand({
  summary: "Print the messages of a room as they arrive.",
  about: `Prints the newest messages of a room, and then everything that happens in it, until you press Ctrl+C. A lost connection
is made again, and nothing is left out. Nobody sees you: without a token it joins as a reader, and with one as its user.

With --json, each line is a JSON object: a message in its current state, and then events as the protocol has them.`,
  args: [ROOM_ARGUMENT],
  options: {
    ...ROOM_OPTIONS,
    count: {
      type: "string",
      short: "c",
      value: "<n>",
      default: String(COUNT),
      help: `Older messages; ${COUNT} by default.`,
    },
    json: { type: "boolean", default: false, help: "JSON lines, for programs." },
  },
  examples: ["parley tail garden", "parley tail https://chat.example.org/r/ops --json | jq -r .message"],
  run: async (values, [named]) => {
    const target = targetOf(values, named);
    const count = Number(values.count);
    if (!Number.isInteger(count) || count < 0) throw new UsageError(`"${values.count}" is not a number of messages.`);
    const { tail } = await withPackages(() => import("../tail/tail.ts"));
    await tail({ target, token: personToken(values, target), count, isJson: values.json });
  },
});
