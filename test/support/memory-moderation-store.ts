import type { Ban, Invitation, Muted } from "../../src/protocol/lists.ts";
import type { AddressStore, RecentAuthor } from "../../src/room/moderation/address-store.ts";
import type { InvitationStore, StoredInvitation } from "../../src/room/moderation/invitation-store.ts";
import type { ListRange } from "../../src/room/moderation/list-range.ts";
import { isEmptyRecord, type MemberRecord, type MemberStore } from "../../src/room/moderation/member-store.ts";
import {
  type ModerationStore,
  NO_RULES,
  type RoomRules,
  type RulesStore,
} from "../../src/room/moderation/moderation-store.ts";
import type { TokenStore } from "../../src/room/tokens/token-store.ts";
import { MemoryAuditStore } from "./memory-audit-store.ts";
import { newest } from "./newest.ts";

/** An in-memory moderation store, for room tests without a database. */
export class MemoryModerationStore implements ModerationStore {
  readonly rules = new MemoryRulesStore();
  readonly members = new MemoryMemberStore();
  readonly addresses = this.members.addresses;
  readonly invitations = new MemoryInvitationStore();
  readonly audit = new MemoryAuditStore();
  readonly tokens = new MemoryTokenStore();
}

class MemoryRulesStore implements RulesStore {
  #rules: RoomRules = NO_RULES;

  get(): RoomRules {
    return this.#rules;
  }

  set(rules: RoomRules): void {
    this.#rules = rules;
  }
}

class MemoryMemberStore implements MemberStore {
  readonly #records = new Map<string, MemberRecord>();
  readonly addresses = new MemoryAddressStore(this.#records);

  find(uid: string): MemberRecord | undefined {
    return this.#records.get(uid);
  }

  put(record: MemberRecord): void {
    this.addresses.release(record);
    if (isEmptyRecord(record)) this.#records.delete(record.uid);
    else this.#records.set(record.uid, structuredClone(record));
  }

  owners(): number {
    return [...this.#records.values()].filter(({ role }) => role === "owner").length;
  }

  bans(range: ListRange, now: number): Ban[] {
    const all = [...this.#records.values()].flatMap(({ ban }) => ban ?? []);
    return newest(
      all.filter(({ until = Number.POSITIVE_INFINITY }) => until > now),
      range,
    );
  }

  muted(range: ListRange, now: number): Muted[] {
    const all = [...this.#records.values()].flatMap(
      ({ mute, uid, username }) => (mute && { uid, username, ...mute }) || [],
    );
    return newest(
      all.filter(({ mutedUntil = 0, shadowed }) => shadowed || mutedUntil > now),
      range,
    );
  }
}

class MemoryAddressStore implements AddressStore {
  readonly #records: ReadonlyMap<string, MemberRecord>;
  readonly #banned = new Map<string, Set<string>>();
  readonly #muted = new Map<string, readonly string[]>();
  #authors: (RecentAuthor & { readonly until: number })[] = [];

  constructor(records: ReadonlyMap<string, MemberRecord>) {
    this.#records = records;
  }

  release({ ban, mute, uid }: MemberRecord): void {
    if (!ban?.address) for (const uids of this.#banned.values()) uids.delete(uid);
    if (!mute?.address) this.#muted.delete(uid);
  }

  ban(uid: string, hashes: readonly string[]): void {
    for (const hash of hashes) this.#banned.set(hash, (this.#banned.get(hash) ?? new Set()).add(uid));
  }

  banOf(hashes: readonly string[], now: number): Ban | undefined {
    const uids = hashes.flatMap((hash) => [...(this.#banned.get(hash) ?? [])]);
    const bans = uids.flatMap((uid) => this.#records.get(uid)?.ban ?? []);
    return bans
      .filter(({ until = Number.POSITIVE_INFINITY }) => until > now)
      .sort((a, b) => (b.until ?? Number.MAX_SAFE_INTEGER) - (a.until ?? Number.MAX_SAFE_INTEGER))[0];
  }

  mute(uid: string, hashes: readonly string[]): void {
    this.#muted.set(uid, hashes);
  }

  mutedWith(uid: string): string[] {
    return [...(this.#muted.get(uid) ?? [])];
  }

  mutedUntil(hashes: readonly string[], now: number): number {
    const muted = [...this.#muted].filter(([, those]) => those.some((hash) => hashes.includes(hash)));
    const until = Math.max(0, ...muted.map(([uid]) => this.#records.get(uid)?.mute?.mutedUntil ?? 0));
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

  forgetAuthor(uid: string): void {
    this.#authors = this.#authors.filter((author) => author.uid !== uid);
  }

  of(uid: string): string[] {
    const banned = [...this.#banned].flatMap(([hash, uids]) => (uids.has(uid) ? [hash] : []));
    const authored = this.#authors.flatMap((author) => (author.uid === uid ? [author.hash] : []));
    return [...new Set([...banned, ...this.mutedWith(uid), ...authored])];
  }
}

class MemoryInvitationStore implements InvitationStore {
  readonly #invitations = new Map<string, StoredInvitation>();

  add(invitation: StoredInvitation): void {
    this.#invitations.set(invitation.id, invitation);
  }

  find(hash: string, now: number): Invitation | undefined {
    const found = [...this.#invitations.values()].find((invitation) => invitation.hash === hash);
    return found !== undefined && found.until > now && found.used < found.uses ? listed(found) : undefined;
  }

  use(id: string): void {
    const invitation = this.#invitations.get(id);
    if (invitation !== undefined) this.#invitations.set(id, { ...invitation, used: invitation.used + 1 });
  }

  revoke(id: string): boolean {
    return this.#invitations.delete(id);
  }

  list(range: ListRange, now: number): Invitation[] {
    return newest([...this.#invitations.values()].filter(({ until }) => until > now).map(listed), range);
  }
}

class MemoryTokenStore implements TokenStore {
  readonly #signedOut = new Map<string, number>();
  readonly #claims = new Map<string, number>();

  signOut(uid: string, at: number): void {
    this.#signedOut.set(uid, at);
  }

  signedOutAt(uid: string): number | undefined {
    return this.#signedOut.get(uid);
  }

  spendClaim(nonce: string, until: number, now: number): boolean {
    for (const [spent, end] of this.#claims) if (end <= now) this.#claims.delete(spent);
    if (this.#claims.has(nonce)) return false;
    this.#claims.set(nonce, until);
    return true;
  }
}

function listed({ hash: _, ...invitation }: StoredInvitation): Invitation {
  return invitation;
}
