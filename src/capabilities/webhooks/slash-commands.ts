import * as v from "valibot";
import type { JsonObject } from "../../protocol/json.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { normalizeMessage } from "../../protocol/text.ts";
import type { HttpAnswer } from "../../room/capability/capability.ts";
import { TokenBuckets, takeToken } from "../../room/limits/token-buckets.ts";
import type { Author } from "../../room/model/author.ts";
import type { TurnContext } from "../../room/model/context.ts";
import { ok } from "../../room/model/result.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import { type Delivery, isSuccess, type Outcome } from "./delivery.ts";
import { postReply, readReply } from "./replies.ts";
import { refused } from "./requests.ts";
import type { Webhooks } from "./webhooks.ts";

/** Commands of one person: each is a request to another server. */
const RATE = { perSecond: 0.5, burst: 5 };

const Request = v.variant("type", [
  v.object({ type: v.literal("commands.list") }),
  v.object({ type: v.literal("commands.run"), command: v.string(), text: v.string() }),
  v.object({
    type: v.literal("commands.ran"),
    // The Worker sends what this capability gave it.
    delivery: v.custom<Delivery>((delivery) => typeof delivery === "object" && delivery !== null),
    outcome: v.custom<Outcome>((outcome) => typeof outcome === "object" && outcome !== null),
  }),
]);

/** A command, as people are shown it. */
export interface CommandInfo {
  readonly name: string;
  readonly description: string;
}

/** Slash commands that other servers answer (P16.20). */
export class SlashCommands {
  readonly #webhooks: Webhooks;
  readonly #buckets = new TokenBuckets(RATE);

  constructor(webhooks: Webhooks) {
    this.#webhooks = webhooks;
  }

  ask(author: Author, sent: JsonObject, turn: TurnContext, refusal: () => Refusal | undefined): HttpAnswer | undefined {
    const read = v.safeParse(Request, sent);
    if (!read.success) return undefined;
    const request = read.output;
    if (request.type === "commands.ran") return this.#ran(request.delivery, request.outcome, turn);
    const denied = refusal() ?? this.#webhooks.room.accessRefusal(author, turn.now);
    if (denied !== undefined) return refused(denied.code);
    return request.type === "commands.list"
      ? { effects: [], result: ok({ commands: this.#list() }) }
      : this.#run(author, request.command, request.text, turn);
  }

  #list(): CommandInfo[] {
    return this.#webhooks.hooks.flatMap(({ command, description = "", disabled }) =>
      command === undefined || disabled !== undefined ? [] : { name: command, description },
    );
  }

  /** What to send for a person's command. It needs what a message needs (P16.21), and is none. */
  #run(author: Author, command: string, text: string, turn: TurnContext): HttpAnswer {
    const hook = this.#webhooks.hooks.find((one) => one.command === command.toLowerCase());
    if (hook === undefined || hook.disabled !== undefined) return refused("no_command");
    // The deployment is no one who could say something.
    if (author.uid === "") return refused("not_allowed");
    const denied = this.#webhooks.room.writeRefusal(author, turn);
    if (denied !== undefined) return refused(denied.code);
    const argument = text === "" ? "" : normalizeMessage(text);
    if (argument === undefined) return refused("bad_message");
    if (argument.length > DEFAULT_LIMITS.messageCharacters) return refused("message_too_long");
    const bucket = this.#buckets.of(author.uid, turn.now);
    if (this.#buckets.waitFor(bucket) > 0) return refused("rate_limited");
    takeToken(bucket);
    const { role, uid, username } = author;
    const body = { command: hook.command ?? "", text: argument, uid, username, role };
    return {
      effects: [],
      result: ok({ delivery: this.#webhooks.beside(hook, { type: "command", body, uids: [uid] }, turn) }),
    };
  }

  /** Posts the answer for all, or hands it to the person alone (P16.22). */
  #ran(delivery: Delivery, outcome: Outcome, turn: TurnContext): HttpAnswer {
    const hook = this.#webhooks.hooks.find(({ id }) => id === delivery.hook);
    if (hook === undefined) return refused("no_command");
    this.#webhooks.record(delivery, outcome, turn.now);
    if (!isSuccess(outcome)) return refused("command_failed");
    const reply = readReply(outcome.answer);
    if (reply === undefined) return { effects: [], result: ok({}) };
    if (reply.private) {
      const message = normalizeMessage(reply.message);
      return message === undefined
        ? refused("command_failed")
        : { effects: [], result: ok({ message, private: true }) };
    }
    const { limits, room } = this.#webhooks;
    const posted = postReply(room, limits, hook, reply, undefined, turn);
    if (posted === undefined) return refused("command_failed");
    const { effects, object } = posted;
    if (object.type === "error") return refused(object.code);
    return { effects, result: ok("seq" in object ? { seq: object.seq } : {}) };
  }
}
