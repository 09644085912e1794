import type { Ban, Muted } from "../../../protocol/lists.ts";
import type { ListRange } from "../../../room/moderation/list-range.ts";
import {
  isEmptyRecord,
  type MemberRecord,
  type MemberStore,
  type VouchedRole,
} from "../../../room/moderation/member-store.ts";
import type { SqlAddressStore } from "./sql-address-store.ts";
import { NEVER, readJson } from "./sql-values.ts";

// A type and not an interface: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type MemberRow = {
  uid: string;
  username: string;
  role: NonNullable<MemberRecord["role"]> | null;
  mute: string | null;
  ban: string | null;
  vouched: string | null;
  invitation: string | null;
  demoted: number | null;
};

const COLUMNS = "uid, username, role, mute, ban, vouched, invitation, demoted";

/** Records of people, in the table `standings`. */
export class SqlMemberStore implements MemberStore {
  readonly #sql: SqlStorage;
  readonly #addresses: SqlAddressStore;

  constructor(sql: SqlStorage, addresses: SqlAddressStore) {
    this.#sql = sql;
    this.#addresses = addresses;
  }

  find(uid: string): MemberRecord | undefined {
    const [row] = this.#sql.exec<MemberRow>(`SELECT ${COLUMNS} FROM standings WHERE uid = ?`, uid);
    return row && toRecord(row);
  }

  put(record: MemberRecord): void {
    const { ban, demoted, invitation, mute, role, uid, username, vouched } = record;
    this.#addresses.release(record);
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
      .exec<MemberRow>(
        `SELECT ${COLUMNS} FROM standings WHERE muted_by < ? AND muted_until > ? ORDER BY muted_by DESC LIMIT ?`,
        before ?? NEVER,
        now,
        limit,
      )
      .toArray()
      .flatMap((row) => {
        const { mute, uid, username } = toRecord(row);
        return mute === undefined ? [] : [{ uid, username, ...mute }];
      });
  }
}

function toRecord(row: MemberRow): MemberRecord {
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
