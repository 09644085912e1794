import type { AuditEntry, Role } from "../../protocol/moderation.ts";
import type { Author } from "../author.ts";
import type { Effect } from "../effects.ts";
import type { EventLog } from "../log/event-log.ts";
import { type Present, withRecord } from "../people/session.ts";
import type { Sessions } from "../people/sessions.ts";
import type { AuditRef, MemberRecord, ModerationStore } from "./moderation-store.ts";
import { higherRole } from "./permissions.ts";
import type { SettingsState } from "./settings-state.ts";

/** A person the room knows: present, on record, or the author of a stored message. */
export interface KnownPerson extends Pick<Author, "uid" | "username" | "role"> {
  readonly record: MemberRecord | undefined;
}

/** Dependencies of {@link Members}. */
export interface MembersPorts {
  readonly history: EventLog;
  readonly moderationStore: ModerationStore;
  readonly sessions: Sessions;
  readonly settings: SettingsState;
}

/** Roles and records of people (P9.1), and the audit log (P9.11). */
export class Members {
  readonly #ports: MembersPorts;

  constructor(ports: MembersPorts) {
    this.#ports = ports;
  }

  /** Stores a person's record and applies it to their open sessions (P9.1). */
  grant(record: MemberRecord, now: number): Effect[] {
    const { sessions, settings, moderationStore } = this.#ports;
    moderationStore.put(record);
    return sessions.of(record.uid).flatMap((session): Effect[] => {
      const changed = withRecord(session, record, now);
      const effects = sessions.update(changed);
      const { mutedUntil, role } = changed;
      if (role !== session.role) sessions.presence.revise(changed);
      if (changed.dialect === "plain" || (role === session.role && mutedUntil === session.mutedUntil)) return effects;
      const self = { type: "self", role, ...(mutedUntil === undefined ? {} : { mutedUntil }) } as const;
      const objects = role === session.role ? [self] : [self, { type: "room", ...settings.roomFor(role) } as const];
      return [...effects, { type: "reply", to: session.id, objects }];
    });
  }

  /** Finds a person by uid. */
  find(uid: string): KnownPerson | undefined {
    const { sessions, history, moderationStore } = this.#ports;
    const record = moderationStore.find(uid);
    const [session] = sessions.of(uid);
    const [newest] = session === undefined && record === undefined ? history.newestOf(uid, 1) : [];
    const username =
      session?.username ??
      record?.username ??
      (newest === undefined ? undefined : history.message(newest)?.message.username);
    return username === undefined ? undefined : { uid, username, role: this.roleOf(uid, session, record), record };
  }

  /** Current role of a person: the higher one of their session's and their record's. */
  roleOf(
    uid: string,
    session: Present | undefined = this.#ports.sessions.of(uid)[0],
    record: MemberRecord | undefined = this.#ports.moderationStore.find(uid),
  ): Role {
    return higherRole(session?.role ?? "guest", record?.role ?? "guest");
  }

  /** Appends an entry to the audit log. */
  audit(actor: Author, action: AuditEntry["action"], details: AuditEntry["details"], now: number): AuditRef {
    return this.#ports.moderationStore.audit({ at: now, by: actor.uid, username: actor.username, action, details });
  }
}
