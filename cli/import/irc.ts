import { type ForeignLog, type ForeignMessage, Skipped } from "./imported.ts";

/** Something that a line of a log says: a new day, a message, or something else. */
type Line =
  | { readonly kind: "day"; readonly day: string }
  | {
      readonly kind: "said";
      readonly day?: string;
      readonly time: string;
      readonly nick: string;
      readonly text: string;
    }
  | { readonly kind: "other" };

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A day in the name of a file: `2026-11-27.log` of ZNC, `#garden_20261127.log`. */
const DAY_IN_NAME = /(?<!\d)(\d{4})-?(\d\d)-?(\d\d)(?!\d)/;

/** `--- Log opened Fri Nov 27 10:00:00 2026`, `--- Day changed Sat Nov 28 2026` (irssi). */
const IRSSI_DAY = /^--- (?:Log opened|Day changed|Log closed) \w{3} (\w{3}) (\d{1,2})(?: \d\d:\d\d:\d\d)? (\d{4})/;
/** `10:01 <@ada> hello`, `10:01:02 < ada> hello`, `10:02  * ada waves` (irssi). */
const IRSSI = /^(\d\d:\d\d(?::\d\d)?) (?:<[@+%&~ !]?([^>\s]+)> ?(.*)| \* (\S+) (.*))$/;
/** `2026-11-27 10:01:02<tab>@ada<tab>hello`; of an action, the nick is ` *` (weechat). */
const WEECHAT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\t([^\t]*)\t(.*)$/;
/** `[10:01:02] <ada> hello`, `[10:01:02] * ada waves` (ZNC). */
const ZNC = /^\[(\d\d:\d\d:\d\d)\] (?:<[@+%&~!]?([^>\s]+)> ?(.*)|\* (\S+) (.*))$/;
/** Marks of a nick in weechat that are no nick: joins, parts, and what the client says. */
const WEECHAT_NEWS = new Set(["", "-->", "<--", "--", "=!=", "<->"]);

/**
 * Reads a log of irssi, weechat or ZNC. These say local times and no zone.
 *
 * @param fileName may have the day, which ZNC's lines don't
 * @param offsetMs of the log's times from UTC
 * @throws Error if there is a message before any day
 */
export function readIrc(text: string, fileName: string, offsetMs = 0): ForeignLog {
  const skipped = new Skipped();
  const messages: ForeignMessage[] = [];
  const [, year, month, date] = DAY_IN_NAME.exec(fileName) ?? [];
  let day = year === undefined ? undefined : `${year}-${month}-${date}`;
  /** Messages of the same second so far: together with the second they are an id that is the same each time. */
  const seconds = new Map<number, number>();
  for (const raw of text.split(/\r?\n/)) {
    if (raw.trim() === "") continue;
    const line = readLine(withoutColors(raw));
    if (line.kind === "day") day = line.day;
    else if (line.kind === "other") skipped.add("joins, parts and other news");
    else {
      day = line.day ?? day;
      if (day === undefined) {
        throw new Error(
          `${fileName} doesn't say on which day its messages were written. Put the day into its name: 2026-11-27.log.`,
        );
      }
      const at = Date.parse(`${day}T${line.time.padEnd(8, ":00")}Z`) - offsetMs;
      if (Number.isNaN(at)) {
        skipped.add("without a time");
        continue;
      }
      const index = seconds.get(at) ?? 0;
      seconds.set(at, index + 1);
      messages.push({
        id: `${at}-${index}`,
        person: line.nick.toLowerCase(),
        username: line.nick,
        at,
        message: line.text,
      });
    }
  }
  return { source: "irc", messages, skipped };
}

/** Whether a text looks like a log of one of these programs. */
export function isIrc(text: string): boolean {
  return text.split(/\r?\n/, 200).some((raw) => readLine(withoutColors(raw)).kind !== "other");
}

function readLine(raw: string): Line {
  const opened = IRSSI_DAY.exec(raw);
  if (opened !== null) {
    const [, month = "", date = "", year = ""] = opened;
    const number = MONTHS.indexOf(month.toLowerCase()) + 1;
    return number === 0 ? { kind: "other" } : { kind: "day", day: `${year}-${two(number)}-${two(Number(date))}` };
  }
  const weechat = WEECHAT.exec(raw);
  if (weechat !== null) {
    const [, day = "", time = "", prefix = "", text = ""] = weechat;
    const nick = prefix.trim();
    if (WEECHAT_NEWS.has(nick)) return { kind: "other" };
    if (nick !== "*") return { kind: "said", day, time, nick: nick.replace(/^[@+%&~!]/, ""), text };
    const [who = "", ...words] = text.split(" ");
    return { kind: "said", day, time, nick: who, text: action(words.join(" ")) };
  }
  const found = IRSSI.exec(raw) ?? ZNC.exec(raw);
  if (found === null) return { kind: "other" };
  const [, time = "", nick, text = "", who = "", deed = ""] = found;
  return nick === undefined
    ? { kind: "said", time, nick: who, text: action(deed) }
    : { kind: "said", time, nick, text };
}

/** `/me waves`. */
function action(deed: string): string {
  return `*${deed}*`;
}

/** The codes of IRC for colors, bold and the like. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are control characters
const CODES = /\u0003(?:\d{1,2}(?:,\d{1,2})?)?|\u0004[\da-fA-F]{6}|[\u0002\u000f\u0011\u0016\u001d\u001e\u001f]/g;

function withoutColors(line: string): string {
  return line.replaceAll(CODES, "");
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
