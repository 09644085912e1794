import {
  type ChangeEvent,
  extraFields,
  type Message as WireMessage,
  type MessageEvent as WireMessageEvent,
} from "../protocol/events.ts";
import { applyChange } from "../protocol/fold.ts";
import type { JsonObject } from "../protocol/json.ts";

/** The fields that a type names, without those that it only allows. */
type Named<T> = { [Key in keyof T as string extends Key ? never : Key]: T[Key] };

/**
 * P2.2: a message as it was sent.
 *
 * @typeParam Extra the application's own fields
 */
export interface MessageEvent<Extra extends object = JsonObject> extends Named<WireMessageEvent> {
  /** The sender's own fields; none of a deleted message. Another program may have left some out. */
  readonly extra: Partial<Extra>;
}

/**
 * P7.2: a message in its current state, with its edits and reactions applied.
 *
 * @typeParam Extra the application's own fields
 */
export interface Message<Extra extends object = JsonObject> extends Named<WireMessage> {
  /** The sender's own fields; none of a deleted message. Another program may have left some out. */
  readonly extra: Partial<Extra>;
}

/** A stored event (P3.5). Events are numbered by `seq`: 1, 2, 3 … without gaps (P4.2). */
export type LogEvent<Extra extends object = JsonObject> = MessageEvent<Extra> | ChangeEvent;

/** Moves the fields of a message that the protocol doesn't define under `extra`. */
export function fromWire(message: WireMessage): Message {
  const extra = extraFields(message as JsonObject);
  const named: Record<string, unknown> = { ...message };
  for (const key of Object.keys(extra)) delete named[key];
  // The parser has checked the fields that the protocol defines, and these are all of them.
  return { ...(named as unknown as Named<WireMessage>), extra };
}

/** The opposite of {@link fromWire}. */
export function toWire({ extra, ...named }: Message): WireMessage {
  return { ...extra, ...named } as WireMessage;
}

/** Applies a change to a message, as the server does. */
export function applyTo<M extends Message>(message: M, change: ChangeEvent, self: string | undefined): M {
  // The fold passes on fields that it doesn't know, such as `extra`; a delete drops them.
  const changed = applyChange(message as unknown as WireMessage, change, self) as unknown as M & { extra?: M["extra"] };
  return { ...changed, extra: changed.extra ?? {} };
}
