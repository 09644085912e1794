import { isBotUid } from "../../protocol/identity.ts";
import type { AuditEntry } from "../../protocol/lists.ts";
import type { Role } from "../../protocol/moderation.ts";
import type { EventLog } from "../log/event-log.ts";
import type { Author } from "../model/author.ts";
import type { Effect } from "../model/effects.ts";
import { hashesOf, type Present, publicNameOf } from "../model/session.ts";
import type { NameRegistry } from "../people/name-registry.ts";
import type { Sessions } from "../people/sessions.ts";
import type { AuditRef } from "./audit-store.ts";
import type { MemberRecord } from "./member-store.ts";
import type { ModerationStore } from "./moderation-store.ts";
import { activeMute, higherRole } from "./permissions.ts";
import type { SettingsState } from "./settings-state.ts";

/**
 * Milliseconds for which a role that a site vouched for protects its holder while they are away (P9.12). It is not tied to the
 * token's own expiry: most tokens expire within an hour, and a night is longer.
 */
const VOUCHED_MS = 30 * 24 * 60 * 60 * 1_000;

/** Allowed error of that time, in milliseconds: a moderator who reconnects all the time costs one row a day. */
const VOUCHED_SLACK_MS = 24 * 60 * 60 * 1_000;

/** Milliseconds for which the address of an author who left is remembered (P9.13). */
const AUTHOR_MS = 24 * 60 * 60 * 1_000;

const HOUR_MS = 60 * 60 * 1_000;

/** A person the room knows: present, on record, or the author of a stored message. */
export interface KnownPerson extends Pick<Author, "uid" | "username" | "role"> {
  readonly record: MemberRecord | undefined;
}

/** Dependencies of {@link Members}. */
export interface MembersPorts {
  readonly log: EventLog;
  readonly moderationStore: ModerationStore;
  readonly sessions: Sessions;
  readonly nameRegistry: NameRegistry;
  readonly settings: SettingsState;
  /** An entry is about to be added to the audit log. */
  readonly audited?: (entry: Pick<AuditEntry, "action" | "details"> & Pick<Author, "uid" | "username">) => void;
}

/** Roles and records of people (P9.1), and the audit log (P9.11). */
export class Members {
  readonly #ports: MembersPorts;

  constructor(ports: MembersPorts) {
    this.#ports = ports;
  }

  /** Stores a person's record and applies it to their open sessions (P9.1). */
  grant(record: MemberRecord, now: number): Effect[] {
    const { sessions, moderationStore } = this.#ports;
    moderationStore.members.put(record);
    return sessions.of(record.uid).flatMap((session) => this.#revise(session, record, now));
  }

  /** Applies the mutes of addresses again to everyone who is here from one of them (P9.13). */
  reviseAddresses(hashes: readonly string[], now: number): Effect[] {
    if (hashes.length === 0) return [];
    const { moderationStore, sessions } = this.#ports;
    const concerned = sessions.present.filter((session) => hashesOf(session).some((hash) => hashes.includes(hash)));
    return concerned.flatMap((session) => this.#revise(session, moderationStore.members.find(session.uid), now));
  }

  /** A session with its person's record, and with the mute of its address, applied. */
  applyRecord<T extends Present>(session: T, record: MemberRecord | undefined, now: number): T {
    const hashes = hashesOf(session);
    const until = hashes.length === 0 ? 0 : this.#ports.moderationStore.addresses.mutedUntil(hashes, now);
    return withRecord(session, record, now, until);
  }

  /**
   * Remembers the role that a site vouches for (P9.12). The newest token counts: a role that the site took back is forgotten.
   * Writes nothing if the record is up to date.
   */
  rememberVouched({ claim, uid, username }: Present, now: number): void {
    if (claim === undefined) return;
    const { moderationStore } = this.#ports;
    const record = moderationStore.members.find(uid) ?? { uid, username };
    const { vouched, ...others } = record;
    if (claim === "moderator" || claim === "owner") {
      const until = now + VOUCHED_MS;
      if (vouched?.role === claim && until - vouched.until < VOUCHED_SLACK_MS) return;
      moderationStore.members.put({ ...others, vouched: { role: claim, until } });
    } else if (vouched !== undefined) moderationStore.members.put(others);
  }

  /** Remembers the address of an author who left, so that it can still be banned (P9.13). */
  rememberAuthor({ from, isAuthor, uid, username }: Present, now: number): void {
    if (!isAuthor || from === undefined || isBotUid(uid)) return;
    this.#ports.moderationStore.addresses.rememberAuthor({ uid, username, hash: from }, now + AUTHOR_MS, now);
  }

  /** Remembers the address of an author without a socket for a day, and writes at most one row an hour for it. */
  rememberVisitor({ from, uid, username }: Present, now: number): void {
    if (from === undefined) return;
    const until = Math.ceil((now + AUTHOR_MS) / HOUR_MS) * HOUR_MS;
    this.#ports.moderationStore.addresses.rememberAuthor({ uid, username, hash: from }, until, now);
  }

  /** Address hashes of a person: those of their sockets, and those from which they posted in the last day (P9.13). A bot has none (P15.5). */
  addressesOf(uid: string, now: number): string[] {
    if (isBotUid(uid)) return [];
    const { moderationStore, sessions } = this.#ports;
    const present = sessions.of(uid).flatMap(({ from }) => from ?? []);
    return [...new Set([...present, ...moderationStore.addresses.recentAuthor(uid, now).map(({ hash }) => hash)])];
  }

  #revise(session: Present, record: MemberRecord | undefined, now: number): Effect[] {
    const { sessions, settings } = this.#ports;
    const changed = this.applyRecord(session, record, now);
    const effects = sessions.update(changed);
    const { mutedUntil, role } = changed;
    if (role !== session.role) sessions.presence.revise(changed);
    else sessions.presence.update(changed);
    if (changed.dialect === "plain" || (role === session.role && mutedUntil === session.mutedUntil)) return effects;
    const self = { type: "self", role, ...(mutedUntil === undefined ? {} : { mutedUntil }) } as const;
    const objects = role === session.role ? [self] : [self, { type: "room", ...settings.roomFor(role) } as const];
    return [...effects, { type: "reply", to: session.id, objects }];
  }

  /** Finds a person by uid. */
  find(uid: string, now: number): KnownPerson | undefined {
    const { sessions, log, moderationStore, nameRegistry } = this.#ports;
    const record = moderationStore.members.find(uid);
    const [session] = sessions.of(uid);
    const [newest] = session === undefined && record === undefined ? log.newestOf(uid, 1) : [];
    const username =
      (session && publicNameOf(session)) ??
      record?.username ??
      (newest === undefined ? undefined : log.message(newest)?.message.username) ??
      moderationStore.addresses.recentAuthor(uid, now)[0]?.username ??
      // A bot or a webhook is known before it has posted: it has its name as long as it exists (P15.3).
      (isBotUid(uid) ? nameRegistry.get(uid)?.username : undefined);
    return username === undefined ? undefined : { uid, username, role: this.roleOf(uid, now, record), record };
  }

  /**
   * Role of a person: the highest one of their sessions, their record, and what a site last vouched for (P9.12). It protects
   * them from others, and grants nothing.
   */
  roleOf(
    uid: string,
    now: number,
    record: MemberRecord | undefined = this.#ports.moderationStore.members.find(uid),
  ): Role {
    const { vouched } = record ?? {};
    const roles: Role[] = this.#ports.sessions.of(uid).map(({ role }) => role);
    if (vouched !== undefined && vouched.until > now) roles.push(vouched.role);
    return roles.reduce(higherRole, record?.role ?? "guest");
  }

  /**
   * Revokes the invitation of a person who is banned or loses their role: under another identity, they would come back by
   * it (P9.15).
   */
  revokeInvitation(actor: Author, { invitation }: Pick<MemberRecord, "invitation">, now: number): void {
    if (invitation === undefined || !this.#ports.moderationStore.invitations.revoke(invitation)) return;
    this.audit(actor, "revoke", { invitation }, now);
  }

  /** Appends an entry to the audit log. */
  audit(actor: Author, action: AuditEntry["action"], details: AuditEntry["details"], now: number): AuditRef {
    const { username, uid } = actor;
    this.#ports.audited?.({ uid, username, action, details });
    return this.#ports.moderationStore.audit.add({ at: now, by: uid, username, action, details });
  }
}

/**
 * Applies a member record to a session (P9.1). A mute that has expired by `now` (milliseconds since 1970) is dropped. With
 * the end of a shadow ban, the user has the name again by which others know them (P9.21).
 *
 * @param mutedAddressUntil when the mute of the session's address ends; 0 if there is none. It applies to guests only (P9.13)
 */
function withRecord<T extends Present>(
  session: T,
  record: MemberRecord | undefined,
  now: number,
  mutedAddressUntil = 0,
): T {
  const { mutedUntil: _, publicName = session.username, shadowed: __, ...base } = session;
  const role = higherRole(record?.role ?? "guest", session.claim ?? "guest");
  const mute = activeMute(record, role);
  const mutedUntil = Math.max(mute?.mutedUntil ?? 0, role === "guest" ? mutedAddressUntil : 0);
  const shadowed = mute?.shadowed;
  const changed = {
    ...base,
    role,
    ...(mutedUntil > now ? { mutedUntil } : {}),
    ...(record !== undefined && shadowed
      ? { shadowed, publicName: session.publicName ?? record.username }
      : { username: publicName }),
  };
  // The removed fields are optional, and the added ones have the declared types.
  return changed as unknown as T;
}
