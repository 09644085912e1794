import type { CloseCode } from "../../protocol/close-codes.ts";
import type { Effect } from "../effects.ts";
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
  readonly #pending: Map<SessionId, NewSession>;
  /** Who left the v1 dialect since somebody asked, with no socket left. */
  #departed: LiveSession[] = [];
  readonly presence: Presence;
  readonly typing = new Typing();

  /** @param sessions who was here before the room's object was evicted */
  constructor(sessions: Iterable<Session>) {
    for (const session of sessions) this.#sessions.set(session.id, session);
    const all = [...this.#sessions.values()];
    const pending = all.filter((session) => !isPresent(session)).sort((a, b) => a.since - b.since);
    this.#pending = new Map(pending.map((session) => [session.id, session]));
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
  get pending(): Iterable<NewSession> {
    return this.#pending.values();
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
  addPending(session: NewSession): Effect[] {
    this.#sessions.set(session.id, session);
    this.#pending.set(session.id, session);
    return [{ type: "persist-session", session }];
  }

  /** A newcomer said hello, and is not late with it whatever comes of it. */
  stopAwaitingHello(id: SessionId): void {
    this.#pending.delete(id);
  }

  /** A hello was refused that may be said again: it is awaited as before. Who came first may then stand behind others. */
  awaitHello(session: NewSession): void {
    this.#pending.set(session.id, session);
  }

  /** Somebody is in the room from now on. */
  enter(session: Present): Effect[] {
    this.#sessions.set(session.id, session);
    this.#pending.delete(session.id);
    this.presence.join(session);
    return [{ type: "broadcast", plain: { type: "system", message: `${systemName(session)} connected` } }];
  }

  /** A session is another than before. */
  update(session: Present): Effect[] {
    this.#sessions.set(session.id, session);
    return [{ type: "persist-session", session }];
  }

  /** The same, where that need not be kept. */
  note(session: Present): void {
    this.#sessions.set(session.id, session);
  }

  /** A socket is gone (P2.1). */
  leave(session: Session): Effect[] {
    this.#sessions.delete(session.id);
    this.#pending.delete(session.id);
    if (!isPresent(session)) return [];
    this.presence.leave(session);
    if (this.presence.socketsOf(session.uid) === 0) {
      this.typing.forget(session.uid);
      if (session.dialect === "v1") this.#departed.push(session);
    }
    return [{ type: "broadcast", plain: { type: "system", message: `${systemName(session)} disconnected` } }];
  }

  /** Who left the v1 dialect since the last call, with no socket left. */
  takeDeparted(): readonly LiveSession[] {
    const departed = this.#departed;
    this.#departed = [];
    return departed;
  }

  close(session: Session, code: CloseCode): Effect[] {
    return [{ type: "close", session, code }, ...this.leave(session)];
  }
}
