import type { ModerationStore } from "../../../room/moderation/moderation-store.ts";
import { SqlAddressStore } from "./sql-address-store.ts";
import { SqlAuditStore } from "./sql-audit-store.ts";
import { SqlInvitationStore } from "./sql-invitation-store.ts";
import { SqlMemberStore } from "./sql-member-store.ts";
import { SqlRulesStore } from "./sql-rules-store.ts";
import { SqlTokenStore } from "./sql-token-store.ts";

/** Durable moderation state, in the SQLite of the room's own object. */
export class SqlModerationStore implements ModerationStore {
  readonly rules: SqlRulesStore;
  readonly members: SqlMemberStore;
  readonly addresses: SqlAddressStore;
  readonly invitations: SqlInvitationStore;
  readonly audit: SqlAuditStore;
  readonly tokens: SqlTokenStore;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.rules = new SqlRulesStore(sql);
    this.addresses = new SqlAddressStore(sql);
    this.members = new SqlMemberStore(sql, this.addresses);
    this.invitations = new SqlInvitationStore(sql);
    this.audit = new SqlAuditStore(sql);
    this.tokens = new SqlTokenStore(sql);
  }
}
