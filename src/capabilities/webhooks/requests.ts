import * as v from "valibot";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import { botUid } from "../../protocol/identity.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { isAtLeast } from "../../protocol/moderation.ts";
import type { CapabilityRoom, HttpAnswer } from "../../room/capability/capability.ts";
import type { Author } from "../../room/model/author.ts";
import type { TurnContext } from "../../room/model/context.ts";
import { err, ok } from "../../room/model/result.ts";
import { newWebhookSecret } from "../../worker/outgoing/webhook-signature.ts";
import type { Delivery, Outcome } from "./delivery.ts";
import { type Hook, HookChange, MAX_HOOKS, NewHook, ROTATION_MS, settingsOf } from "./hook.ts";
import { receiverUrl } from "./send.ts";
import type { Webhooks } from "./webhooks.ts";

const Body = v.custom<JsonObject>((body) => typeof body === "object" && body !== null);
// The Worker sends what this capability gave it.
const Sent = v.custom<Delivery>((delivery) => typeof delivery === "object" && delivery !== null);
const Became = v.custom<Outcome>((outcome) => typeof outcome === "object" && outcome !== null);
const Id = v.string();

/** Requests of owners, and of the job. */
const Request = v.variant("type", [
  v.object({ type: v.literal("hooks.create"), kind: v.picklist(["outgoing", "command"]), body: Body }),
  v.object({ type: v.literal("hooks.list"), kind: v.picklist(["outgoing", "command"]) }),
  v.object({ type: v.literal("hooks.revoke"), id: Id }),
  v.object({ type: v.literal("webhooks.change"), id: Id, body: Body }),
  v.object({ type: v.literal("webhooks.rotate"), id: Id }),
  v.object({ type: v.literal("webhooks.deliveries"), id: Id }),
  v.object({ type: v.literal("webhooks.test"), id: Id }),
  v.object({ type: v.literal("webhooks.again"), id: Id, number: v.number() }),
  v.object({ type: v.literal("webhooks.record"), delivery: Sent, outcome: Became }),
  v.object({ type: v.literal("webhooks.due"), running: v.array(v.string()) }),
  v.object({ type: v.literal("webhooks.next"), hook: Id }),
  v.object({ type: v.literal("webhooks.sent"), delivery: Sent, outcome: Became }),
]);
type Request = v.InferOutput<typeof Request>;

/**
 * Answers requests about hooks, if it is one.
 *
 * @param mayBePrivate whether receivers may be in the server's own network
 */
export function answerRequest(
  webhooks: Webhooks,
  mayBePrivate: boolean,
  author: Author,
  sent: JsonObject,
  turn: TurnContext,
): HttpAnswer | undefined {
  const read = v.safeParse(Request, sent);
  if (!read.success) return undefined;
  const request = read.output;
  // P16.1: owners, and the deployment, whose job this is.
  if (!isAtLeast(author.role, "owner")) return refused("not_allowed");
  switch (request.type) {
    case "webhooks.due":
      return found({ hooks: webhooks.due(request.running, turn) });
    case "webhooks.next":
      return found(webhooks.next(request.hook, turn));
    case "webhooks.sent": {
      const { effects, step } = webhooks.sent(request.delivery, request.outcome, turn);
      return { effects, result: ok(step) };
    }
    case "webhooks.record":
      return found(webhooks.record(request.delivery, request.outcome, turn.now));
    case "hooks.create":
      return create(webhooks, mayBePrivate, author, request.body, turn);
    case "hooks.list":
      return found({ hooks: webhooks.hooks.filter(({ kind }) => kind === request.kind).map(describe) });
    default: {
      const hook = webhooks.hooks.find(({ id }) => id === request.id);
      // It may be one of another kind.
      if (hook === undefined) return request.type === "hooks.revoke" ? undefined : refused("not_found");
      return answerAbout(webhooks, mayBePrivate, author, hook, request, turn);
    }
  }
}

function create(
  webhooks: Webhooks,
  mayBePrivate: boolean,
  author: Author,
  body: JsonObject,
  turn: TurnContext,
): HttpAnswer {
  const read = v.safeParse(NewHook, body);
  if (!read.success) return refused("bad_hook");
  const hook = read.output;
  if (receiverUrl(hook.url, mayBePrivate) === undefined) return refused("bad_url");
  if (webhooks.hooks.length >= MAX_HOOKS) return refused("too_many");
  if (hook.kind === "command" && webhooks.hooks.some(({ command }) => command === hook.command)) {
    return refused("name_taken");
  }
  const { room, store } = webhooks;
  const secret = newWebhookSecret();
  const id = botUid(turn.newId());
  if (hook.name !== undefined && !holdName(room, id, hook.name, turn)) return refused("name_taken");
  const settings = settingsOf(hook, secret);
  const start = { cursor: room.log.head(), seen: store.newestOccurrence(), attempts: 0, due: 0 };
  store.add({ id, at: turn.now, ...start, ...settings });
  room.audit(author, "addHook", { uid: id, username: auditName(settings) }, turn.now);
  webhooks.changed();
  return found({ id, secret });
}

function answerAbout(
  webhooks: Webhooks,
  mayBePrivate: boolean,
  author: Author,
  hook: Hook,
  request: Extract<Request, { readonly id: string }>,
  turn: TurnContext,
): HttpAnswer {
  const { store } = webhooks;
  switch (request.type) {
    case "hooks.revoke":
      store.remove(hook.id);
      webhooks.room.names.release(hook.id);
      webhooks.room.audit(author, "removeHook", { uid: hook.id, username: auditName(hook) }, turn.now);
      webhooks.changed();
      return found({ id: hook.id });
    case "webhooks.change":
      return change(webhooks, mayBePrivate, hook, request.body, turn);
    case "webhooks.rotate": {
      const secret = newWebhookSecret();
      const previous = { secret: hook.secret, until: turn.now + ROTATION_MS };
      store.change(hook.id, { ...settingsIn(hook), secret, previous });
      webhooks.changed();
      return found({ id: hook.id, secret });
    }
    case "webhooks.deliveries":
      return found({ deliveries: webhooks.deliveries(hook.id) });
    case "webhooks.test":
      return found({ delivery: webhooks.beside(hook, { type: "test", body: { hook: hook.id }, uids: [] }, turn) });
    case "webhooks.again": {
      const delivery = webhooks.again(hook, request.number, turn);
      return delivery === undefined ? refused("not_found") : found({ delivery });
    }
  }
}

function change(
  webhooks: Webhooks,
  mayBePrivate: boolean,
  hook: Hook,
  body: JsonObject,
  turn: TurnContext,
): HttpAnswer {
  const read = v.safeParse(HookChange, body);
  if (!read.success) return refused("bad_hook");
  const { enabled, ...changes } = read.output;
  if (changes.url !== undefined && receiverUrl(changes.url, mayBePrivate) === undefined) return refused("bad_url");
  const { room, store } = webhooks;
  if (changes.name !== undefined && !holdName(room, hook.id, changes.name, turn)) return refused("name_taken");
  store.change(hook.id, { ...settingsIn(hook), ...changes });
  if (enabled !== undefined) {
    const { cursor, seen } = hook;
    store.move(hook.id, { cursor, seen, attempts: 0, due: 0, ...(enabled ? {} : { disabled: "off" }) });
  }
  webhooks.changed();
  // What happened meanwhile is still in the log.
  if (enabled) webhooks.wake(turn.now);
  const changed = store.find(hook.id);
  return changed === undefined ? refused("not_found") : found(describe(changed));
}

/** Keeps others from having the name of a hook, if it is free (P15.3). */
function holdName({ names }: CapabilityRoom, uid: string, username: string, { now }: TurnContext): boolean {
  if (!names.isFree(username, { uid, role: "moderator" }, now)) return false;
  names.hold({ uid, username }, now);
  return true;
}

/** What the audit log calls a hook: its command, or the host of its server. */
function auditName({ command, url }: Pick<Hook, "command" | "url">): string {
  return command === undefined ? new URL(url).host : `/${command}`;
}

/** A hook as owners see it. Its secret is shown once. */
function describe(hook: Hook): object {
  const { at, attempts, command, description, disabled, due, events, failingSince, filter, id, kind, name, url } = hook;
  const state = disabled ?? (attempts > 0 ? "retrying" : "on");
  return {
    id,
    kind,
    name,
    url,
    ...(kind === "command" ? { command, description } : { events, filter }),
    at,
    state,
    ...(failingSince === undefined ? {} : { failingSince }),
    ...(state === "retrying" ? { next: due } : {}),
  };
}

function settingsIn({ command, description, events, filter, kind, name, previous, secret, url }: Hook) {
  return {
    kind,
    name,
    url,
    events,
    filter,
    secret,
    ...(command === undefined ? {} : { command }),
    ...(description === undefined ? {} : { description }),
    ...(previous === undefined ? {} : { previous }),
  };
}

function found(object: object): HttpAnswer {
  return { effects: [], result: ok(object) };
}

export function refused(code: ErrorCode): HttpAnswer {
  return { effects: [], result: err(code) };
}
