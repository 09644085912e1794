import type { Invitation } from "../../../protocol/lists.ts";
import type { InvitationStore, StoredInvitation } from "../../../room/moderation/invitation-store.ts";
import type { ListRange } from "../../../room/moderation/list-range.ts";
import { NEVER } from "./sql-values.ts";

// A type and not an interface: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type InvitationRow = { id: string; entry: number; at: number; by: string; uses: number; used: number; until: number };

const COLUMNS = 'id, entry, at, "by", uses, used, until';

/** Invitations, in the table `invitations`. */
export class SqlInvitationStore implements InvitationStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add({ at, by, entry, hash, id, until, used, uses }: StoredInvitation): void {
    // An expired invitation is of no use to anyone.
    this.#sql.exec("DELETE FROM invitations WHERE until <= ?", at);
    this.#sql.exec(
      `INSERT INTO invitations (hash, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      hash,
      id,
      entry,
      at,
      by,
      uses,
      used,
      until,
    );
  }

  find(hash: string, now: number): Invitation | undefined {
    const [row] = this.#sql.exec<InvitationRow>(
      `SELECT ${COLUMNS} FROM invitations WHERE hash = ? AND until > ? AND used < uses`,
      hash,
      now,
    );
    return row;
  }

  use(id: string): void {
    this.#sql.exec("UPDATE invitations SET used = used + 1 WHERE id = ?", id);
  }

  revoke(id: string): boolean {
    return this.#sql.exec("DELETE FROM invitations WHERE id = ? RETURNING id", id).toArray().length > 0;
  }

  list({ before, limit }: ListRange, now: number): Invitation[] {
    return this.#sql
      .exec<InvitationRow>(
        `SELECT ${COLUMNS} FROM invitations WHERE entry < ? AND until > ? ORDER BY entry DESC LIMIT ?`,
        before ?? NEVER,
        now,
        limit,
      )
      .toArray();
  }
}
