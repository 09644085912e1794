// Runs the clients that programs use for Slack and Discord against an incoming webhook: `npm run test:webhooks`.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { installIn } from "../../bench/install.ts";
import { run } from "../package/install.ts";
import { startDevServer } from "../support/dev-server.ts";
import { OWNER_TOKEN } from "../support/owner-token.ts";

const here = new URL(".", import.meta.url);
installIn(here, "clients of Slack and Discord");
const server = await startDevServer({ vars: { OWNER_TOKEN } });
try {
  const room = `${server.origin}/api/rooms/garden`;
  const headers = { authorization: `Bearer ${OWNER_TOKEN}`, "content-type": "application/json" };
  const body = JSON.stringify({ kind: "incoming", name: "Robot" });
  const made = await fetch(`${room}/hooks`, { method: "POST", headers, body });
  assert.equal(made.status, 201);
  const { id, url }: { id: string; url: string } = await made.json();

  const output = await run(process.execPath, ["clients.mjs"], fileURLToPath(here), { HOOK_URL: url });
  const answers = JSON.parse(output);
  assert.equal(answers.slack.text, "ok");
  assert.equal(answers.discord.content, "**Hello** from Discord");
  assert.equal(answers.discord.webhook_id, id);
  assert.equal(answers.discord.author.username, "Captain Hook");
  assert.equal(answers.embed.content, "> **[Build 1204](https://ci.example.org/1204)**\n> Live.");
  assert.match(answers.slackError, /400/);
  assert.deepEqual(answers.discordError, { code: 10015, message: "Unknown Webhook", status: 404 });

  const { messages }: { messages: { bot?: true; message: string; username: string }[] } = await (
    await fetch(`${room}/messages`)
  ).json();
  assert.deepEqual(
    messages.map(({ bot, message, username }) => [username, bot, message]),
    [
      ["Robot", true, "**Hello** from Slack"],
      ["Captain Hook", true, "**Hello** from Discord"],
      ["Robot", true, "> **[Build 1204](https://ci.example.org/1204)**\n> Live."],
    ],
  );
  process.stdout.write("The clients of Slack and Discord post to an incoming webhook, and understand its answers.\n");
} finally {
  await server.stop();
}
