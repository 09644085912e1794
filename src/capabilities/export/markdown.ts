import { readableText } from "../../markup/parse-markup.ts";
import type { Message } from "../../protocol/events.ts";
import { readMentions } from "../../protocol/mentions.ts";
import type { QuotedMessage } from "../archive/archive.ts";
import { dayOf, longDate, timeOf } from "../archive/day.ts";
import type { ExportFormat } from "./format.ts";
import { absolute, nameOf, reactionsText } from "./message-parts.ts";

/** Characters of a quoted message that can stand in its line. */
const QUOTED_CHARACTERS = 80;

/** A text for people. What users wrote stands in quotes, so that no message passes for a heading or for another one. */
export const MARKDOWN: ExportFormat = {
  contentType: "text/markdown; charset=utf-8",
  head: ({ isContinued, room }) => (isContinued ? "" : `# ${room}\n\nTimes are UTC.\n`),
  part: ({ messages, quoted }, before, { origin }) => {
    const known = new Map([...quoted, ...messages].map((message) => [message.seq, message]));
    let last = before;
    const texts = messages.map((message) => {
      const day = dayOf(message.at);
      const heading = last !== undefined && dayOf(last.at) === day ? "" : `\n## ${longDate(day)}\n`;
      last = message;
      return heading + messageText(message, known, origin);
    });
    return texts.join("");
  },
  foot: "",
};

function messageText(message: Message, known: ReadonlyMap<number, QuotedMessage>, origin: string): string {
  const { at, bot, editedAt, files = [], imported, replyTo, seq } = message;
  const target = replyTo === undefined ? undefined : known.get(replyTo);
  const notes = [
    timeOf(at),
    ...(editedAt === undefined ? [] : ["edited"]),
    ...(imported === true ? ["imported"] : []),
    `#${seq}`,
  ];
  const parts = [
    ...(target === undefined ? [] : [`In reply to ${escaped(nameOf(target))}: ${escaped(lineOf(target))}`]),
    ...(message.message === "" ? [] : [message.message.replaceAll("<", "&lt;")]),
    ...files.map(({ name, url }) => `[${escaped(name)}](<${absolute(url, origin)}>)`),
    ...(message.reactions === undefined ? [] : [reactionsText(message)]),
  ];
  const mark = bot === true ? " BOT" : "";
  return `\n**${escaped(nameOf(message))}**${mark} ${notes.join(" · ")}\n${parts.map(quote).join(">\n")}`;
}

/** A part of a message as a quote. Two spaces keep the line breaks that it has. */
function quote(part: string): string {
  const lines = part.split("\n");
  return lines
    .map((line, index) => {
      if (line === "") return ">\n";
      return `> ${line}${index < lines.length - 1 ? "  " : ""}\n`;
    })
    .join("");
}

function lineOf(target: QuotedMessage): string {
  const line = readableText(target.message, readMentions(target.mentions)).replaceAll(/\s+/g, " ");
  return Array.from(line).slice(0, QUOTED_CHARACTERS).join("");
}

/** A user's text in a line of ours. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#|~&]/g, "\\$&");
}
