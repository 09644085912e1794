import type { CloseCode } from "../../protocol/close-codes.ts";
import type { V1Object } from "../../protocol/server-objects.ts";
import type { ConnectionLimiter } from "../limits/connection-limiter.ts";
import type { Effect } from "../model/effects.ts";
import {
  isPresent,
  isReader,
  type NewSession,
  type Present,
  publicNameOf,
  type ReaderSession,
  type Session,
  type SessionId,
} from "../model/session.ts";
import { Presence } from "./presence.ts";
import { Typing } from "./typing.ts";

/** A session that left. */
export interface Departure {
  readonly session: Present;
  /** Whether it was its user's last socket. */
  readonly wasLast: boolean;
}

/**
 * Sessions of all connected sockets, and the people they belong to. Mutating methods return the effects to carry out.
 */
export class Sessions {
  readonly #sessions = new Map<SessionId, Session>();
  /** Sessions waiting for `hello`, oldest first. */
  readonly #pending: Map<SessionId, NewSession>;
  /** Sessions that left since the last {@link takeDeparted}. */
  #departed: Departure[] = [];
  readonly presence: Presence;
  readonly typing = new Typing();

  readonly #connections: ConnectionLimiter;
  readonly #joined: (person: Present) => void;
  readonly #left: (person: Present) => void;

  /**
   * @param sessions sessions restored after hibernation
   * @param connections counts the open sockets
   * @param joined called for each person who comes, with their first session
   * @param left called for each person who leaves, with their last session
   */
  constructor(
    sessions: Iterable<Session>,
    connections: ConnectionLimiter,
    joined: (person: Present) => void = () => {},
    left: (person: Present) => void = () => {},
  ) {
    this.#connections = connections;
    this.#joined = joined;
    this.#left = left;
    for (const session of sessions) this.#sessions.set(session.id, session);
    const all = [...this.#sessions.values()];
    const pending = all.filter(isNew).sort((a, b) => a.since - b.since);
    this.#pending = new Map(pending.map((session) => [session.id, session]));
    this.presence = new Presence(all.filter(isPresent), all.filter(isReader).length);
  }

  /** Number of connected sockets, including those that have not sent `hello` yet. */
  get sockets(): number {
    return this.#sessions.size;
  }

  get(id: SessionId): Session | undefined {
    return this.#sessions.get(id);
  }

  get all(): Iterable<Session> {
    return this.#sessions.values();
  }

  /** Sessions waiting for `hello`, oldest first. */
  get pending(): Iterable<NewSession> {
    return this.#pending.values();
  }

  /** Sessions that have a user. */
  get present(): Present[] {
    return [...this.#sessions.values()].filter(isPresent);
  }

  /** Sessions that read without a user. */
  get readers(): ReaderSession[] {
    return [...this.#sessions.values()].filter(isReader);
  }

  /** A person's sessions. Scans all sessions, but only if the person is in the room. */
  of(uid: string): Present[] {
    return this.presence.socketsOf(uid) === 0 ? [] : this.present.filter((session) => session.uid === uid);
  }

  /** Adds a v1 socket that has not sent `hello` yet (P3.1). */
  addPending(session: NewSession): Effect[] {
    this.#sessions.set(session.id, session);
    this.#pending.set(session.id, session);
    return [{ type: "persist-session", session }];
  }

  /** Stops the `hello` timeout of a session whose `hello` has arrived. */
  stopAwaitingHello(id: SessionId): void {
    this.#pending.delete(id);
  }

  /** Gives a session whose `hello` was rejected the whole time for another one (P3.23). */
  awaitHello({ id, ...session }: NewSession, now: number): Effect[] {
    this.#pending.delete(id);
    return this.addPending({ ...session, id, since: now, mayRetry: true });
  }

  /**
   * Makes a session a reader's (P3.35). Only the number of readers changes, which is announced with presence.
   *
   * @param head the newest event, up to which the answer to its `hello` goes
   */
  startReading(session: ReaderSession, head: number): Effect[] {
    this.#sessions.set(session.id, session);
    this.#pending.delete(session.id);
    this.presence.readers.joined();
    return [{ type: "persist-session", session, head }];
  }

  /** Adds a session with a user to the room. One that was a reader's is one no more (P3.37). */
  enter(session: Present): Effect[] {
    const before = this.#sessions.get(session.id);
    if (before !== undefined && isReader(before)) this.presence.readers.left();
    this.#sessions.set(session.id, session);
    this.#pending.delete(session.id);
    this.presence.join(session);
    if (this.presence.socketsOf(session.uid) === 1) this.#joined(session);
    return [systemMessage(session, "connected")];
  }

  /** Sends an object to a person's v1 sockets alone. */
  replyTo(uid: string, object: V1Object): Effect[] {
    const sockets = this.of(uid).filter(({ dialect }) => dialect === "v1");
    return sockets.map(({ id }): Effect => ({ type: "reply", to: id, objects: [object] }));
  }

  /** Replaces a session and persists the new one. */
  update(session: Present): Effect[] {
    this.#sessions.set(session.id, session);
    return [{ type: "persist-session", session }];
  }

  /** Removes a session after its socket has closed (P2.1). */
  leave(session: Session): Effect[] {
    this.#connections.left(session);
    const wasHere = this.#sessions.delete(session.id);
    this.#pending.delete(session.id);
    if (isReader(session)) this.presence.readers.left(wasHere);
    if (!isPresent(session)) return [];
    if (wasHere) this.presence.leave(session);
    else this.presence.leftBefore(session);
    const wasLast = this.presence.socketsOf(session.uid) === 0;
    if (wasLast) {
      this.typing.forget(session.uid);
      this.#left(session);
    }
    // Of other people nothing is remembered.
    const isRemembered = (wasLast && session.dialect === "v1") || session.isAuthor || session.claim !== undefined;
    if (isRemembered) this.#departed.push({ session, wasLast });
    return [systemMessage(session, "disconnected")];
  }

  /** Takes the pending presence changes and typing indicators (P3.6, P3.9). */
  takeSignals(): Effect[] {
    const { presence, typing } = this;
    const changes = presence.hasPending ? [presence.take()] : [];
    return [
      ...changes.map((v1): Effect => ({ type: "broadcast", v1, ...presence.insteadOf(v1) })),
      ...typing
        .take()
        .flatMap(({ isShadowed, object }): Effect[] =>
          isShadowed ? this.replyTo(object.uid, object) : [{ type: "broadcast", v1: object }],
        ),
    ];
  }

  /** Whether anybody left since the last `takeDeparted`. */
  get hasDepartures(): boolean {
    return this.#departed.length > 0;
  }

  /** Forgets that a user left, so that their name is not remembered. */
  forgetDeparture(uid: string): void {
    this.#departed = this.#departed.filter(({ session }) => session.uid !== uid);
  }

  /** Takes the sessions that left since the last call. */
  takeDeparted(): readonly Departure[] {
    const departed = this.#departed;
    this.#departed = [];
    return departed;
  }

  close(session: Session, code: CloseCode): Effect[] {
    return [{ type: "close", session, code }, ...this.leave(session)];
  }
}

function isNew(session: Session): session is NewSession {
  return session.dialect === "v1" && session.state === "new";
}

/** The system message about a person (P2.1). A shadowed person reads the name that they chose (P9.21). */
function systemMessage(session: Present, what: "connected" | "disconnected"): Effect {
  const { address, uid, username } = session;
  const publicName = publicNameOf(session);
  const of = (who: string) => ({ plain: { type: "system", message: `${address ?? who} ${what}` } }) as const;
  const instead = publicName === username ? {} : { instead: new Map([[uid, of(username)]]) };
  return { type: "broadcast", ...of(publicName), ...instead };
}
