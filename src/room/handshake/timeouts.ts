import { CLOSE } from "../../protocol/close-codes.ts";
import { HELLO_WITHIN_MS, SILENT_AFTER_MS } from "../../protocol/limits.ts";
import type { Effect } from "../model/effects.ts";
import { isExpired, type SessionId } from "../model/session.ts";
import type { Sessions } from "../people/sessions.ts";
import type { Handshake } from "./handshake.ts";

/**
 * Milliseconds from the oldest `ping` to the next check for silent peers: the 90 s of P4.5, minus a margin for a late
 * alarm.
 */
const SILENCE_CHECK_MS = 85_000;

/** Milliseconds between checks while no one would see an absence (P4.6): only cleans up dead sockets. */
const SOLO_CHECK_MS = 60 * 60 * 1_000;

/** Handshake, idle and token timeouts. The shell calls these when they are due. */
export class Timeouts {
  readonly #sessions: Sessions;
  readonly #handshake: Handshake;

  constructor(sessions: Sessions, handshake: Handshake) {
    this.#sessions = sessions;
    this.#handshake = handshake;
  }

  /** Deadline of the next pending `hello`, in milliseconds since 1970; `undefined` if none is pending. */
  helloDue(): number | undefined {
    const [first] = this.#sessions.pending;
    return first && first.since + HELLO_WITHIN_MS;
  }

  /**
   * Closes sockets that sent no `hello` in time (P3.1). Pending sessions are ordered by age, so it stops at the first
   * that still has time.
   */
  dropLate(now: number): Effect[] {
    const effects: Effect[] = [];
    for (const session of this.#sessions.pending) {
      if (now - session.since < HELLO_WITHIN_MS) break;
      effects.push(...this.#sessions.close(session, CLOSE.noHello));
    }
    return effects;
  }

  /**
   * Closes sockets that used to send pings and went silent (P4.5).
   *
   * @param lastPing time of a socket's last `ping`, in milliseconds since 1970; `undefined` if it never sent one
   */
  dropSilent(now: number, lastPing: (id: SessionId) => number | undefined): Effect[] {
    return [...this.#sessions.all].flatMap((session) => {
      const pingedAt = lastPing(session.id);
      return pingedAt !== undefined && now - pingedAt >= SILENT_AFTER_MS
        ? this.#sessions.close(session, CLOSE.silent)
        : [];
    });
  }

  /** Closes sockets whose token has expired (P8.6). */
  dropExpired(now: number): Effect[] {
    const expired = [...this.#sessions.all].filter((session) => isExpired(session, now));
    return expired.flatMap(({ id }) => this.#handshake.rejectSession(id, { code: "bad_token", reason: "expired" }));
  }

  /**
   * Time of the next check for silent peers, in milliseconds since 1970: as late as P4.5 allows, or much later if
   * no one would see an absence (P4.6).
   *
   * @param lastPing as for {@link dropSilent}
   */
  lookDue(now: number, lastPing: (id: SessionId) => number | undefined): number {
    if (!this.#sessions.presence.hasCompany) return now + SOLO_CHECK_MS;
    let earliest = now;
    for (const { id } of this.#sessions.all) earliest = Math.min(earliest, lastPing(id) ?? now);
    return earliest + SILENCE_CHECK_MS;
  }
}
