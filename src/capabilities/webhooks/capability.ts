import type { PlugIn } from "../../room/capability/capability.ts";
import type { Config } from "../../worker/config/config.ts";
import type { Capability } from "../../worker/object/capability.ts";
import { deliver } from "./deliver-job.ts";
import { answerRequest } from "./requests.ts";
import { routes } from "./routes.ts";
import { SlashCommands } from "./slash-commands.ts";
import { SqlWebhookStore } from "./sql-webhook-store.ts";
import type { WebhookStore } from "./webhook-store.ts";
import { DELIVER_JOB, Webhooks } from "./webhooks.ts";

/**
 * Tells other servers what happens in a room, and lets them answer slash commands (P16). The tables are made with the first
 * webhook, so it has no migrations.
 */
export const webhooks: Capability = {
  name: "webhooks",
  migrations: [],
  open: (sql, config) => plugInWebhooks(new SqlWebhookStore(sql), config),
  jobs: { [DELIVER_JOB]: deliver },
  routes,
};

export function plugInWebhooks(
  store: WebhookStore,
  { limits, privateWebhooks }: Pick<Config, "limits" | "privateWebhooks">,
): PlugIn {
  return (room) => {
    const hooks = new Webhooks(room, store, limits);
    const commands = new SlashCommands(hooks);
    return {
      after: (events, turn) => hooks.after(events, turn),
      happened: (occurred, turn) => hooks.happened(occurred, turn),
      ask: (author, request, turn, refusal) =>
        answerRequest(hooks, privateWebhooks, author, request, turn) ?? commands.ask(author, request, turn, refusal),
      personalItems: (uid, forOwner) =>
        forOwner ? store.ofPerson(uid).map((record) => ({ kind: "delivery", ...record })) : [],
      forget: (uid) => {
        store.forget(uid);
        return [];
      },
    };
  };
}
