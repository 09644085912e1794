import * as v from "valibot";
import { NewBot } from "../../../src/capabilities/bots/new-bot.ts";
import { NewIncomingHook } from "../../../src/capabilities/incoming-hooks/incoming-hooks.ts";
import { CommandArgument, HookChange, NewHook } from "../../../src/capabilities/webhooks/hook.ts";
import { COMPONENTS } from "../answers.ts";
import type { Part } from "../operation.ts";

const HOOK = "/api/rooms/{room}/hooks/{id}";

const AnyNewHook = v.union([v.object({ kind: v.literal("incoming"), ...NewIncomingHook.entries }), NewHook]);
const AnyHook = v.variant("kind", [COMPONENTS.IncomingHook, COMPONENTS.OutgoingHook, COMPONENTS.CommandHook]);

export const bots: Part = {
  name: "Bots",
  description: "Programs with a name and a token of their own. For owners.",
  operations: [
    {
      method: "get",
      path: "/api/rooms/{room}/bots",
      id: "listBots",
      summary: "The room's bots",
      rules: "P15.1",
      access: "token",
      answers: { 200: { description: "The bots.", body: v.object({ bots: v.array(COMPONENTS.Bot) }) } },
    },
    {
      method: "post",
      path: "/api/rooms/{room}/bots",
      id: "createBot",
      summary: "Create a bot",
      rules: "P15.1",
      access: "token",
      body: NewBot,
      answers: { 201: { description: "The bot, with its token.", body: COMPONENTS.NewBot } },
    },
    {
      method: "delete",
      path: "/api/rooms/{room}/bots/{id}",
      id: "revokeBot",
      summary: "Revoke a bot",
      rules: "P15.1",
      access: "token",
      answers: { 204: { description: "Its token is worthless." } },
    },
  ],
};

export const hooks: Part = {
  name: "Webhooks",
  description: "Incoming and outgoing webhooks, and slash commands. For owners.",
  operations: [
    {
      method: "get",
      path: "/api/rooms/{room}/hooks",
      id: "listHooks",
      summary: "The room's webhooks",
      rules: "P15.20",
      access: "token",
      answers: { 200: { description: "Webhooks of every kind.", body: v.object({ hooks: v.array(AnyHook) }) } },
    },
    {
      method: "post",
      path: "/api/rooms/{room}/hooks",
      id: "createHook",
      summary: "Create a webhook or a slash command",
      rules: "P15.20, P16.1, P16.20",
      access: "token",
      body: AnyNewHook,
      answers: {
        201: {
          description: "An incoming webhook with its address, or the secret that signs what an outgoing one sends.",
          body: v.union([COMPONENTS.NewIncomingHook, COMPONENTS.HookSecret]),
        },
      },
    },
    {
      method: "patch",
      path: HOOK,
      id: "changeHook",
      summary: "Change an outgoing webhook or a command",
      rules: "P16.1",
      access: "token",
      body: HookChange,
      answers: {
        200: {
          description: "The webhook as it is now.",
          body: v.variant("kind", [COMPONENTS.OutgoingHook, COMPONENTS.CommandHook]),
        },
      },
    },
    {
      method: "delete",
      path: HOOK,
      id: "revokeHook",
      summary: "Revoke a webhook",
      rules: "P15.20",
      access: "token",
      answers: { 204: { description: "It is gone." } },
    },
    {
      method: "get",
      path: `${HOOK}/deliveries`,
      id: "listDeliveries",
      summary: "The last 50 deliveries",
      rules: "P16.10",
      access: "token",
      answers: {
        200: { description: "Newest first.", body: v.object({ deliveries: v.array(COMPONENTS.Delivery) }) },
      },
    },
    {
      method: "post",
      path: `${HOOK}/deliveries/{number}/again`,
      id: "sendDeliveryAgain",
      summary: "Send a delivery again",
      rules: "P16.10",
      access: "token",
      answers: { 200: { description: "The new delivery.", body: COMPONENTS.Delivery } },
    },
    {
      method: "post",
      path: `${HOOK}/test`,
      id: "testHook",
      summary: "Send a test",
      rules: "P16.10",
      access: "token",
      answers: { 200: { description: "The delivery.", body: COMPONENTS.Delivery } },
    },
    {
      method: "post",
      path: `${HOOK}/secret`,
      id: "rotateHookSecret",
      summary: "Make a new secret",
      rules: "P16.6",
      description: "The old one signs too for a day.",
      access: "token",
      answers: { 200: { description: "The new secret.", body: COMPONENTS.HookSecret } },
    },
    {
      method: "get",
      path: "/api/rooms/{room}/commands",
      id: "listCommands",
      summary: "Slash commands",
      rules: "P16.20",
      access: "read",
      answers: {
        200: {
          description: "The commands that can be run.",
          body: v.object({ commands: v.array(v.object({ name: v.string(), description: v.string() })) }),
        },
      },
    },
    {
      method: "post",
      path: "/api/rooms/{room}/commands/{command}",
      id: "runCommand",
      summary: "Run a slash command",
      rules: "P16.21, P16.22",
      access: "token",
      body: CommandArgument,
      answers: {
        200: {
          description: "The `seq` of the answer, or the answer for this person alone.",
          body: COMPONENTS.CommandAnswer,
        },
      },
    },
  ],
};

const PAYLOAD = {
  types: ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"],
  description: "A payload as Slack, Mattermost, Discord, GitHub or Alertmanager would be sent.",
} as const;

export const incoming: Part = {
  name: "Posting by a webhook",
  description: "For programs that can post to Slack, Mattermost or Discord. The address is the secret.",
  operations: [
    {
      method: "post",
      path: "/hooks/{room}/{secret}",
      id: "receiveHook",
      summary: "Post as Slack's, Mattermost's or Discord's senders do",
      rules: "P15.21 to P15.26",
      access: "address",
      query: v.object({ wait: v.exactOptional(v.picklist(["true", "false"])) }),
      body: PAYLOAD,
      answers: {
        200: {
          description: "`ok`, or Discord's message object with `wait=true`.",
          body: { types: ["text/plain", "application/json"], description: "Slack's answer, or Discord's." },
        },
        204: { description: "Posted, in Discord's way." },
      },
      failure: {
        description: "Slack's word for the error, or Discord's object.",
        body: { types: ["text/plain", "application/json"], description: "Why nothing was posted." },
      },
    },
    {
      method: "post",
      path: "/hooks/{version}/webhooks/{room}/{secret}",
      id: "receiveDiscordHook",
      summary: "Post by the address that Discord's clients build",
      rules: "P15.22, P15.24",
      access: "address",
      query: v.object({ wait: v.exactOptional(v.picklist(["true", "false"])) }),
      body: PAYLOAD,
      answers: {
        200: { description: "The message, with `wait=true`.", body: COMPONENTS.DiscordMessage },
        204: { description: "Posted." },
      },
      failure: { description: "Why nothing was posted, in Discord's form.", body: COMPONENTS.DiscordError },
    },
  ],
};
