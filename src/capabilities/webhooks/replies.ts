import * as v from "valibot";
import { readObject } from "../../protocol/frame.ts";
import type { Limits } from "../../protocol/limits.ts";
import { parseCommand } from "../../protocol/parse-command.ts";
import type { CapabilityRoom } from "../../room/capability/capability.ts";
import type { Author } from "../../room/model/author.ts";
import type { TurnContext } from "../../room/model/context.ts";
import type { Answer } from "../../room/model/result.ts";
import type { Hook } from "./hook.ts";

const Reply = v.object({ message: v.string(), private: v.optional(v.boolean(), false) });

/** The message that a receiver answers with. */
export type Reply = Readonly<v.InferOutput<typeof Reply>>;

/** Reads an answer; anything but JSON with a `message` is none, and most receivers answer with none. */
export function readReply(answer: string): Reply | undefined {
  if (!answer.trimStart().startsWith("{")) return undefined;
  const object = readObject(answer);
  const reply = object.ok ? v.safeParse(Reply, object.value) : undefined;
  return reply?.success && reply.output.message.trim() !== "" ? reply.output : undefined;
}

/**
 * Posts an answer under the hook's name, by the rules for any member (P16.9).
 *
 * @returns `undefined` if the text cannot be a message
 */
export function postReply(
  room: CapabilityRoom,
  limits: Limits,
  hook: Hook,
  { message }: Reply,
  replyTo: number | undefined,
  turn: TurnContext,
): Answer | undefined {
  const target = replyTo === undefined ? {} : { replyTo };
  const read = parseCommand({ type: "message", id: turn.newId(), message, ...target }, limits);
  if (!read.ok || read.value.type !== "message") return undefined;
  return room.write(authorOf(hook), read.value, turn);
}

function authorOf({ id, name }: Hook): Author {
  return { uid: id, username: name, role: "member", origin: "hook", isNameGiven: true };
}
