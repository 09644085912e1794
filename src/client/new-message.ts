import { extraFields } from "../protocol/events.ts";
import type { JsonObject } from "../protocol/json.ts";
import { MAX_ID_LENGTH } from "../protocol/limits.ts";
import { codePointsIn, storedForm, utf8Length } from "../protocol/text.ts";

/** A message's further parts. */
export interface SendOptions {
  /** `seq` of the message that this one answers. */
  readonly replyTo?: number;
  /** The command's id, 1 to 36 characters; the same id with the same content is stored once (P4.3). */
  readonly id?: string;
  /** Fields of the application's own; those that the protocol owns are the room's. */
  readonly extra?: JsonObject;
}

/** The command that says something (P3.2). The text goes in the form in which it is counted, which may be the smaller one. */
export function newMessage(text: string, { extra = {}, id, replyTo }: SendOptions): JsonObject {
  return {
    ...extraFields(extra),
    type: "message",
    ...(id === undefined ? {} : { id }),
    message: storedForm(text),
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}

/** How much a message takes of what a room allows (P5). */
export interface MessageSize {
  /** Unicode code points of the text as it will be stored: not more than `limits.message`. */
  readonly characters: number;
  /** Bytes of its frame: not more than `limits.frame`. */
  readonly bytes: number;
}

/** Tells how large a message would be. Where `options` have no `id`, the longest is counted. */
export function measure(text: string, options: SendOptions = {}): MessageSize {
  const id = "x".repeat(MAX_ID_LENGTH);
  return {
    characters: codePointsIn(storedForm(text)),
    bytes: utf8Length(JSON.stringify(newMessage(text, { id, ...options }))),
  };
}
