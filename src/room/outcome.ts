import type { ErrorCode } from "../protocol/errors.ts";
import type { NewInvitation, Role } from "../protocol/moderation.ts";
import type { Effect } from "./effects.ts";

/** Who asks for something: a session, or whoever has the owner's token. */
export interface Actor {
  readonly uid: string;
  readonly username: string;
  readonly role: Role;
}

/** What became of what somebody asked for (P9). */
export type Outcome =
  | { readonly ok: true; readonly effects: readonly Effect[]; readonly invitation?: NewInvitation }
  | { readonly ok: false; readonly code: ErrorCode };

export function done(effects: readonly Effect[]): Outcome {
  return { ok: true, effects };
}

export function refused(code: ErrorCode): Outcome {
  return { ok: false, code };
}
