// Posts to an incoming webhook with the clients that programs use for Slack and Discord, and prints their answers as JSON.
import { IncomingWebhook } from "@slack/webhook";
import { EmbedBuilder, WebhookClient } from "discord.js";

const { HOOK_URL = "" } = process.env;
const { origin, pathname } = new URL(HOOK_URL);
const [, , room = "", secret = ""] = pathname.split("/");

const slack = new IncomingWebhook(HOOK_URL);
const discordAt = (token) => new WebhookClient({ id: room, token }, { rest: { api: `${origin}/hooks` } });
const discord = discordAt(secret);
const embed = new EmbedBuilder().setTitle("Build 1204").setURL("https://ci.example.org/1204").setDescription("Live.");

const answers = {
  slack: await slack.send({ text: "*Hello* from Slack" }),
  discord: await discord.send({ content: "**Hello** from Discord", username: "Captain Hook" }),
  embed: await discord.send({ embeds: [embed] }),
  slackError: await slack.send({ text: "" }).catch(({ message }) => message),
  discordError: await discordAt("x".repeat(43))
    .send("nobody")
    .catch(({ code, message, status }) => ({ code, message, status })),
};
process.stdout.write(JSON.stringify(answers));
