import * as v from "valibot";
import {
  AckCommand,
  BlockCommand,
  CastCommand,
  ClaimCommand,
  type Command,
  DeleteCommand,
  EditCommand,
  HelloCommand,
  ListCommand,
  ListReactionsCommand,
  MessageCommand,
  ModerateCommand,
  ReactionCommand,
  ReadCommand,
  RenameCommand,
  ReportCommand,
  SignOutCommand,
  TypingCommand,
} from "./commands.ts";
import type { ErrorCode } from "./error-codes.ts";
import { type ParseLimits, withExtra } from "./extra-fields.ts";
import { type Read, readObject, refuse, usableId } from "./frame.ts";
import type { JsonObject } from "./json.ts";
import { isShownAsMessage, RESERVED_TYPES } from "./server-objects.ts";
import { isLongerThan } from "./text.ts";

const V1Command = v.variant("type", [
  HelloCommand,
  MessageCommand,
  EditCommand,
  DeleteCommand,
  ReactionCommand,
  RenameCommand,
  TypingCommand,
  CastCommand,
  AckCommand,
  ReadCommand,
  ModerateCommand,
  ReportCommand,
  ClaimCommand,
  v.variant("what", [ListCommand, ListReactionsCommand]),
  BlockCommand,
  SignOutCommand,
]);

/** The error code for an invalid field. */
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
  challenge: "bad_challenge",
  action: "bad_action",
  reason: "bad_action",
  secret: "bad_claim",
};

/** A command to moderate, with its fields as they came. */
export interface UnreadAction {
  readonly type: "moderate";
  readonly id: string;
  readonly fields: JsonObject;
}

/**
 * Parses a frame of the v1 dialect (P3), except for a moderation action (`parseAction`). Pure; never throws.
 *
 * @param limits the room's; `messageCharacters` in Unicode code points
 */
export function parseCommand(
  frame: string | ArrayBuffer,
  limits: ParseLimits,
): Read<Exclude<Command, ModerateCommand> | UnreadAction> {
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
      return withExtra(command, read.value, limits);
    case "edit":
      if (isLongerThan(command.message, limits.messageCharacters)) return refuse("message_too_long", id);
      return { ok: true, value: command };
    case "cast": {
      // Plain connections receive the data as it is, so it must not look like an object from the server (P2.7, P2.11).
      const { type } = command.data;
      const isReserved = typeof type === "string" && RESERVED_TYPES.has(type);
      return isReserved || isShownAsMessage(command.data) ? refuse("reserved_type") : { ok: true, value: command };
    }
    case "moderate":
      return { ok: true, value: { type: "moderate", id: command.id, fields: read.value } };
    case "read":
      return { ok: true, value: { type: "ack", seq: command.seq } };
    default:
      return { ok: true, value: command };
  }
}
