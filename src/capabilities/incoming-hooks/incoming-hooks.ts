import * as v from "valibot";
import { isBotUid } from "../../protocol/identity.ts";
import type { PlugIn } from "../../room/capability/capability.ts";
import { err } from "../../room/model/result.ts";
import { Accounts, describeBot } from "../bots/accounts.ts";
import type { BotStore, StoredBot } from "../bots/bot-store.ts";
import { faultOf, NewBot } from "../bots/new-bot.ts";
import { HookRequest } from "../hooks/request.ts";
import { HOOK_TOKEN_PREFIX } from "./hook-token.ts";

/** The fields of a new incoming webhook, as an owner sends them. */
export const NewIncomingHook = v.omit(NewBot, ["scopes"]);

/** Addresses to which programs post as they would to Slack, Mattermost or Discord (P15.20). */
export function plugInIncomingHooks(store: BotStore): PlugIn {
  return (room) => {
    const accounts = new Accounts({
      room,
      store,
      prefix: HOOK_TOKEN_PREFIX,
      audit: { add: "addHook", remove: "removeHook" },
    });
    return {
      bot: (token, now) => accounts.identityOf(token, now),
      ask: (author, sent, turn) => {
        const request = v.safeParse(HookRequest, sent);
        if (!request.success) return undefined;
        const { output } = request;
        if (output.type === "hooks.revoke")
          return isBotUid(output.id) ? accounts.revoke(author, output.id, turn) : undefined;
        if (output.kind !== "incoming") return undefined;
        if (output.type === "hooks.list") return accounts.list(author, (bots) => ({ hooks: bots.map(describe) }));
        const hook = v.safeParse(NewIncomingHook, output.body);
        if (!hook.success) return { effects: [], result: err(faultOf(hook.issues)) };
        const made = { avatar: undefined, ...hook.output, scopes: ["write"] as const };
        return accounts.create(author, made, turn, (bot, secret) => ({
          ...describe(bot),
          url: `${output.origin}/hooks/${room.name}/${secret}`,
        }));
      },
    };
  };
}

function describe(bot: StoredBot) {
  return { kind: "incoming", ...describeBot(bot) } as const;
}
