import type { ErrorCode } from "../../protocol/error-codes.ts";
import { ERRORS } from "../../protocol/error-codes.ts";
import type { Message } from "../../protocol/events.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import type { Dialect } from "./payloads/read-payload.ts";

/** Why a payload was not posted: an error of the room, or of the webhook itself. */
export type Failure = Refusal | { readonly code: "no_hook" | "no_payload" | "no_text"; readonly retryAfter?: number };

/** Answers that the post was taken, as the sender expects it (P15.22). */
export function accepted(dialect: Dialect): Response {
  return dialect === "slack" ? new Response("ok") : new Response(null, { status: 204 });
}

/** Answers with a message object of Discord's, for `?wait=true`. */
export function acceptedAs(message: Message, room: string): Response {
  const { at, avatar, message: content, seq, uid, username } = message;
  return Response.json({
    id: String(seq),
    type: 0,
    content,
    channel_id: room,
    author: { id: uid, username, avatar: avatar ?? null, discriminator: "0000", bot: true },
    webhook_id: uid,
    timestamp: new Date(at).toISOString(),
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: [],
    embeds: [],
    components: [],
    pinned: false,
    flags: 0,
  });
}

/** Answers why nothing was posted. `Retry-After` is in seconds. */
export function failed(dialect: Dialect, failure: Failure, status: number): Response {
  const { code, retryAfter } = failure;
  const wait = retryAfter === undefined ? undefined : retryAfter / 1_000;
  const headers = wait === undefined ? {} : { "retry-after": String(Math.ceil(wait)) };
  if (dialect === "slack") return new Response(SLACK[code] ?? code, { status, headers });
  if (status === 429) {
    const body = { message: "You are being rate limited.", retry_after: wait ?? 1, global: false };
    return Response.json(body, { status, headers });
  }
  const known = DISCORD[code];
  return Response.json(known ?? { message: ERRORS[code as ErrorCode], code: 0 }, { status, headers });
}

/** Slack's words for errors. */
const SLACK: Readonly<Partial<Record<Failure["code"], string>>> = {
  no_hook: "no_service",
  no_room: "no_service",
  bad_token: "no_service",
  no_payload: "invalid_payload",
  no_text: "no_text",
  muted: "action_prohibited",
  banned: "action_prohibited",
  room_locked: "action_prohibited",
};

const UNKNOWN_WEBHOOK = { message: "Unknown Webhook", code: 10015 };

/** Discord's words for errors, with its numbers. */
const DISCORD: Readonly<Partial<Record<Failure["code"], { readonly message: string; readonly code: number }>>> = {
  no_hook: UNKNOWN_WEBHOOK,
  no_room: UNKNOWN_WEBHOOK,
  bad_token: UNKNOWN_WEBHOOK,
  no_payload: { message: "The request body contains invalid JSON.", code: 50109 },
  no_text: { message: "Cannot send an empty message", code: 50006 },
};
