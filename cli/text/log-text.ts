import type { LogEvent, Message } from "../../src/client/index.ts";
import { safeLine, safeLines } from "./safe-text.ts";
import { truncate } from "./width.ts";

/** Columns of a quote. */
const QUOTE_WIDTH = 40;

/** Looks up what a line mentions. */
export interface LogLookup {
  readonly messageOf: (seq: number) => Message | undefined;
  readonly nameOf: (uid: string) => string | undefined;
  /** The server, for the addresses of files. */
  readonly url: URL;
}

/**
 * A message as lines of text, for pipes and for screen readers: nothing in it moves the cursor. The number at the end of the
 * first line is that by which others refer to it.
 */
export function messageText(message: Message, lookup: LogLookup): string {
  const { at, bot, deleted, editedAt, reactions = [], replyTo, seq, username } = message;
  const name = `${username === "" ? "Deleted user" : safeLine(username)}${bot ? " (bot)" : ""}`;
  const notes = [
    ...(replyTo === undefined ? [] : [`in reply to ${quote(replyTo, lookup)}`]),
    ...(editedAt === undefined ? [] : ["edited"]),
    ...reactions.map(({ count, emoji }) => `${safeLine(emoji)} ${count}`),
  ];
  const [first = "", ...others] = deleted ? ["Message deleted"] : bodyLines(message, lookup.url);
  const end = `${notes.length === 0 ? "" : ` (${notes.join(", ")})`}  #${seq}`;
  return [`${timeText(at)} ${name}: ${first}${end}`, ...others.map((line) => `  ${line}`)].join("\n");
}

/** An event as a line of text; `undefined` for one that needs none. */
export function eventText(event: LogEvent, lookup: LogLookup): string | undefined {
  const by = `${timeText(event.at)} * ${safeLine(lookup.nameOf(event.uid) ?? "Someone")}`;
  switch (event.type) {
    case "message":
      return messageText(event, lookup);
    case "edit":
      return `${by} edited #${event.target}: ${safeLine(event.message)}`;
    case "delete":
      return `${by} deleted #${event.target}`;
    case "reaction":
      return `${by} ${event.on ? "reacted" : "took back"} ${safeLine(event.emoji)} on ${quote(event.target, lookup)}`;
    case "notice":
      return event.username === ""
        ? undefined
        : `${timeText(event.at)} * ${safeLine(event.previous)} is now ${safeLine(event.username)}`;
    case "preview":
      return undefined;
  }
}

/** The text of a message and its files, a line each. */
export function bodyLines({ files = [], message }: Message, url: URL): string[] {
  const lines = message === "" ? [] : safeLines(message);
  return [...lines, ...files.map((file) => `📎 ${safeLine(file.name)} ${safeLine(new URL(file.url, url).href)}`)];
}

/** A time of day; of another day with its date. */
export function timeText(at: number, now = Date.now()): string {
  const [time, today] = [new Date(at), new Date(now)];
  const two = (value: number) => String(value).padStart(2, "0");
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  if (time.toDateString() === today.toDateString()) return clock;
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${clock}`;
}

function quote(seq: number, { messageOf }: LogLookup): string {
  const message = messageOf(seq);
  if (message === undefined || message.deleted) return `#${seq}`;
  return `${safeLine(message.username)}, “${truncate(safeLine(message.message), QUOTE_WIDTH)}”`;
}
