import { type ForeignLog, Skipped } from "./imported.ts";

interface DiscordUser {
  readonly id: string;
  readonly name?: string;
  readonly nickname?: string | null;
}

interface DiscordMessage {
  readonly id: string;
  readonly type?: string;
  readonly timestamp: string;
  readonly timestampEdited?: string | null;
  readonly content?: string;
  readonly author: DiscordUser;
  readonly attachments?: readonly { readonly url: string; readonly fileName?: string }[];
  readonly stickers?: readonly { readonly name?: string }[];
  readonly embeds?: readonly { readonly title?: string; readonly url?: string | null; readonly description?: string }[];
  readonly reactions?: readonly {
    readonly emoji: { readonly id?: string | null; readonly name: string };
    readonly count?: number;
    readonly users?: readonly DiscordUser[];
  }[];
  readonly reference?: { readonly messageId?: string | null } | null;
}

/** Kinds of messages that somebody wrote. The others are news about the channel. */
const WRITTEN = new Set(["Default", "Reply", "0", "19", "ChatInputCommand", "20", "ThreadStarterMessage", "21"]);

/** Whether a file is an export of DiscordChatExporter. */
export function isDiscord(value: unknown): value is { readonly messages: readonly DiscordMessage[] } {
  return typeof value === "object" && value !== null && "messages" in value && Array.isArray(value.messages);
}

/** Reads a channel that DiscordChatExporter saved as JSON. */
export function readDiscord({ messages: all }: { readonly messages: readonly DiscordMessage[] }): ForeignLog {
  const skipped = new Skipped();
  const authors = new Map(all.map(({ author, id }) => [id, author.id]));
  const messages = all.flatMap((message) => {
    const { attachments = [], author, content = "", embeds = [], id, reference, stickers = [] } = message;
    const { reactions = [], timestampEdited: edited, type = "Default" } = message;
    const at = Date.parse(message.timestamp);
    if (!WRITTEN.has(type) || Number.isNaN(at)) {
      skipped.add(Number.isNaN(at) ? "without a time" : type);
      return [];
    }
    const known = reactions.flatMap(({ count = 0, emoji, users = [] }) => {
      if (emoji.id !== undefined && emoji.id !== null && emoji.id !== "") {
        skipped.add("reaction with an emoji of the server");
        return [];
      }
      const listed = users.map((user) => user.id);
      // Older versions count people, and don't list them.
      const unlisted = Array.from(
        { length: Math.min(Math.max(count - listed.length, 0), 500) },
        (_, i) => `unlisted-${i + 1}`,
      );
      const people = [...listed, ...unlisted];
      return people.length === 0 ? [] : [{ emoji: emoji.name, people }];
    });
    const target = reference?.messageId ?? undefined;
    const parent = target === undefined ? undefined : authors.get(target);
    const texts = [
      // Emoji of the server have no picture elsewhere.
      content.replaceAll(/<a?(:\w+:)\d+>/g, "$1"),
      ...(content === ""
        ? embeds.map(({ description, title, url }) => [title, description, url].filter(Boolean).join("\n"))
        : []),
      ...stickers.map(({ name = "sticker" }) => `[${name}]`),
    ];
    const editedAt = edited === undefined || edited === null ? Number.NaN : Date.parse(edited);
    return [
      {
        id,
        person: author.id,
        username: author.nickname || author.name || author.id,
        at,
        message: texts.filter((text) => text !== "").join("\n"),
        ...(Number.isNaN(editedAt) ? {} : { editedAt }),
        ...(target === undefined || parent === undefined ? {} : { replyTo: { person: parent, id: target } }),
        ...(known.length === 0 ? {} : { reactions: known }),
        files: attachments.map(({ fileName = "file", url }) => ({ name: fileName, url })),
      },
    ];
  });
  return { source: "discord", messages, skipped };
}
