import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { NewInvitation } from "../../protocol/moderation.ts";
import type { AckObject, DoneObject, ErrorObject, ListObject } from "../../protocol/server-objects.ts";
import type { Effect } from "./effects.ts";

/** A value, or the reason why there is none. */
export type Result<T, E = ErrorCode> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

export function err<E>(error: E): Result<never, E> {
  return { ok: false, error };
}

/** A command became an event. Sockets get no such answer: the event itself acknowledges the command (P4.3). */
export interface StoredAnswer {
  readonly type: "stored";
  readonly id: string;
  readonly seq: number;
}

/** Reply to the author of a command. */
export type CommandAnswer = AckObject | DoneObject | ErrorObject | ListObject | StoredAnswer;

/** The outcome of a command: effects for others, then the reply to its author. */
export interface Answer<T extends CommandAnswer = CommandAnswer> {
  readonly effects: readonly Effect[];
  readonly object: T;
}

/** The outcome of a moderation command (P9). */
export interface ModerationDone {
  readonly effects: readonly Effect[];
  readonly invitation?: NewInvitation;
  /** Whether an address was banned or muted, if that was asked for (P9.13). */
  readonly address?: boolean;
}

export type ModerationResult = Result<ModerationDone>;

export function done(effects: readonly Effect[]): ModerationResult {
  return ok({ effects });
}
