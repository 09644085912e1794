import type { AuditEntry, Ban, Invitation, Muted } from "../../protocol/moderation.ts";
import { OPEN_ROOM } from "../../protocol/moderation.ts";
import {
  type AuditRef,
  type ListRange,
  MAX_STORED_ENTRIES,
  type MemberRecord,
  type ModerationStore,
  type RoomRules,
  type StoredInvitation,
  type StoredReport,
} from "../../room/moderation/moderation-store.ts";

// Types and not interfaces: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type StandingRow = {
  uid: string;
  username: string;
  role: NonNullable<MemberRecord["role"]> | null;
  mute: string | null;
  ban: string | null;
};
type InvitationRow = { id: string; entry: number; at: number; by: string; uses: number; used: number; until: number };
type ReportRow = { report: number; at: number; by: string; target: number; reason: string | null };
type AuditRow = { entry: number; at: number; by: string; username: string; action: string; details: string };

const STANDING = "uid, username, role, mute, ban";
const INVITATION = 'id, entry, at, "by", uses, used, until';

/** A time behind every other: of what has no end. */
const NEVER = Number.MAX_SAFE_INTEGER;

const NO_RULES: RoomRules = { settings: OPEN_ROOM, words: { reject: [], hide: [] }, pinned: [] };

/** What lasts of moderation, in the SQLite of the room's own object. */
export class SqlModerationStore implements ModerationStore {
  readonly #sql: SqlStorage;
  #rules: RoomRules;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
    const [row] = sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = 'rules'");
    this.#rules = row === undefined ? NO_RULES : { ...NO_RULES, ...readJson<Partial<RoomRules>>(row.value) };
  }

  rules(): RoomRules {
    return this.#rules;
  }

  setRules(rules: RoomRules): void {
    this.#rules = rules;
    this.#sql.exec("INSERT OR REPLACE INTO meta (key, value) VALUES ('rules', ?)", JSON.stringify(rules));
  }

  find(uid: string): MemberRecord | undefined {
    const [row] = this.#sql.exec<StandingRow>(`SELECT ${STANDING} FROM standings WHERE uid = ?`, uid);
    return row && toStanding(row);
  }

  put({ ban, mute, role, uid, username }: MemberRecord): void {
    if (!ban?.address) this.#sql.exec("DELETE FROM banned_addresses WHERE uid = ?", uid);
    if (ban === undefined && mute === undefined && role === undefined) {
      this.#sql.exec("DELETE FROM standings WHERE uid = ?", uid);
      return;
    }
    this.#sql.exec(
      `INSERT OR REPLACE INTO standings (uid, username, role, mute, muted_by, muted_until, ban, banned_by, banned_until)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      uid,
      username,
      role ?? null,
      mute === undefined ? null : JSON.stringify(mute),
      mute?.entry ?? null,
      mute === undefined ? null : mute.shadowed ? NEVER : (mute.mutedUntil ?? 0),
      ban === undefined ? null : JSON.stringify(ban),
      ban?.entry ?? null,
      ban === undefined ? null : (ban.until ?? NEVER),
    );
  }

  owners(): number {
    return this.#sql.exec<{ owners: number }>("SELECT count(*) AS owners FROM standings WHERE role = 'owner'").one()
      .owners;
  }

  bans({ before, limit }: ListRange, now: number): Ban[] {
    return this.#sql
      .exec<{ ban: string }>(
        "SELECT ban FROM standings WHERE banned_by < ? AND banned_until > ? ORDER BY banned_by DESC LIMIT ?",
        before ?? NEVER,
        now,
        limit,
      )
      .toArray()
      .map(({ ban }) => readJson<Ban>(ban));
  }

  muted({ before, limit }: ListRange, now: number): Muted[] {
    return this.#sql
      .exec<StandingRow>(
        `SELECT ${STANDING} FROM standings WHERE muted_by < ? AND muted_until > ? ORDER BY muted_by DESC LIMIT ?`,
        before ?? NEVER,
        now,
        limit,
      )
      .toArray()
      .flatMap((row) => {
        const { mute, uid, username } = toStanding(row);
        return mute === undefined ? [] : [{ uid, username, ...mute }];
      });
  }

  banAddresses(uid: string, hashes: readonly string[]): void {
    for (const hash of hashes) {
      this.#sql.exec("INSERT OR IGNORE INTO banned_addresses (hash, uid) VALUES (?, ?)", hash, uid);
    }
  }

  banOf(hashes: readonly string[], now: number): Ban | undefined {
    for (const hash of hashes) {
      const [row] = this.#sql.exec<{ ban: string }>(
        `SELECT ban FROM banned_addresses JOIN standings USING (uid)
         WHERE hash = ? AND banned_until > ? ORDER BY banned_until DESC LIMIT 1`,
        hash,
        now,
      );
      if (row !== undefined) return readJson<Ban>(row.ban);
    }
    return undefined;
  }

  addInvitation({ at, by, entry, hash, id, until, used, uses }: StoredInvitation): void {
    // Those that ended tell nobody anything any more.
    this.#sql.exec("DELETE FROM invitations WHERE until <= ?", at);
    this.#sql.exec(
      `INSERT INTO invitations (hash, ${INVITATION}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
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

  invitation(hash: string, now: number): Invitation | undefined {
    const [row] = this.#sql.exec<InvitationRow>(
      `SELECT ${INVITATION} FROM invitations WHERE hash = ? AND until > ? AND used < uses`,
      hash,
      now,
    );
    return row;
  }

  useInvitation(id: string): void {
    this.#sql.exec("UPDATE invitations SET used = used + 1 WHERE id = ?", id);
  }

  revokeInvitation(id: string): boolean {
    return this.#sql.exec("DELETE FROM invitations WHERE id = ? RETURNING id", id).toArray().length > 0;
  }

  invitations({ before, limit }: ListRange, now: number): Invitation[] {
    return this.#sql
      .exec<InvitationRow>(
        `SELECT ${INVITATION} FROM invitations WHERE entry < ? AND until > ? ORDER BY entry DESC LIMIT ?`,
        before ?? NEVER,
        now,
        limit,
      )
      .toArray();
  }

  addReport({ at, by, reason, target }: Omit<StoredReport, "report">): void {
    this.#sql.exec(
      'INSERT OR IGNORE INTO reports (at, "by", target, reason) VALUES (?, ?, ?, ?)',
      at,
      by,
      target,
      reason ?? null,
    );
    this.#sql.exec(
      "DELETE FROM reports WHERE report <= (SELECT report FROM reports ORDER BY report DESC LIMIT 1 OFFSET ?)",
      MAX_STORED_ENTRIES,
    );
  }

  resolveReport(report: number): boolean {
    return this.#sql.exec("DELETE FROM reports WHERE report = ? RETURNING report", report).toArray().length > 0;
  }

  openReports(by?: string): number {
    const [where, ...values] = by === undefined ? [""] : [' WHERE "by" = ?', by];
    return this.#sql.exec<{ waiting: number }>(`SELECT count(*) AS waiting FROM reports${where}`, ...values).one()
      .waiting;
  }

  reports({ before, limit }: ListRange): StoredReport[] {
    return this.#sql
      .exec<ReportRow>(
        'SELECT report, at, "by", target, reason FROM reports WHERE report < ? ORDER BY report DESC LIMIT ?',
        before ?? NEVER,
        limit,
      )
      .toArray()
      .map(({ reason, ...report }) => (reason === null ? report : { ...report, reason }));
  }

  audit({ action, at, by, details, username }: Omit<AuditEntry, "entry">): AuditRef {
    const { entry } = this.#sql
      .exec<{ entry: number }>(
        'INSERT INTO audit (at, "by", username, action, details) VALUES (?, ?, ?, ?, ?) RETURNING entry',
        at,
        by,
        username,
        action,
        JSON.stringify(details),
      )
      .one();
    this.#sql.exec("DELETE FROM audit WHERE entry <= ?", entry - MAX_STORED_ENTRIES);
    return { entry, at, by };
  }

  entries({ before, limit }: ListRange): AuditEntry[] {
    return this.#sql
      .exec<AuditRow>(
        `SELECT entry, at, "by", username, action, details FROM audit WHERE entry < ? ORDER BY entry DESC LIMIT ?`,
        before ?? NEVER,
        limit,
      )
      .toArray()
      .map((row) => ({ ...row, details: readJson<AuditEntry["details"]>(row.details) }));
  }

  spendClaim(nonce: string, until: number, now: number): boolean {
    this.#sql.exec("DELETE FROM claims WHERE until <= ?", now);
    return (
      this.#sql
        .exec("INSERT OR IGNORE INTO claims (nonce, until) VALUES (?, ?) RETURNING nonce", nonce, until)
        .toArray().length > 0
    );
  }
}

/** What this class itself wrote as JSON. */
function readJson<T>(text: string): T {
  return JSON.parse(text) as T;
}

function toStanding({ ban, mute, role, uid, username }: StandingRow): MemberRecord {
  return {
    uid,
    username,
    ...(role === null ? {} : { role }),
    ...(mute === null ? {} : { mute: readJson<NonNullable<MemberRecord["mute"]>>(mute) }),
    ...(ban === null ? {} : { ban: readJson<Ban>(ban) }),
  };
}
