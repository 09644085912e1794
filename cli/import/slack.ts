import { type ForeignLog, type ForeignMessage, Skipped } from "./imported.ts";
import { emojiOf, withEmoji } from "./shortcodes.ts";

/** The files of an export, by their paths in the zip. */
export type SlackFiles = ReadonlyMap<string, string>;

interface SlackUser {
  readonly id: string;
  readonly name?: string;
  readonly profile?: { readonly display_name?: string; readonly real_name?: string };
}

interface SlackMessage {
  readonly type?: string;
  readonly subtype?: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly username?: string;
  readonly text?: string;
  readonly ts?: string;
  readonly thread_ts?: string;
  readonly edited?: { readonly ts?: string };
  readonly user_profile?: { readonly display_name?: string; readonly real_name?: string };
  readonly reactions?: readonly {
    readonly name: string;
    readonly users?: readonly string[];
    readonly count?: number;
  }[];
  readonly files?: readonly { readonly name?: string; readonly permalink?: string; readonly url_private?: string }[];
  readonly attachments?: readonly { readonly fallback?: string; readonly text?: string }[];
}

/** Kinds of messages that somebody wrote. The others are news about the channel. */
const WRITTEN = new Set([undefined, "bot_message", "file_share", "me_message", "thread_broadcast", "file_comment"]);

/** A day of a channel: `general/2026-11-27.json`, in a folder of its own or at the top. */
const DAY = /(?:^|\/)([^/]+)\/(\d{4}-\d\d-\d\d)\.json$/;

/** The channels of an export. */
export function slackChannels(files: SlackFiles): string[] {
  const names = [...files.keys()].flatMap((path) => DAY.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort();
}

/** Reads a channel of a Slack export: a folder for each channel, a file for each day, and `users.json`. */
export function readSlack(files: SlackFiles, channel: string): ForeignLog {
  const users = [...files].find(([path]) => /(?:^|\/)users\.json$/.test(path))?.[1];
  const names = new Map(arrayIn<SlackUser>(users ?? "[]").map((user) => [user.id, userName(user)]));
  const days = [...files.keys()].filter((path) => DAY.exec(path)?.[1] === channel).sort();
  const all = days.flatMap((path) => arrayIn<SlackMessage>(files.get(path) ?? "[]"));
  const authors = new Map(all.map((message) => [message.ts, personOf(message)]));
  const skipped = new Skipped();
  const messages = all.flatMap((message) => {
    const { subtype, ts = "" } = message;
    const at = timeOf(ts);
    if (at === undefined || !WRITTEN.has(subtype)) {
      skipped.add(subtype ?? "without a time");
      return [];
    }
    return [convert(message, at, names, authors, skipped)];
  });
  return { source: "slack", messages, skipped };
}

function convert(
  message: SlackMessage,
  at: number,
  names: ReadonlyMap<string, string>,
  authors: ReadonlyMap<string | undefined, string>,
  skipped: Skipped,
): ForeignMessage {
  const { attachments = [], edited, files = [], reactions = [], text = "", thread_ts: thread, ts = "" } = message;
  const person = personOf(message);
  const { display_name: shown, real_name: real } = message.user_profile ?? {};
  const username = message.username || shown || names.get(person) || real || person;
  const texts = [text, ...(text === "" ? attachments.map((one) => one.text ?? one.fallback ?? "") : [])];
  const editedAt = timeOf(edited?.ts ?? "");
  const parent = thread === ts ? undefined : authors.get(thread);
  const known = reactions.flatMap(({ count = 0, name, users = [] }) => {
    const emoji = emojiOf(name);
    if (emoji === undefined) {
      skipped.add("reaction with an emoji of the workspace");
      return [];
    }
    // A large number of people is counted, and not listed.
    const unlisted = Array.from(
      { length: Math.min(Math.max(count - users.length, 0), 500) },
      (_, i) => `unlisted-${i + 1}`,
    );
    return [{ emoji, people: [...users, ...unlisted] }];
  });
  return {
    id: ts,
    person,
    username,
    at,
    message: plainText(texts.filter((one) => one !== "").join("\n"), names),
    ...(editedAt === undefined ? {} : { editedAt }),
    ...(parent === undefined || thread === undefined ? {} : { replyTo: { person: parent, id: thread } }),
    ...(known.length === 0 ? {} : { reactions: merged(known) }),
    files: files.flatMap(({ name = "file", permalink, url_private: url = permalink }) =>
      url === undefined ? [] : [{ name, url }],
    ),
  };
}

/** Several names may stand for one emoji, such as those of its skin tones. */
function merged(reactions: NonNullable<ForeignMessage["reactions"]>): NonNullable<ForeignMessage["reactions"]> {
  const groups = Map.groupBy(reactions, ({ emoji }) => emoji);
  return Array.from(groups, ([emoji, group]) => ({
    emoji,
    people: [...new Set(group.flatMap(({ people }) => people))],
  }));
}

function personOf({ bot_id: bot, user, username }: SlackMessage): string {
  return user ?? bot ?? username ?? "unknown";
}

function userName({ id, name, profile = {} }: SlackUser): string {
  return profile.display_name || profile.real_name || name || id;
}

/** Slack's times are seconds with six digits after the point, and the ids of messages. */
function timeOf(ts: string): number | undefined {
  return /^\d{9,11}(?:\.\d+)?$/.test(ts) ? Math.floor(Number(ts) * 1_000) : undefined;
}

/** Slack's markup as Markdown, with names for ids. Code stays as it is. */
function plainText(text: string, names: ReadonlyMap<string, string>): string {
  const pieces = text.split(/(```[\s\S]*?```|`[^`\n]+`)/);
  return pieces
    .map((piece, index) => {
      const spoken = piece.replaceAll(/<([^<>\n]+)>/g, (_whole, inner: string) => reference(inner, names));
      const marked = index % 2 === 1 ? spoken : withEmoji(withMarks(spoken));
      return marked.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    })
    .join("");
}

/** `@U123`, `#C123|general`, `!here`, `https://a.example|a link`. */
function reference(inner: string, names: ReadonlyMap<string, string>): string {
  const [target = "", label] = inner.split("|", 2);
  if (target.startsWith("@")) return `@${label ?? names.get(target.slice(1)) ?? target.slice(1)}`;
  if (target.startsWith("#")) return `#${label ?? target.slice(1)}`;
  if (target.startsWith("!")) return label ?? `@${target.slice(1).split("^")[0]}`;
  const address = target.replace(/^mailto:/, "");
  return label === undefined || label === address ? address : `${label} (${address})`;
}

function withMarks(text: string): string {
  return text
    .replaceAll(/(^|[\s(])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?=$|[\s).,:;!?])/gm, "$1**$2**")
    .replaceAll(/(^|[\s(])~([^\s~](?:[^~\n]*[^\s~])?)~(?=$|[\s).,:;!?])/gm, "$1~~$2~~");
}

function arrayIn<Item>(text: string): readonly Item[] {
  const value: unknown = JSON.parse(text);
  // The fields that matter are checked where they are read.
  return Array.isArray(value) ? (value as Item[]) : [];
}
