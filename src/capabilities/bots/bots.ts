import * as v from "valibot";
import { isBotUid } from "../../protocol/identity.ts";
import type { PlugIn } from "../../room/capability/capability.ts";
import { err } from "../../room/model/result.ts";
import { BOT_TOKEN_PREFIX } from "../../room/tokens/room-token.ts";
import { Accounts, describeBot } from "./accounts.ts";
import type { BotStore, Scope, StoredBot } from "./bot-store.ts";
import { NewBot } from "./new-bot.ts";

const Request = v.variant("type", [
  v.object({ type: v.literal("bots.create"), ...NewBot.entries }),
  v.object({ type: v.literal("bots.list") }),
  v.object({ type: v.literal("bots.revoke"), id: v.string() }),
]);

/** Programs that owners let into the room (P15). */
export function plugInBots(store: BotStore): PlugIn {
  return (room) => {
    const accounts = new Accounts({
      room,
      store,
      prefix: BOT_TOKEN_PREFIX,
      audit: { add: "addBot", remove: "removeBot" },
    });
    const lacks = (uid: string, ...scopes: readonly Scope[]) => {
      const bot = isBotUid(uid) ? accounts.find(uid) : undefined;
      return bot === undefined || scopes.some((scope) => bot.scopes.includes(scope))
        ? undefined
        : ({ code: "not_allowed" } as const);
    };
    return {
      bot: (token, now) => accounts.identityOf(token, now),
      // Whoever moderates has to see what there is.
      read: (uid) => lacks(uid, "read", "moderate"),
      write: ({ uid }) => lacks(uid, "write"),
      ask: (author, sent, turn) => {
        const request = v.safeParse(Request, sent);
        if (!request.success) return undefined;
        switch (request.output.type) {
          case "bots.create":
            return accounts.create(author, { avatar: undefined, ...request.output }, turn, (bot, secret) => ({
              ...describe(bot),
              token: BOT_TOKEN_PREFIX + secret,
            }));
          case "bots.list":
            return accounts.list(author, (bots) => ({ bots: bots.map(describe) }));
          case "bots.revoke":
            return accounts.revoke(author, request.output.id, turn) ?? { effects: [], result: err("not_found") };
        }
      },
    };
  };
}

function describe(bot: StoredBot): object {
  return { ...describeBot(bot), scopes: bot.scopes };
}
