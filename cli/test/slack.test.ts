import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { expect, onTestFinished, test } from "vitest";
import { readImport } from "../import/read-file.ts";

const USERS = [
  { id: "U1", name: "ada", profile: { display_name: "Ada L.", real_name: "Ada Lovelace" } },
  { id: "U2", name: "ben", profile: { display_name: "", real_name: "Ben Bitdiddle" } },
];

/** A zip as Slack makes it: a folder for each channel, a file for each day. */
async function exported(days: Record<string, unknown[]>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "parley-slack-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = { "users.json": USERS, "channels.json": [{ id: "C1", name: "general" }], ...days };
  const entries = Object.entries(files).map(([name, value]) => [name, strToU8(JSON.stringify(value))]);
  const path = join(folder, "slack.zip");
  await writeFile(path, zipSync(Object.fromEntries(entries)));
  return path;
}

const said = (ts: string, user: string, text: string, fields: object = {}) => ({
  type: "message",
  user,
  text,
  ts,
  ...fields,
});

test("a Slack export is read with its people, threads, reactions, edits, files and days in order", async () => {
  const path = await exported({
    "general/2026-11-28.json": [said("1795867200.000100", "U2", "next day")],
    "general/2026-11-27.json": [
      said("1795780800.000100", "U1", "hello", {
        reactions: [
          { name: "tada", users: ["U2"], count: 3 },
          { name: "party_parrot", users: ["U1"], count: 1 },
        ],
      }),
      said("1795780801.000200", "U2", "a reply", {
        thread_ts: "1795780800.000100",
        parent_user_id: "U1",
        edited: { user: "U2", ts: "1795780900.000000" },
      }),
      said("1795780802.000300", "U2", "", {
        subtype: "file_share",
        files: [{ name: "plan.pdf", url_private: "https://files.slack.example/plan.pdf" }],
      }),
      said("1795780803.000400", "U2", "<@U2> has joined the channel", { subtype: "channel_join" }),
      {
        type: "message",
        subtype: "bot_message",
        bot_id: "B1",
        username: "CI",
        text: "",
        ts: "1795780804.000500",
        attachments: [{ fallback: "build green" }],
      },
    ],
  });
  const { messages, skipped, source } = await readImport(path);
  expect(source).toBe("slack");
  expect(messages).toMatchObject([
    {
      id: "1795780800.000100",
      person: "U1",
      username: "Ada L.",
      at: 1_795_780_800_000,
      message: "hello",
      reactions: [{ emoji: "🎉", people: ["U2", "unlisted-1", "unlisted-2"] }],
    },
    {
      username: "Ben Bitdiddle",
      message: "a reply",
      editedAt: 1_795_780_900_000,
      replyTo: { person: "U1", id: "1795780800.000100" },
    },
    { message: "", files: [{ name: "plan.pdf", url: "https://files.slack.example/plan.pdf" }] },
    { person: "B1", username: "CI", message: "build green" },
    { message: "next day" },
  ]);
  expect([...skipped.keys()]).toEqual(["reaction with an emoji of the workspace", "channel_join"]);
});

test.each([
  ["<@U1> and <@U9|nina> in <#C1|general>", "@Ada L. and @nina in #general"],
  ["<!here> <!subteam^S1|@team>", "@here @team"],
  ["see <https://a.example|the docs> or <https://b.example>", "see the docs (https://a.example) or https://b.example"],
  ["*bold* _it_ ~gone~ 2*3*4", "**bold** _it_ ~~gone~~ 2*3*4"],
  ["`*code*` &lt;b&gt; &amp;amp;", "`*code*` <b> &amp;"],
  [":wave::skin-tone-3: :+1: :unknown_one:", "👋 👍 :unknown_one:"],
  ["```a *b* c```", "```a *b* c```"],
])("Slack's text %j is read as %j", async (text, expected) => {
  const { messages } = await readImport(
    await exported({ "general/2026-11-27.json": [said("1795780800.000100", "U1", text)] }),
  );
  expect(messages[0]?.message).toBe(expected);
});

test("a Slack export of several channels needs one that it has", async () => {
  const day = [said("1795780800.000100", "U1", "hello")];
  const path = await exported({ "general/2026-11-27.json": day, "random/2026-11-27.json": day });
  await expect(readImport(path)).rejects.toThrow("Choose one with --channel: general, random");
  await expect(readImport(path, { channel: "none" })).rejects.toThrow('has no channel "none"');
  expect((await readImport(path, { channel: "#random" })).messages).toHaveLength(1);
});
