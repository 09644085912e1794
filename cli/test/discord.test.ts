import { expect, test } from "vitest";
import { readDiscord } from "../import/discord.ts";

/** As DiscordChatExporter writes it. */
const EXPORT = {
  guild: { id: "1", name: "Garden" },
  channel: { id: "2", type: "GuildTextChat", name: "general" },
  messages: [
    {
      id: "1179000000000000001",
      type: "Default",
      timestamp: "2026-11-27T11:00:00.123+01:00",
      timestampEdited: "2026-11-27T11:05:00+01:00",
      isPinned: false,
      content: "hello <:blob:123456789012345678>",
      author: { id: "100", name: "ada", discriminator: "0000", nickname: "Ada L.", isBot: false },
      attachments: [{ id: "9", url: "https://cdn.example/plan.pdf", fileName: "plan.pdf", fileSizeBytes: 3 }],
      embeds: [],
      stickers: [],
      reactions: [
        { emoji: { id: "", name: "👍", code: "thumbsup" }, count: 2, users: [{ id: "101" }, { id: "102" }] },
        { emoji: { id: null, name: "🎉" }, count: 2 },
        { emoji: { id: "123456789012345678", name: "blob" }, count: 1 },
      ],
      mentions: [],
    },
    {
      id: "1179000000000000002",
      type: "Reply",
      timestamp: "2026-11-27T10:01:00+00:00",
      timestampEdited: null,
      content: "hi",
      author: { id: "101", name: "ben", nickname: null, isBot: false },
      reference: { messageId: "1179000000000000001", channelId: "2", guildId: "1" },
    },
    {
      id: "1179000000000000003",
      type: "GuildMemberJoin",
      timestamp: "2026-11-27T10:02:00+00:00",
      content: "Joined the server.",
      author: { id: "102", name: "cat" },
    },
  ],
};

test("a channel that DiscordChatExporter saved is read with its people, replies, reactions, edits and files", () => {
  const { messages, skipped, source } = readDiscord(EXPORT);
  expect(source).toBe("discord");
  expect(messages).toMatchObject([
    {
      id: "1179000000000000001",
      person: "100",
      username: "Ada L.",
      at: Date.parse("2026-11-27T10:00:00.123Z"),
      editedAt: Date.parse("2026-11-27T10:05:00Z"),
      message: "hello :blob:",
      files: [{ name: "plan.pdf", url: "https://cdn.example/plan.pdf" }],
      reactions: [
        { emoji: "👍", people: ["101", "102"] },
        { emoji: "🎉", people: ["unlisted-1", "unlisted-2"] },
      ],
    },
    { username: "ben", message: "hi", replyTo: { person: "100", id: "1179000000000000001" } },
  ]);
  expect([...skipped.keys()]).toEqual(["reaction with an emoji of the server", "GuildMemberJoin"]);
});
