import { CLOSE } from "../../protocol/close-codes.ts";
import { HELLO_WITHIN_MS, SILENT_AFTER_MS } from "../../protocol/limits.ts";
import type { Effect } from "../effects.ts";
import { isExpired, type SessionId } from "../people/session.ts";
import type { Sessions } from "../people/sessions.ts";
import type { Handshake } from "./handshake.ts";

/**
 * Milliseconds from the oldest `ping` to the next look for peers that went silent: the 90 s of P4.5, less some for an alarm
 * that comes late.
 */
const SILENCE_CHECK_MS = 85_000;

/** Milliseconds between two looks at somebody who is alone (P4.6): only so that a dead socket is not kept for ever. */
const SOLO_CHECK_MS = 60 * 60 * 1_000;

/** Who has stayed too long without a word: what the room has to look at as time passes. The shell says when it does. */
export class Timeouts {
  readonly #sessions: Sessions;
  readonly #handshake: Handshake;

  constructor(sessions: Sessions, handshake: Handshake) {
    this.#sessions = sessions;
    this.#handshake = handshake;
  }

  /** When the next hello is overdue, in milliseconds since 1970, where one is awaited. */
  helloDue(): number | undefined {
    const [first] = this.#sessions.pending;
    return first && first.since + HELLO_WITHIN_MS;
  }

  /** Closes those who said no hello in time (P3.1). They stand by age, so that nobody else is looked at. */
  dropLate(now: number): Effect[] {
    const effects: Effect[] = [];
    for (const session of this.#sessions.pending) {
      if (now - session.since < HELLO_WITHIN_MS) break;
      effects.push(...this.#sessions.close(session, CLOSE.noHello));
    }
    return effects;
  }

  /**
   * Closes those who sent pings and went silent (P4.5).
   *
   * @param lastPing when a socket last sent `ping`, in milliseconds since 1970, if it ever did
   */
  dropSilent(now: number, lastPing: (id: SessionId) => number | undefined): Effect[] {
    return [...this.#sessions.all].flatMap((session) => {
      const pingedAt = lastPing(session.id);
      return pingedAt !== undefined && now - pingedAt >= SILENT_AFTER_MS
        ? this.#sessions.close(session, CLOSE.silent)
        : [];
    });
  }

  /** Closes those whose token has expired since (P8.6). */
  dropExpired(now: number): Effect[] {
    const expired = [...this.#sessions.all].filter((session) => isExpired(session, now));
    return expired.flatMap(({ id }) => this.#handshake.rejectSession(id, { code: "bad_token" }));
  }

  /**
   * When to look next for who went silent, in milliseconds since 1970: as late as P4.5 allows where somebody could be told,
   * and far later where nobody else is here (P4.6).
   *
   * @param lastPing as for {@link dropSilent}
   */
  lookDue(now: number, lastPing: (id: SessionId) => number | undefined): number {
    if (this.#sessions.presence.count < 2) return now + SOLO_CHECK_MS;
    let earliest = now;
    for (const { id } of this.#sessions.all) earliest = Math.min(earliest, lastPing(id) ?? now);
    return earliest + SILENCE_CHECK_MS;
  }
}
