import { defineCommand } from "../command.ts";
import type { Sourced } from "../import/send.ts";
import { withPackages } from "../packages.ts";
import { ROOM_ARGUMENT, ROOM_OPTIONS, roomAccess } from "../room-options.ts";
import { tell } from "../text/print.ts";
import { UsageError } from "../usage-error.ts";

/** Brings messages from elsewhere into a room. */
export const IMPORT = defineCommand({
  summary: "Bring messages of Slack, Discord, IRC or another room into a room.",
  about: `Brings messages into a room, with their names and times. Needs the token of an owner. Running it again brings only what
is not there yet. The messages must not be older than those that the room has: import into a new room.`,
  args: [{ ...ROOM_ARGUMENT, help: "Its name or its address." }],
  options: {
    ...ROOM_OPTIONS,
    from: {
      type: "string",
      value: "<file>",
      multiple: true,
      default: [] as string[],
      isPath: true,
      help: "A Slack export (zip), JSON of DiscordChatExporter, JSON lines of `parley export`, or a log of irssi, weechat or ZNC. Several files are put in the order of time.",
    },
    channel: { type: "string", value: "<name>", help: "The channel of a Slack export that has several." },
    offset: {
      type: "string",
      value: "<+hh:mm>",
      default: "+00:00",
      help: "Of the times of an IRC log from UTC.",
    },
    "dry-run": { type: "boolean", default: false, help: "Reads the files, and sends nothing." },
  },
  examples: ["parley import garden --from slack-export.zip --channel general"],
  run: async (values, [named]) => {
    if (named === undefined && values.room === undefined) throw new UsageError("An import needs a room.");
    if (values.from.length === 0) throw new UsageError("An import needs --from.");
    const { fit, readImport, sendImport } = await withPackages(() => import("../import/parts.ts"));
    const access = roomAccess(values, named);
    const options = { channel: values.channel, offsetMs: offsetOf(values.offset) };
    const all: Sourced[] = [];
    for (const path of values.from) {
      const { messages, skipped, source } = await readImport(path, options);
      for (const message of messages.flatMap(fit)) all.push({ source, message });
      const left = Array.from(skipped, ([what, count]) => `${number(count)} ${what}`);
      const notes = left.length === 0 ? "" : `, without ${left.join(", ")}`;
      tell(`${path}: ${number(messages.length)} messages of ${source}${notes}`);
    }
    // Stable, so that messages of the same time keep their order.
    all.sort((one, other) => one.message.at - other.message.at);
    if (values["dry-run"]) return;
    const { known, stored } = await sendImport(access, all, (done) => showProgress(done, all.length));
    tell(`${number(stored)} new messages in ${access.room}, and ${number(known)} that were there.`);
  },
});

/** On a terminal, one line that changes; elsewhere, a line now and then. */
function showProgress(done: number, of: number): void {
  const line = `${number(done)} of ${number(of)}`;
  if (process.stderr.isTTY) process.stderr.write(`\r${line}${done === of ? "\n" : ""}`);
  else if (done === of || done % 10_000 === 0) tell(line);
}

function offsetOf(text: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  if (sign === undefined) throw new UsageError(`"${text}" is not an offset such as +02:00.`);
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function number(value: number): string {
  return value.toLocaleString("en");
}
