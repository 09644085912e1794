import type { AuditEntry, Ban, Invitation, Muted } from "../../protocol/lists.ts";
import { OPEN_ROOM } from "../../protocol/moderation.ts";
import {
  type AuditRef,
  isEmptyRecord,
  LASTING_ACTIONS,
  type ListRange,
  MAX_LASTING_ENTRIES,
  MAX_STORED_ENTRIES,
  type MemberRecord,
  type ModerationStore,
  type Mute,
  REPEAT_WITHIN_MS,
  type RecentAuthor,
  type RoomRules,
  repeated,
  type StoredInvitation,
  subjectOf,
  type VouchedRole,
} from "../../room/moderation/moderation-store.ts";

// Types and not interfaces: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type StandingRow = {
  uid: string;
  username: string;
  role: NonNullable<MemberRecord["role"]> | null;
  mute: string | null;
  ban: string | null;
  vouched: string | null;
  invitation: string | null;
  demoted: number | null;
};
type InvitationRow = { id: string; entry: number; at: number; by: string; uses: number; used: number; until: number };
type AuditRow = {
  entry: number;
  at: number;
  by: string;
  username: string;
  action: string;
  details: string;
  count: number;
  last: number | null;
};

const STANDING = "uid, username, role, mute, ban, vouched, invitation, demoted";
const AUDIT = 'entry, at, "by", username, action, details, count, last';
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

  put(record: MemberRecord): void {
    const { ban, demoted, invitation, mute, role, uid, username, vouched } = record;
    if (!ban?.address) this.#sql.exec("DELETE FROM banned_addresses WHERE uid = ?", uid);
    if (!mute?.address) this.#sql.exec("DELETE FROM muted_addresses WHERE uid = ?", uid);
    if (isEmptyRecord(record)) {
      this.#sql.exec("DELETE FROM standings WHERE uid = ?", uid);
      return;
    }
    this.#sql.exec(
      `INSERT OR REPLACE INTO standings
         (uid, username, role, mute, muted_by, muted_until, ban, banned_by, banned_until, vouched, invitation, demoted)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      uid,
      username,
      role ?? null,
      mute === undefined ? null : JSON.stringify(mute),
      mute?.entry ?? null,
      mute === undefined ? null : mute.shadowed ? NEVER : (mute.mutedUntil ?? 0),
      ban === undefined ? null : JSON.stringify(ban),
      ban?.entry ?? null,
      ban === undefined ? null : (ban.until ?? NEVER),
      vouched === undefined ? null : JSON.stringify(vouched),
      invitation ?? null,
      demoted ?? null,
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

  muteAddresses(uid: string, hashes: readonly string[]): void {
    this.#sql.exec("DELETE FROM muted_addresses WHERE uid = ?", uid);
    for (const hash of hashes) this.#sql.exec("INSERT INTO muted_addresses (hash, uid) VALUES (?, ?)", hash, uid);
  }

  mutedAddresses(uid: string): string[] {
    return this.#sql
      .exec<{ hash: string }>("SELECT hash FROM muted_addresses WHERE uid = ?", uid)
      .toArray()
      .map(({ hash }) => hash);
  }

  addressMutedUntil(hashes: readonly string[], now: number): number {
    const ends = hashes.flatMap((hash) =>
      this.#sql
        .exec<{ mute: string }>(
          "SELECT mute FROM muted_addresses JOIN standings USING (uid) WHERE hash = ? AND muted_until > ?",
          hash,
          now,
        )
        .toArray()
        .map(({ mute }) => readJson<Mute>(mute).mutedUntil ?? 0),
    );
    const until = Math.max(0, ...ends);
    return until > now ? until : 0;
  }

  rememberAuthor({ hash, uid, username }: RecentAuthor, until: number, now: number): void {
    this.#sql.exec("DELETE FROM recent_authors WHERE until <= ?", now);
    this.#sql.exec(
      "INSERT OR IGNORE INTO recent_authors (until, uid, username, hash) VALUES (?, ?, ?, ?)",
      until,
      uid,
      username,
      hash,
    );
  }

  recentAuthor(uid: string, now: number): RecentAuthor[] {
    return this.#sql
      .exec<{ uid: string; username: string; hash: string }>(
        "SELECT uid, username, hash FROM recent_authors WHERE until > ? AND uid = ? ORDER BY until DESC",
        now,
        uid,
      )
      .toArray();
  }

  signOut(uid: string, at: number): void {
    this.#sql.exec("INSERT OR REPLACE INTO signed_out (uid, at) VALUES (?, ?)", uid, at);
  }

  signedOutAt(uid: string): number | undefined {
    const [row] = this.#sql.exec<{ at: number }>("SELECT at FROM signed_out WHERE uid = ?", uid);
    return row?.at;
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

  audit(done: Omit<AuditEntry, "entry" | "count" | "last">): AuditRef {
    const { action, at, by, details, username } = done;
    const subject = subjectOf(done);
    const lasting = LASTING_ACTIONS.includes(action) ? 1 : 0;
    const [last] = this.#sql
      .exec<AuditRow>(
        `SELECT ${AUDIT} FROM audit WHERE lasting = ? AND at > ? AND "by" = ? AND action = ? AND subject = ?
         ORDER BY entry DESC LIMIT 1`,
        lasting,
        at - REPEAT_WITHIN_MS,
        by,
        action,
        subject,
      )
      .toArray();
    const again = last && repeated(toEntry(last), done);
    if (last !== undefined && again !== undefined) {
      this.#sql.exec(
        "UPDATE audit SET count = ?, last = ?, details = ? WHERE entry = ?",
        again.count ?? 1,
        at,
        JSON.stringify(again.details),
        last.entry,
      );
      return { entry: last.entry, at, by };
    }
    const { entry } = this.#sql
      .exec<{ entry: number }>(
        `INSERT INTO audit (entry, at, "by", username, action, details, subject, lasting)
         VALUES ((SELECT coalesce(max(entry), 0) + 1 FROM audit), ?, ?, ?, ?, ?, ?, ?) RETURNING entry`,
        at,
        by,
        username,
        action,
        JSON.stringify(details),
        subject,
        lasting,
      )
      .one();
    this.#sql.exec(
      `DELETE FROM audit WHERE lasting = ?1
       AND entry <= (SELECT entry FROM audit WHERE lasting = ?1 ORDER BY entry DESC LIMIT 1 OFFSET ?2)`,
      lasting,
      lasting === 1 ? MAX_LASTING_ENTRIES : MAX_STORED_ENTRIES,
    );
    return { entry, at, by };
  }

  entries({ before, limit }: ListRange): AuditEntry[] {
    return this.#sql
      .exec<AuditRow>(`SELECT ${AUDIT} FROM audit WHERE entry < ? ORDER BY entry DESC LIMIT ?`, before ?? NEVER, limit)
      .toArray()
      .map(toEntry);
  }

  entriesOf(uid: string): AuditEntry[] {
    return this.#sql
      .exec<AuditRow>(`SELECT ${AUDIT} FROM audit WHERE "by" = ?1 OR details ->> '$.uid' = ?1 ORDER BY entry`, uid)
      .toArray()
      .map(toEntry);
  }

  addressesOf(uid: string): string[] {
    return this.#sql
      .exec<{ hash: string }>(
        `SELECT hash FROM banned_addresses WHERE uid = ?1 UNION SELECT hash FROM muted_addresses WHERE uid = ?1
         UNION SELECT hash FROM recent_authors WHERE uid = ?1`,
        uid,
      )
      .toArray()
      .map(({ hash }) => hash);
  }

  forgetName(uid: string): void {
    this.#sql.exec("DELETE FROM recent_authors WHERE uid = ?", uid);
    this.#sql.exec(`UPDATE audit SET username = '' WHERE "by" = ?`, uid);
    this.#sql.exec(
      `UPDATE audit SET details = json_remove(details, '$.username', '$.reason') WHERE details ->> '$.uid' = ?`,
      uid,
    );
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

function toEntry({ count, details, last, ...entry }: AuditRow): AuditEntry {
  return {
    ...entry,
    details: readJson<AuditEntry["details"]>(details),
    ...(last === null ? {} : { count, last }),
  };
}

function toStanding(row: StandingRow): MemberRecord {
  const { ban, demoted, invitation, mute, role, uid, username, vouched } = row;
  return {
    uid,
    username,
    ...(role === null ? {} : { role }),
    ...(mute === null ? {} : { mute: readJson<NonNullable<MemberRecord["mute"]>>(mute) }),
    ...(ban === null ? {} : { ban: readJson<Ban>(ban) }),
    ...(vouched === null ? {} : { vouched: readJson<VouchedRole>(vouched) }),
    ...(invitation === null ? {} : { invitation }),
    ...(demoted === null ? {} : { demoted }),
  };
}
