import type { CloseCode } from "../../protocol/close-codes.ts";
import type { Effect } from "../effects.ts";
import type { ConnectionLimiter } from "../limits/connection-limiter.ts";
import { Presence } from "./presence.ts";
import {
  isPresent,
  type LiveSession,
  type NewSession,
  type Present,
  type Session,
  type SessionId,
  systemName,
} from "./session.ts";
import { Typing } from "./typing.ts";

/**
 * Who is in the room: every socket's session, and the people that they make up. What has to be told and kept of a change
 * is what its method gives back.
 */
export class Sessions {
  readonly #sessions = new Map<SessionId, Session>();
  /** Those who have not said hello, by age: who came first is overdue first, or soon after. */
  readonly #newcomers: Map<SessionId, NewSession>;
  /** Who left the v1 dialect since somebody asked, with no socket left. */
  #gone: LiveSession[] = [];
  readonly presence: Presence;
  readonly typing = new Typing();

  readonly #connections: ConnectionLimiter;

  /**
   * @param sessions who was here before the room's object was evicted
   * @param connections counts the sockets that are here
   */
  constructor(sessions: Iterable<Session>, connections: ConnectionLimiter) {
    this.#connections = connections;
    for (const session of sessions) this.#sessions.set(session.id, session);
    const all = [...this.#sessions.values()];
    const newcomers = all.filter((session) => !isPresent(session)).sort((a, b) => a.since - b.since);
    this.#newcomers = new Map(newcomers.map((session) => [session.id, session]));
    this.presence = new Presence(all.filter(isPresent));
  }

  /** How many sockets are here, those that have not said hello included. */
  get sockets(): number {
    return this.#sessions.size;
  }

  get(id: SessionId): Session | undefined {
    return this.#sessions.get(id);
  }

  get all(): Iterable<Session> {
    return this.#sessions.values();
  }

  /** Those who have not said hello, by age. */
  get newcomers(): Iterable<NewSession> {
    return this.#newcomers.values();
  }

  /** Every socket of somebody. */
  get present(): Present[] {
    return [...this.#sessions.values()].filter(isPresent);
  }

  /** A person's sockets. Looks at all there are, where the person is here. */
  of(uid: string): Present[] {
    return this.presence.socketsOf(uid) === 0 ? [] : this.present.filter((session) => session.uid === uid);
  }

  /** A v1 socket came, which is nobody until it says hello (P3.1). */
  knock(session: NewSession): Effect[] {
    this.#sessions.set(session.id, session);
    this.#newcomers.set(session.id, session);
    return [{ type: "persist-session", session }];
  }

  /** A newcomer said hello, and is not late with it whatever comes of it. */
  greeted(id: SessionId): void {
    this.#newcomers.delete(id);
  }

  /** A hello was refused that may be said again: it is awaited as before. Who came first may then stand behind others. */
  awaitHello(session: NewSession): void {
    this.#newcomers.set(session.id, session);
  }

  /** Somebody is in the room from now on. */
  enter(session: Present): Effect[] {
    this.#sessions.set(session.id, session);
    this.#newcomers.delete(session.id);
    this.presence.join(session);
    return [{ type: "broadcast", plain: { type: "system", message: `${systemName(session)} connected` } }];
  }

  /** A session is another than before. */
  update(session: Present): Effect[] {
    this.#sessions.set(session.id, session);
    return [{ type: "persist-session", session }];
  }

  /** A socket is gone (P2.1). */
  leave(session: Session): Effect[] {
    this.#connections.left(session);
    const wasHere = this.#sessions.delete(session.id);
    this.#newcomers.delete(session.id);
    if (!isPresent(session)) return [];
    if (wasHere) this.presence.leave(session);
    else this.presence.leftBefore(session);
    if (this.presence.socketsOf(session.uid) === 0) {
      this.typing.forget(session.uid);
      if (session.dialect === "v1") this.#gone.push(session);
    }
    return [{ type: "broadcast", plain: { type: "system", message: `${systemName(session)} disconnected` } }];
  }

  /** Whether somebody left the v1 dialect since `takeGone` was called. */
  get hasDepartures(): boolean {
    return this.#gone.length > 0;
  }

  /** Who left the v1 dialect since the last call, with no socket left. */
  takeGone(): readonly LiveSession[] {
    const gone = this.#gone;
    this.#gone = [];
    return gone;
  }

  close(session: Session, code: CloseCode): Effect[] {
    return [{ type: "close", session, code }, ...this.leave(session)];
  }
}
