import type { Invitation } from "../../protocol/lists.ts";
import type { ListRange } from "./list-range.ts";

/** An invitation as stored: with the hash of its secret. */
export interface StoredInvitation extends Invitation {
  readonly hash: string;
}

/** Invitations to the room (P9.7). */
export interface InvitationStore {
  add(invitation: StoredInvitation): void;
  /** Finds a valid invitation by the hash of its secret. */
  find(hash: string, now: number): Invitation | undefined;
  /** Counts one use. */
  use(id: string): void;
  /** @returns whether it existed */
  revoke(id: string): boolean;
  list(range: ListRange, now: number): Invitation[];
}
