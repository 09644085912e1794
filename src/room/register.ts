import type { AuditEntry, Role } from "../protocol/moderation.ts";
import type { Attendance } from "./attendance.ts";
import type { Board } from "./board.ts";
import type { Effect } from "./effects.ts";
import type { History } from "./history.ts";
import type { Actor } from "./outcome.ts";
import { higher } from "./permissions.ts";
import { type Present, withStanding } from "./session.ts";
import type { Deed, Standing, Standings } from "./standing.ts";

/** Somebody whom the room knows: they are here, have a standing, or said something that is kept. */
export interface Person extends Actor {
  readonly standing: Standing | undefined;
}

/** What a register works on. */
export interface RegisterPorts {
  readonly history: History;
  readonly standings: Standings;
  readonly attendance: Attendance;
  readonly board: Board;
}

/** Who is what in a room (P9.1), and who did what to whom (P9.11). */
export class Register {
  readonly #ports: RegisterPorts;

  constructor(ports: RegisterPorts) {
    this.#ports = ports;
  }

  /** Somebody has another standing from now on: here, and for whoever is here as them (P9.1). */
  grant(standing: Standing, now: number): Effect[] {
    const { attendance, board, standings } = this.#ports;
    standings.put(standing);
    return attendance.of(standing.uid).flatMap((session): Effect[] => {
      const changed = withStanding(session, standing, now);
      const effects = attendance.update(changed);
      const { mutedUntil, role } = changed;
      if (role !== session.role) attendance.presence.revise(changed);
      if (changed.dialect === "plain" || (role === session.role && mutedUntil === session.mutedUntil)) return effects;
      const self = { type: "self", role, ...(mutedUntil === undefined ? {} : { mutedUntil }) } as const;
      const objects = role === session.role ? [self] : [self, { type: "room", ...board.roomFor(role) } as const];
      return [...effects, { type: "reply", to: session.id, objects }];
    });
  }

  /** Somebody whom the room knows of. */
  find(uid: string): Person | undefined {
    const { attendance, history, standings } = this.#ports;
    const standing = standings.find(uid);
    const [here] = attendance.of(uid);
    const [newest] = here === undefined && standing === undefined ? history.newestOf(uid, 1) : [];
    const username =
      here?.username ??
      standing?.username ??
      (newest === undefined ? undefined : history.message(newest)?.message.username);
    return username === undefined ? undefined : { uid, username, role: this.roleOf(uid, here, standing), standing };
  }

  /** The role of somebody: what they have here at present, or what the room keeps of them. */
  roleOf(
    uid: string,
    here: Present | undefined = this.#ports.attendance.of(uid)[0],
    standing: Standing | undefined = this.#ports.standings.find(uid),
  ): Role {
    return higher(here?.role ?? "guest", standing?.role ?? "guest");
  }

  /** Writes the next entry of the audit log. */
  audit(actor: Actor, action: AuditEntry["action"], details: AuditEntry["details"], now: number): Deed {
    return this.#ports.standings.audit({ at: now, by: actor.uid, username: actor.username, action, details });
  }
}
