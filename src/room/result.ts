import type { ErrorCode } from "../protocol/error-codes.ts";
import type { NewInvitation, Role } from "../protocol/moderation.ts";
import type { Effect } from "./effects.ts";

/** Who asks for something: a session, or whoever has the owner's token. */
export interface Author {
  readonly uid: string;
  readonly username: string;
  readonly role: Role;
}

/** What became of what somebody asked for (P9). */
export type ModerationResult =
  | { readonly ok: true; readonly effects: readonly Effect[]; readonly invitation?: NewInvitation }
  | { readonly ok: false; readonly code: ErrorCode };

export function done(effects: readonly Effect[]): ModerationResult {
  return { ok: true, effects };
}

export function refused(code: ErrorCode): ModerationResult {
  return { ok: false, code };
}
