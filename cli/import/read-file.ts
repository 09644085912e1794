import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { UsageError } from "../usage-error.ts";
import { isDiscord, readDiscord } from "./discord.ts";
import type { ForeignLog } from "./imported.ts";
import { isIrc, readIrc } from "./irc.ts";
import { isParley, readParley } from "./parley.ts";
import { readSlack, slackChannels } from "./slack.ts";

export interface ReadOptions {
  /** The channel of a Slack export that has several. */
  readonly channel?: string | undefined;
  /** Of the times of an IRC log from UTC. */
  readonly offsetMs?: number;
}

/** Two bytes with which every zip begins. */
const ZIP = "PK";

/**
 * Reads the messages of a file, by what is in it.
 *
 * @throws UsageError if it is none of the kinds that are known, or a channel has to be chosen
 */
export async function readImport(path: string, { channel, offsetMs = 0 }: ReadOptions = {}): Promise<ForeignLog> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${path} can't be read: ${error.code ?? error.message}`);
  });
  if (bytes.subarray(0, 2).toString("latin1") === ZIP) return readZip(path, bytes, channel);
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  if (isParley(text)) return readParley(text);
  if (text.trimStart().startsWith("{")) {
    const value: unknown = JSON.parse(text);
    if (isDiscord(value)) return readDiscord(value);
  } else if (isIrc(text)) return readIrc(text, basename(path), offsetMs);
  throw new UsageError(
    `${path} is none of these: a Slack export (zip), JSON of DiscordChatExporter, JSON lines of Parley, a log of irssi, weechat or ZNC.`,
  );
}

function readZip(path: string, bytes: Uint8Array, channel: string | undefined): ForeignLog {
  const entries = unzipSync(bytes, { filter: ({ name }) => name.endsWith(".json") });
  const files = new Map(Object.entries(entries).map(([name, data]) => [name, strFromU8(data)]));
  const channels = slackChannels(files);
  const [only] = channels;
  if (only === undefined) throw new UsageError(`${path} has no channel with messages. Is it a Slack export?`);
  const chosen = channel?.replace(/^#/, "") ?? (channels.length === 1 ? only : undefined);
  if (chosen === undefined || !channels.includes(chosen)) {
    const problem =
      chosen === undefined ? "has several channels. Choose one" : `has no channel "${chosen}". Choose another one`;
    throw new UsageError(`${path} ${problem} with --channel: ${channels.join(", ")}`);
  }
  return readSlack(files, chosen);
}
