import type { BlockedWords } from "../../protocol/lists.ts";
import { OPEN_ROOM, type RoomSettings } from "../../protocol/moderation.ts";
import type { TokenStore } from "../tokens/token-store.ts";
import type { AddressStore } from "./address-store.ts";
import type { AuditStore } from "./audit-store.ts";
import type { InvitationStore } from "./invitation-store.ts";
import type { MemberStore } from "./member-store.ts";

/** Settings of a room that its owner controls. */
export interface RoomRules {
  readonly settings: RoomSettings;
  readonly words: BlockedWords;
  /** Sequence numbers of the pinned messages, newest pin first. */
  readonly pinned: readonly number[];
}

/** Rules of a room whose owner has not set any. */
export const NO_RULES: RoomRules = { settings: OPEN_ROOM, words: { reject: [], hide: [] }, pinned: [] };

/** The rules of the room. */
export interface RulesStore {
  /** Reads them from memory. */
  get(): RoomRules;
  set(rules: RoomRules): void;
}

/**
 * Durable moderation state. Synchronous ports, like `EventLog`, in the same transaction. Every implementation passes
 * `test/support/moderation-store-contract.ts`. Anything that has expired by `now` (milliseconds since 1970) is left out.
 */
export interface ModerationStore {
  readonly rules: RulesStore;
  readonly members: MemberStore;
  readonly addresses: AddressStore;
  readonly invitations: InvitationStore;
  readonly audit: AuditStore;
  readonly tokens: TokenStore;
}
