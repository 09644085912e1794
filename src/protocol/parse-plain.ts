import * as v from "valibot";
import type { CastCommand, MessageCommand } from "./commands.ts";
import { extraFields, Id, MessageText, Seq, Username } from "./fields.ts";
import { type Read, readObject, refuse } from "./frame.ts";
import type { JsonObject } from "./json.ts";
import { RESERVED_TYPES } from "./server-objects.ts";
import { isLongerThan } from "./text.ts";

/** What a socket of the plain dialect may ask of the room (P2). */
export type PlainCommand = MessageCommand | CastCommand;

/**
 * Reads one frame of the plain dialect (P2). Pure; it throws for no input.
 *
 * @param limits the room's; `messageCharacters` in Unicode code points
 */
export function parsePlain(
  frame: string | ArrayBuffer,
  limits: { readonly messageCharacters: number },
): Read<PlainCommand> {
  const read = readObject(frame);
  if (!read.ok) return read;
  const { type } = read.value;
  if (type === "message") return parseMessage(read.value, limits.messageCharacters);
  if (typeof type === "string" && RESERVED_TYPES.has(type)) return refuse("reserved_type");
  return { ok: true, value: { type: "cast", data: read.value } };
}

/** Field by field, each with the code of what is wrong with it. */
function parseMessage(value: JsonObject, messageCharacters: number): Read<MessageCommand> {
  const id = v.safeParse(v.optional(Id), value.id);
  if (!id.success) return refuse("bad_id");
  const username = v.safeParse(v.optional(Username), value.username);
  if (!username.success) return refuse("bad_username", id.output);
  const message = v.safeParse(MessageText, value.message);
  if (!message.success) return refuse("bad_message", id.output);
  if (isLongerThan(message.output, messageCharacters)) return refuse("message_too_long", id.output);
  const replyTo = v.safeParse(v.optional(Seq), value.replyTo);
  if (!replyTo.success) return refuse("bad_target", id.output);

  return {
    ok: true,
    value: {
      type: "message",
      message: message.output,
      extra: extraFields(value),
      ...(username.output === undefined ? {} : { username: username.output }),
      ...(id.output === undefined ? {} : { id: id.output }),
      ...(replyTo.output === undefined ? {} : { replyTo: replyTo.output }),
    },
  };
}
