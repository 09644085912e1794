import * as v from "valibot";
import type { Command } from "./commands.ts";
import type { ErrorCode } from "./error-codes.ts";
import { Emoji, extraFields, Id, MessageText, Nonce, Seq, SeqOrZero, Username } from "./fields.ts";
import { type Read, readObject, refuse, usableId } from "./frame.ts";
import type { JsonObject } from "./json.ts";
import { Claim, List, Moderate, parseAction, ReportOf, Secret } from "./moderation-fields.ts";
import { RESERVED_TYPES } from "./server-objects.ts";
import { isLongerThan } from "./text.ts";

/** The subprotocol of `Sec-WebSocket-Protocol` that opens the v1 dialect (P1.3). */
export const V1 = "parley.v1";

const Hello = v.object({
  type: v.literal("hello"),
  v: v.literal(1),
  username: v.exactOptional(Username),
  token: v.exactOptional(v.string()),
  nonce: v.exactOptional(Nonce),
  since: v.exactOptional(v.object({ epoch: v.string(), seq: SeqOrZero })),
  invite: v.exactOptional(Secret),
});
const Message = v.object({
  type: v.literal("message"),
  id: Id,
  message: MessageText,
  replyTo: v.exactOptional(Seq),
});
const Edit = v.object({ type: v.literal("edit"), id: Id, target: Seq, message: MessageText });
const Delete = v.object({ type: v.literal("delete"), id: Id, target: Seq });
const Reaction = v.object({ type: v.literal("reaction"), id: Id, target: Seq, emoji: Emoji, on: v.boolean() });
const Rename = v.object({ type: v.literal("rename"), id: Id, username: Username });
const Typing = v.object({ type: v.literal("typing") });
const ObjectData = v.custom<JsonObject>((data) => typeof data === "object" && data !== null && !Array.isArray(data));
const Cast = v.object({ type: v.literal("cast"), data: ObjectData });
const Ack = v.object({ type: v.literal("ack"), seq: SeqOrZero, received: v.exactOptional(SeqOrZero) });
const Reading = v.object({ type: v.literal("read"), seq: SeqOrZero });

const V1Command = v.variant("type", [
  Hello,
  Message,
  Edit,
  Delete,
  Reaction,
  Rename,
  Typing,
  Cast,
  Ack,
  Reading,
  Moderate,
  ReportOf,
  Claim,
  List,
]);

/** Which code names what is wrong with a field. */
const FIELD_ERRORS: Readonly<Record<string, ErrorCode>> = {
  v: "hello_expected",
  type: "unknown_type",
  id: "bad_id",
  username: "bad_username",
  message: "bad_message",
  target: "bad_target",
  replyTo: "bad_target",
  emoji: "bad_emoji",
  since: "bad_since",
  token: "bad_token",
  invite: "bad_invitation",
  action: "bad_action",
  reason: "bad_action",
  secret: "bad_claim",
};

/**
 * Reads one frame of the v1 dialect (P3). Pure; it throws for no input.
 *
 * @param limits the room's; `messageCharacters` in Unicode code points
 */
export function parseV1(frame: string | ArrayBuffer, limits: { readonly messageCharacters: number }): Read<Command> {
  const read = readObject(frame);
  if (!read.ok) return read;
  const id = usableId(read.value);
  const parsed = v.safeParse(V1Command, read.value, { abortEarly: true });
  if (!parsed.success) {
    const field = parsed.issues[0].path?.[0]?.key;
    return refuse(FIELD_ERRORS[String(field)] ?? "bad_command", id);
  }
  const command = parsed.output;
  switch (command.type) {
    case "message":
      if (isLongerThan(command.message, limits.messageCharacters)) return refuse("message_too_long", id);
      return { ok: true, value: { ...command, extra: extraFields(read.value) } };
    case "edit":
      if (isLongerThan(command.message, limits.messageCharacters)) return refuse("message_too_long", id);
      return { ok: true, value: command };
    case "cast": {
      // Plain sockets get the data as it is, so it must not look like what only the room says to them (P2.7).
      const { type } = command.data;
      const reserved = type === "message" || (typeof type === "string" && RESERVED_TYPES.has(type));
      return reserved ? refuse("reserved_type") : { ok: true, value: command };
    }
    case "read":
      return { ok: true, value: { type: "ack", seq: command.seq } };
    case "moderate": {
      const action = parseAction(read.value, id);
      return action.ok ? { ok: true, value: { type: "moderate", id: command.id, ...action.value } } : action;
    }
    default:
      return { ok: true, value: command };
  }
}
