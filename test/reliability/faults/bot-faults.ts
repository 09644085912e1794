import type { Fault } from "./fault.ts";
import { patchesIn, patchesOf, testsIn } from "./places.ts";

const inWorker = testsIn("worker", "test/worker");
const inSignedIn = testsIn("signed-in", "test/worker/signed-in");
const inRoom = testsIn("unit", "test/unit/room");
const inPayloads = testsIn("unit", "test/unit/hooks");
const inBots = patchesIn("src/capabilities/bots");
const inHooks = patchesIn("src/capabilities/incoming-hooks");
const inLimiter = patchesOf("src/room/limits/rate-limiter.ts");

const REVOKED = "P15.1 owners make bots, list them without their tokens, and revoke them";
const MARKED = "P15.2 a bot's messages say that it is one, in every form, and no person's do";
const LIMITED = "P15.5 a bot's address doesn't count: not for the bot, and the bot not for its address";
const INVITED = "P15.30 a bot and a webhook are let into a room for the invited, and stay when it becomes one";

/** Mistakes in bots and incoming webhooks (P15). */
export const BOT_FAULTS: readonly Fault[] = [
  {
    name: "the token of a revoked bot goes on",
    isBasic: true,
    patches: [inBots("accounts", "store.remove(id);", "")],
    caughtBy: inWorker("bots", REVOKED),
  },
  {
    name: "the list of bots tells their tokens' hashes",
    patches: [inBots("bots", "scopes: bot.scopes };", "scopes: bot.scopes, token: bot.id };")],
    caughtBy: inWorker("bots", REVOKED),
  },
  {
    name: "anyone makes bots",
    patches: [inBots("accounts", 'return isAtLeast(role, "owner");', 'return isAtLeast(role, "guest");')],
    caughtBy: inWorker("bots", "P15.1 nobody but owners makes, lists or revokes bots, and a bot is no owner"),
  },
  {
    name: "a bot's messages look like a person's",
    isBasic: true,
    patches: [patchesOf("src/room/commands/decide-command.ts")("bot: true as const,", "")],
    caughtBy: inWorker("bots", MARKED),
  },
  {
    name: "a stored message of a bot looks like a person's",
    patches: [
      patchesOf("src/worker/storage/log-rows.ts")("...(deleted === 0 && isBotUid(uid) ? { bot: true } : {}),", ""),
    ],
    caughtBy: inWorker("bots", MARKED),
  },
  {
    name: "anyone has the name of a bot that is away",
    patches: [inBots("accounts", "room.names.hold({ uid: id, username: name }, now);", "")],
    caughtBy: inWorker("bots", "P15.3 nobody else has a name like a bot's while it exists"),
  },
  {
    name: "a bot does what none of its scopes says",
    patches: [inBots("bots", 'write: ({ uid }) => lacks(uid, "write"),', "write: () => undefined,")],
    caughtBy: inWorker("bots", "P15.4 a bot can do what its scopes say"),
  },
  {
    name: "a bot has the limit of a person",
    patches: [inLimiter("isBot ? events.bot : events.person", "events.person")],
    caughtBy: inRoom("rate-limiter", LIMITED),
  },
  {
    name: "the limit of an address stops a bot that runs at it",
    patches: [inLimiter("isBot ? undefined : session.from", "session.from")],
    caughtBy: inRoom("rate-limiter", LIMITED),
  },
  {
    name: "slow mode is for bots too",
    patches: [patchesOf("src/room/commands/log-writer.ts")(" || isBotUid(author.uid)", "")],
    caughtBy: inWorker("bots", "P15.5 a bot has a limit of its own: thirty at once, and slow mode is for people"),
  },
  {
    name: "a banned address keeps a bot out",
    patches: [
      patchesOf("src/room/handshake/handshake.ts")("bot === undefined ? hashesOf(session) : []", "hashesOf(session)"),
    ],
    caughtBy: inSignedIn(
      "posting",
      "P15.5 a bot's address doesn't count: banned or muted, it is no matter to the bot, and a bot's ban bans none",
    ),
  },
  {
    name: "a muted bot posts",
    patches: [
      patchesOf("src/room/handshake/visitors.ts")("moderation.members.applyRecord(entered, record, now)", "entered"),
    ],
    caughtBy: inWorker("bots", "P15.6 a moderator can mute a bot, and ban it"),
  },
  {
    name: "a room for the invited shuts out its bots",
    patches: [patchesOf("src/room/moderation/permissions.ts")("isBotUid(uid) || record?.role", "record?.role")],
    caughtBy: inWorker("bots", INVITED),
  },
  {
    name: "each use of a token writes a row",
    patches: [inBots("accounts", "now - bot.usedAt >= USE_SLACK_MS", "now >= bot.usedAt")],
    caughtBy: inWorker("bots", "P15.7 the last use of a token is known to the hour, and costs a row an hour at most"),
  },
  {
    name: "a room has the table of bots before it has one",
    patches: [
      inBots(
        "sql-bot-store",
        "this.#table = table;",
        "this.#table = table;\n    sql.exec('CREATE TABLE IF NOT EXISTS bots_early (id TEXT)');",
      ),
    ],
    caughtBy: inWorker("bots", "P15.8 a room without bots and webhooks has no table for them"),
  },
  {
    name: "Discord's senders are answered as Slack's",
    patches: [inHooks("answers", 'dialect === "slack" ? new Response("ok")', 'dialect ? new Response("ok")')],
    caughtBy: inWorker("incoming-hooks", "P15.22 a payload of Discord is answered as Discord does, on either path"),
  },
  {
    name: "an unknown webhook is forbidden and not missing",
    patches: [inHooks("site", "isUnknown ? 404 :", "isUnknown ? 403 :")],
    caughtBy: inWorker("incoming-hooks", "P15.22 errors are those that the sender knows"),
  },
  {
    name: "a redelivery of GitHub's is posted again",
    patches: [inHooks("payloads/read-payload", "delivery === null ? message :", "delivery ? message :")],
    caughtBy: inWorker(
      "incoming-hooks",
      "P15.25 P15.29 an event of GitHub is posted once, however often it is delivered",
    ),
  },
  {
    name: "a redelivery that reads otherwise is an error",
    patches: [inHooks("site", 'posted.code === "id_conflict"', "posted.retryAfter === -1")],
    caughtBy: inWorker(
      "incoming-hooks",
      "P15.25 P15.29 an event of GitHub is posted once, however often it is delivered",
    ),
  },
  {
    name: "a payload with characters that no message may have is lost",
    patches: [
      inHooks("site", 'storedForm(raw).replace(new RegExp(FORBIDDEN_IN_TEXT, "gu"), "").toWellFormed()', "raw"),
    ],
    caughtBy: inWorker(
      "incoming-hooks",
      "P15.27 nothing that a program sends is lost for its form, and nobody is mentioned",
    ),
  },
  {
    name: "a webhook's secret is a bearer",
    patches: [inHooks("site", "token: HOOK_TOKEN_PREFIX + secret", "token: secret")],
    caughtBy: inWorker(
      "incoming-hooks",
      "P15.21 P15.22 a payload of Slack becomes a message of the webhook, and the answer is ok",
    ),
  },
  {
    name: "a text of Slack's beside embeds that are null is read as Discord's",
    patches: [inHooks("payloads/discord", ' && !("text" in payload)', "")],
    caughtBy: inPayloads("payloads", "'a text beside embeds that are null'"),
  },
];
