import type { Ban } from "../../../protocol/lists.ts";
import type { AddressStore, RecentAuthor } from "../../../room/moderation/address-store.ts";
import type { MemberRecord, Mute } from "../../../room/moderation/member-store.ts";
import { readJson } from "./sql-values.ts";

/** Hashes of addresses, in the tables `banned_addresses`, `muted_addresses` and `recent_authors`. */
export class SqlAddressStore implements AddressStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Releases the addresses that a person's ban or mute does not include any more. */
  release({ ban, mute, uid }: MemberRecord): void {
    if (!ban?.address) this.#sql.exec("DELETE FROM banned_addresses WHERE uid = ?", uid);
    if (!mute?.address) this.#sql.exec("DELETE FROM muted_addresses WHERE uid = ?", uid);
  }

  ban(uid: string, hashes: readonly string[]): void {
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

  mute(uid: string, hashes: readonly string[]): void {
    this.#sql.exec("DELETE FROM muted_addresses WHERE uid = ?", uid);
    for (const hash of hashes) this.#sql.exec("INSERT INTO muted_addresses (hash, uid) VALUES (?, ?)", hash, uid);
  }

  mutedWith(uid: string): string[] {
    return this.#sql
      .exec<{ hash: string }>("SELECT hash FROM muted_addresses WHERE uid = ?", uid)
      .toArray()
      .map(({ hash }) => hash);
  }

  mutedUntil(hashes: readonly string[], now: number): number {
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

  forgetAuthor(uid: string): void {
    this.#sql.exec("DELETE FROM recent_authors WHERE uid = ?", uid);
  }

  of(uid: string): string[] {
    return this.#sql
      .exec<{ hash: string }>(
        `SELECT hash FROM banned_addresses WHERE uid = ?1 UNION SELECT hash FROM muted_addresses WHERE uid = ?1
         UNION SELECT hash FROM recent_authors WHERE uid = ?1`,
        uid,
      )
      .toArray()
      .map(({ hash }) => hash);
  }
}
