import { botUid, type Identity } from "../../protocol/identity.ts";
import { MAX_BOTS } from "../../protocol/limits.ts";
import type { AuditEntry } from "../../protocol/lists.ts";
import { isAtLeast } from "../../protocol/moderation.ts";
import type { CapabilityRoom, HttpAnswer } from "../../room/capability/capability.ts";
import type { Author } from "../../room/model/author.ts";
import type { TurnContext } from "../../room/model/context.ts";
import { err, ok } from "../../room/model/result.ts";
import { toBase64Url } from "../../room/tokens/base64url.ts";
import { hashOfSecret, newKey } from "../../room/tokens/secrets.ts";
import type { BotStore, StoredBot } from "./bot-store.ts";

/** Milliseconds for which the stored time of the last use may be behind: a bot costs at most one row an hour for it. */
const USE_SLACK_MS = 60 * 60 * 1_000;

/** What an owner says of a new bot. */
export type NewBot = Pick<StoredBot, "name" | "avatar" | "scopes">;

/** Dependencies of {@link Accounts}. */
export interface AccountPorts {
  readonly room: CapabilityRoom;
  readonly store: BotStore;
  /** Starts every token. */
  readonly prefix: string;
  /** The actions of the audit log. */
  readonly audit: { readonly add: AuditEntry["action"]; readonly remove: AuditEntry["action"] };
}

/** The accounts of programs that owners let in: bots, and incoming webhooks. */
export class Accounts {
  readonly #ports: AccountPorts;

  constructor(ports: AccountPorts) {
    this.#ports = ports;
  }

  /**
   * Makes an account.
   *
   * @param describe the answer, with the secret that is shown this once
   */
  create(
    author: Author,
    { avatar, name, scopes }: NewBot,
    { newId, now }: TurnContext,
    describe: (bot: StoredBot, secret: string) => object,
  ): HttpAnswer {
    const { audit, prefix, room, store } = this.#ports;
    if (!isOwner(author)) return refused("not_allowed");
    if (store.list().length >= MAX_BOTS) return refused("too_many");
    const id = botUid(newId());
    if (!room.names.isFree(name, { uid: id, role: "moderator" }, now)) return refused("name_taken");
    const secret = toBase64Url(newKey(newId));
    const bot: StoredBot = { id, name, avatar, scopes, at: now, by: author.uid, usedAt: undefined };
    store.add(bot, hashOfSecret(prefix + secret));
    room.names.hold({ uid: id, username: name }, now);
    room.audit(author, audit.add, { uid: id, username: name }, now);
    return { effects: [], result: ok(describe(bot, secret)) };
  }

  list(author: Author, describe: (bots: readonly StoredBot[]) => object): HttpAnswer {
    if (!isOwner(author)) return refused("not_allowed");
    return { effects: [], result: ok(describe(this.#ports.store.list())) };
  }

  /** Revokes an account: its token is worthless from now on, and its connections are closed. */
  revoke(author: Author, id: string, { now }: TurnContext): HttpAnswer | undefined {
    const { audit, room, store } = this.#ports;
    if (!isOwner(author)) return refused("not_allowed");
    const bot = store.find(id);
    if (bot === undefined) return undefined;
    store.remove(id);
    room.names.release(id);
    room.audit(author, audit.remove, { uid: id, username: bot.name }, now);
    return { effects: room.disconnect(id, { code: "bad_token" }), result: ok({ id }) };
  }

  find(id: string): StoredBot | undefined {
    return this.#ports.store.find(id);
  }

  /** The account that a token stands for. Notes that it was used. */
  identityOf(token: string, now: number): Identity | undefined {
    const { prefix, store } = this.#ports;
    if (!token.startsWith(prefix)) return undefined;
    const bot = store.findByHash(hashOfSecret(token));
    if (bot === undefined) return undefined;
    if (bot.usedAt === undefined || now - bot.usedAt >= USE_SLACK_MS) store.used(bot.id, now);
    return {
      uid: bot.id,
      username: bot.name,
      ...(bot.avatar === undefined ? {} : { avatar: bot.avatar }),
      role: bot.scopes.includes("moderate") ? "moderator" : "member",
    };
  }
}

/** An account as its owner sees it. */
export function describeBot({ at, avatar, by, id, name, usedAt }: StoredBot) {
  return {
    id,
    name,
    ...(avatar === undefined ? {} : { avatar }),
    at,
    by,
    ...(usedAt === undefined ? {} : { usedAt }),
  };
}

function isOwner({ role }: Author): boolean {
  return isAtLeast(role, "owner");
}

function refused(code: "not_allowed" | "too_many" | "name_taken"): HttpAnswer {
  return { effects: [], result: err(code) };
}
