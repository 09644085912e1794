import type { AuditEntry, Ban, Invitation, Muted } from "../../src/protocol/lists.ts";
import { OPEN_ROOM } from "../../src/protocol/moderation.ts";
import {
  type AuditRef,
  isEmptyRecord,
  LASTING_ACTIONS,
  type ListRange,
  MAX_LASTING_ENTRIES,
  MAX_STORED_ENTRIES,
  type MemberRecord,
  type ModerationStore,
  REPEAT_WITHIN_MS,
  type RecentAuthor,
  type RoomRules,
  repeated,
  type StoredInvitation,
  subjectOf,
} from "../../src/room/moderation/moderation-store.ts";

/** An in-memory moderation store, for room tests without a database. */
export class MemoryModerationStore implements ModerationStore {
  #rules: RoomRules = { settings: OPEN_ROOM, words: { reject: [], hide: [] }, pinned: [] };
  readonly #people = new Map<string, MemberRecord>();
  readonly #addresses = new Map<string, Set<string>>();
  readonly #mutedAddresses = new Map<string, readonly string[]>();
  #authors: (RecentAuthor & { readonly until: number })[] = [];
  readonly #signedOut = new Map<string, number>();
  readonly #invitations = new Map<string, StoredInvitation>();
  #entries: AuditEntry[] = [];
  readonly #claims = new Map<string, number>();

  rules(): RoomRules {
    return this.#rules;
  }

  setRules(rules: RoomRules): void {
    this.#rules = rules;
  }

  find(uid: string): MemberRecord | undefined {
    return this.#people.get(uid);
  }

  put(record: MemberRecord): void {
    const { ban, mute, uid } = record;
    if (!ban?.address) for (const uids of this.#addresses.values()) uids.delete(uid);
    if (!mute?.address) this.#mutedAddresses.delete(uid);
    if (isEmptyRecord(record)) this.#people.delete(uid);
    else this.#people.set(uid, structuredClone(record));
  }

  owners(): number {
    return [...this.#people.values()].filter(({ role }) => role === "owner").length;
  }

  bans(range: ListRange, now: number): Ban[] {
    const all = [...this.#people.values()].flatMap(({ ban }) => ban ?? []);
    return newest(
      all.filter(({ until = Number.POSITIVE_INFINITY }) => until > now),
      range,
    );
  }

  muted(range: ListRange, now: number): Muted[] {
    const all = [...this.#people.values()].flatMap(
      ({ mute, uid, username }) => (mute && { uid, username, ...mute }) || [],
    );
    return newest(
      all.filter(({ mutedUntil = 0, shadowed }) => shadowed || mutedUntil > now),
      range,
    );
  }

  banAddresses(uid: string, hashes: readonly string[]): void {
    for (const hash of hashes) this.#addresses.set(hash, (this.#addresses.get(hash) ?? new Set()).add(uid));
  }

  banOf(hashes: readonly string[], now: number): Ban | undefined {
    const uids = hashes.flatMap((hash) => [...(this.#addresses.get(hash) ?? [])]);
    const bans = uids.flatMap((uid) => this.#people.get(uid)?.ban ?? []);
    return bans
      .filter(({ until = Number.POSITIVE_INFINITY }) => until > now)
      .sort((a, b) => (b.until ?? Number.MAX_SAFE_INTEGER) - (a.until ?? Number.MAX_SAFE_INTEGER))[0];
  }

  muteAddresses(uid: string, hashes: readonly string[]): void {
    this.#mutedAddresses.set(uid, hashes);
  }

  mutedAddresses(uid: string): string[] {
    return [...(this.#mutedAddresses.get(uid) ?? [])];
  }

  addressMutedUntil(hashes: readonly string[], now: number): number {
    const muted = [...this.#mutedAddresses].filter(([, those]) => those.some((hash) => hashes.includes(hash)));
    const until = Math.max(0, ...muted.map(([uid]) => this.#people.get(uid)?.mute?.mutedUntil ?? 0));
    return until > now ? until : 0;
  }

  rememberAuthor(author: RecentAuthor, until: number, now: number): void {
    this.#authors = [{ ...author, until }, ...this.#authors.filter((other) => other.until > now)];
  }

  recentAuthor(uid: string, now: number): RecentAuthor[] {
    return this.#authors
      .filter((author) => author.uid === uid && author.until > now)
      .map(({ until: _, ...author }) => author);
  }

  signOut(uid: string, at: number): void {
    this.#signedOut.set(uid, at);
  }

  signedOutAt(uid: string): number | undefined {
    return this.#signedOut.get(uid);
  }

  addInvitation(invitation: StoredInvitation): void {
    this.#invitations.set(invitation.id, invitation);
  }

  invitation(hash: string, now: number): Invitation | undefined {
    const found = [...this.#invitations.values()].find((invitation) => invitation.hash === hash);
    return found !== undefined && found.until > now && found.used < found.uses ? listed(found) : undefined;
  }

  useInvitation(id: string): void {
    const invitation = this.#invitations.get(id);
    if (invitation !== undefined) this.#invitations.set(id, { ...invitation, used: invitation.used + 1 });
  }

  revokeInvitation(id: string): boolean {
    return this.#invitations.delete(id);
  }

  invitations(range: ListRange, now: number): Invitation[] {
    return newest([...this.#invitations.values()].filter(({ until }) => until > now).map(listed), range);
  }

  audit(done: Omit<AuditEntry, "entry" | "count" | "last">): AuditRef {
    const { action, at, by } = done;
    const index = this.#entries.findLastIndex(
      (entry) =>
        entry.by === by &&
        entry.action === action &&
        subjectOf(entry) === subjectOf(done) &&
        entry.at > at - REPEAT_WITHIN_MS,
    );
    const last = this.#entries[index];
    const again = last && repeated(last, done);
    if (last !== undefined && again !== undefined) {
      this.#entries[index] = { ...last, ...again };
      return { entry: last.entry, at, by };
    }
    const number = (this.#entries.at(-1)?.entry ?? 0) + 1;
    const all = [...this.#entries, { entry: number, ...done }];
    const lasting = (entry: AuditEntry) => LASTING_ACTIONS.includes(entry.action);
    const kept = new Set([
      ...all.filter(lasting).slice(-MAX_LASTING_ENTRIES),
      ...all.filter((entry) => !lasting(entry)).slice(-MAX_STORED_ENTRIES),
    ]);
    this.#entries = all.filter((entry) => kept.has(entry));
    return { entry: number, at, by };
  }

  entries(range: ListRange): AuditEntry[] {
    return newest(this.#entries, range);
  }

  entriesOf(uid: string): AuditEntry[] {
    return this.#entries.filter(({ by, details }) => by === uid || details.uid === uid);
  }

  addressesOf(uid: string): string[] {
    return [...this.#addresses].flatMap(([hash, uids]) => (uids.has(uid) ? [hash] : []));
  }

  forgetName(uid: string): void {
    this.#entries = this.#entries.map((entry) => {
      const own = entry.by === uid ? { ...entry, username: "" } : entry;
      const { reason: _, username: __, ...details } = own.details;
      return entry.details.uid === uid ? { ...own, details } : own;
    });
  }

  spendClaim(nonce: string, until: number, now: number): boolean {
    for (const [spent, end] of this.#claims) if (end <= now) this.#claims.delete(spent);
    if (this.#claims.has(nonce)) return false;
    this.#claims.set(nonce, until);
    return true;
  }
}

export function newest<T extends { readonly entry: number }>(items: readonly T[], range: ListRange): T[];
export function newest<T>(items: readonly T[], range: ListRange, numberOf: (item: T) => number): T[];
export function newest<T>(
  items: readonly T[],
  { before = Number.POSITIVE_INFINITY, limit }: ListRange,
  numberOf: (item: T) => number = (item) => (item as { entry: number }).entry, // the overloads ensure it
): T[] {
  return items
    .filter((item) => numberOf(item) < before)
    .sort((a, b) => numberOf(b) - numberOf(a))
    .slice(0, limit);
}

function listed({ hash: _, ...invitation }: StoredInvitation): Invitation {
  return invitation;
}
