import { extraFields } from "../protocol/events.ts";
import type { SentFile } from "../protocol/files.ts";
import type { JsonObject } from "../protocol/json.ts";
import { MAX_ID_LENGTH } from "../protocol/limits.ts";
import { codePointsIn, storedForm, utf8Length } from "../protocol/text.ts";

/** Optional parts of a message. */
export interface SendOptions<Extra extends object = JsonObject> {
  /** The `seq` of the message to reply to. */
  readonly replyTo?: number;
  /** The command's id, 1 to 36 characters. Sending the same id with the same content twice stores it once (P4.3). */
  readonly id?: string;
  /** Uploaded files, 10 at most (P12). */
  readonly files?: readonly SentFile[];
  /** The application's own fields. Names that the protocol defines are ignored. */
  readonly extra?: Partial<Extra>;
}

/** The command that posts a message (P3.2). Sends the text in its stored form, which can be shorter. */
export function newMessage(text: string, { extra = {}, files, id, replyTo }: SendOptions): JsonObject {
  return {
    // JSON leaves out fields that are `undefined`.
    ...extraFields(extra as JsonObject),
    type: "message",
    ...(id === undefined ? {} : { id }),
    message: storedForm(text),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(files && { files: [...files] }),
  };
}

/** The size of a message, for comparison with the room's limits (P5). */
export interface MessageSize {
  /** Unicode code points of the text in its stored form. The limit is `limits.message`. */
  readonly characters: number;
  /** Bytes of the frame. The limit is `limits.frame`. */
  readonly bytes: number;
}

/** Measures a message. If `options` have no `id`, assumes the longest possible one. */
export function measure(text: string, options: SendOptions = {}): MessageSize {
  const id = "x".repeat(MAX_ID_LENGTH);
  return {
    characters: codePointsIn(storedForm(text)),
    bytes: utf8Length(JSON.stringify(newMessage(text, { id, ...options }))),
  };
}
