import { CLOSE, type CloseCode } from "../protocol/close-codes.ts";
import type { AckCommand, CastCommand, Command, HelloCommand, LogCommand } from "../protocol/commands.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import type { LogEvent, Message } from "../protocol/events.ts";
import { errorObject } from "../protocol/frame.ts";
import { announce, HELLO_WITHIN_MS, type Limits, SILENT_AFTER_MS } from "../protocol/limits.ts";
import { OPEN_ROOM } from "../protocol/moderation.ts";
import type { ErrorObject, PlainObject, WelcomeObject } from "../protocol/server-objects.ts";
import { digestOf } from "./digest.ts";
import type { Effect } from "./effects.ts";
import type { CommandKey, History } from "./history.ts";
import { decide } from "./log-command.ts";
import { Presence } from "./presence.ts";
import { resume } from "./resume.ts";
import {
  guestName,
  isPresent,
  type LiveSession,
  type NewSession,
  type PlainSession,
  type Present,
  type Session,
  type SessionId,
  who,
} from "./session.ts";
import { signToken, verifyToken } from "./token.ts";
import type { Received, Turn } from "./turn.ts";
import { Typing } from "./typing.ts";

/**
 * Milliseconds from the oldest `ping` to the next look for peers that went silent: the 90 s of P4.5, less some for an alarm
 * that comes late.
 */
const LOOK_WITHIN_MS = 85_000;

/** Milliseconds between two looks at somebody who is alone (P4.6): only so that a dead socket is not kept for ever. */
const LOOK_ALONE_AFTER_MS = 60 * 60 * 1_000;

/** Events that one turn forgets at most. As many as a turn can bring, so that a room catches up with a limit that was lowered. */
const MAX_PRUNED_EVENTS = 1_000;

/** What is wrong with a hello that can be said again in better words. */
const HELLO_ERRORS: ReadonlySet<ErrorCode> = new Set(["bad_username", "bad_since"]);

/**
 * One chat room as a state machine: a command in, effects out. It has no clock, no randomness, no I/O and knows no
 * platform; what lasts is in its history.
 */
export class Room {
  readonly #name: string;
  readonly #limits: Limits;
  readonly #history: History;
  readonly #sessions = new Map<SessionId, Session>();
  /** Those who have not said hello, by age: who came first is overdue first. */
  readonly #newcomers: Map<SessionId, NewSession>;
  readonly #presence: Presence;
  readonly #typing = new Typing();

  /**
   * @param name the room's, in lower case
   * @param history the room's log
   * @param sessions who was here before the room's object was evicted
   */
  constructor(name: string, limits: Limits, history: History, sessions: Iterable<Session> = []) {
    this.#name = name;
    this.#limits = limits;
    this.#history = history;
    for (const session of sessions) this.#sessions.set(session.id, session);
    const all = [...this.#sessions.values()];
    const newcomers = all.filter((session) => !isPresent(session)).sort((a, b) => a.since - b.since);
    this.#newcomers = new Map(newcomers.map((session) => [session.id, session]));
    this.#presence = new Presence(all.filter(isPresent));
  }

  /** How many sockets are here, those that have not said hello included. */
  get sockets(): number {
    return this.#sessions.size;
  }

  /** How many people are here. */
  get people(): number {
    return this.#presence.count;
  }

  /**
   * Lets a plain socket in (P2.1): first the history that it asked for (P2.5), then the system message to everybody.
   *
   * @param history messages wanted, 0 to `MAX_HISTORY`
   */
  joinPlain(session: PlainSession, history: number): Effect[] {
    const messages = history === 0 ? [] : this.#history.page({ limit: history });
    const replay: PlainObject[] = messages.filter(({ deleted }) => !deleted).map(plainMessage);
    return [
      { type: "remember", session },
      ...(replay.length === 0 ? [] : [{ type: "reply", to: session.id, objects: replay } as const]),
      ...this.#enter(session),
    ];
  }

  /** Takes a v1 socket in, which is nobody until it says hello (P3.1). */
  joinNew(session: NewSession): Effect[] {
    this.#sessions.set(session.id, session);
    this.#newcomers.set(session.id, session);
    return [{ type: "remember", session }];
  }

  /**
   * A socket is gone, in whatever way (P2.1). The shell calls this once for each.
   *
   * @param session as last remembered; where the leaving itself woke the room, the room does not know it any more
   */
  leave(session: Session): Effect[] {
    this.#sessions.delete(session.id);
    this.#newcomers.delete(session.id);
    if (!isPresent(session)) return [];
    this.#presence.leave(session);
    if (this.#presence.socketsOf(session.uid) === 0) this.#typing.forget(session.uid);
    return [{ type: "broadcast", plain: { type: "system", message: `${who(session)} disconnected` } }];
  }

  /**
   * Takes what several sockets sent, in its order, in one turn. What it stores is appended to the history when it returns.
   *
   * @throws what the history throws; then the turn as a whole is to be taken back
   */
  receiveAll(items: readonly Received[], turn: Turn): Effect[] {
    this.#history.expect(items.flatMap((item) => this.#keyOf(item)));
    return items.flatMap(({ from, read }) =>
      read.ok ? this.receive(from, read.value, turn) : this.reject(from, read.error),
    );
  }

  /**
   * Takes one command of a socket. What it stores is appended to the history when it returns.
   *
   * @throws what the history throws; then the command changed nothing
   */
  receive(id: SessionId, command: Command, turn: Turn): Effect[] {
    const session = this.#sessions.get(id);
    // The socket left in this turn, and its last frames came behind.
    if (session === undefined) return [];
    if (!isPresent(session)) {
      return command.type === "hello"
        ? this.#hello(session, command, turn)
        : this.reject(id, errorObject("hello_expected"));
    }
    switch (command.type) {
      case "hello":
        return [{ type: "reply", to: id, objects: [errorObject("hello_again")] }];
      case "ack":
        return session.dialect === "v1" ? this.#ack(session, command) : [];
      case "typing":
        this.#typing.note(session.uid);
        return [];
      case "cast":
        return this.#cast(session, command);
      case "moderate":
      case "report":
      case "claim":
      case "list":
        return [{ type: "reply", to: id, objects: [errorObject("not_allowed", command.id)] }];
      case "message":
      case "edit":
      case "delete":
      case "reaction":
      case "rename":
        return this.#log(session, command, turn);
    }
  }

  /** A socket sent something that is no command. What was to be its hello may be tried again, anything else may not (P3.1). */
  reject(id: SessionId, error: ErrorObject): Effect[] {
    const session = this.#sessions.get(id);
    if (session === undefined) return [];
    const reply: Effect = { type: "reply", to: id, objects: [error] };
    if (isPresent(session) || HELLO_ERRORS.has(error.code)) return [reply];
    return [reply, ...this.#close(session, CLOSE.notThisProtocol)];
  }

  /** When the next hello is overdue, in milliseconds since 1970, where one is awaited. */
  helloDue(): number | undefined {
    const [first] = this.#newcomers.values();
    return first && first.since + HELLO_WITHIN_MS;
  }

  /** Closes those who said no hello in time (P3.1). They stand by age, so that nobody else is looked at. */
  dropLate(now: number): Effect[] {
    const effects: Effect[] = [];
    for (const newcomer of this.#newcomers.values()) {
      if (now - newcomer.since < HELLO_WITHIN_MS) break;
      effects.push(...this.#close(newcomer, CLOSE.noHello));
    }
    return effects;
  }

  /**
   * Closes those who sent pings and went silent (P4.5).
   *
   * @param lastPing when a socket last sent `ping`, in milliseconds since 1970, if it ever did
   */
  dropSilent(now: number, lastPing: (id: SessionId) => number | undefined): Effect[] {
    return [...this.#sessions.values()].flatMap((session) => {
      const pinged = lastPing(session.id);
      return pinged !== undefined && now - pinged >= SILENT_AFTER_MS ? this.#close(session, CLOSE.silent) : [];
    });
  }

  /**
   * When to look next for who went silent, in milliseconds since 1970: as late as P4.5 allows where somebody could be told,
   * and far later where nobody else is here (P4.6).
   *
   * @param lastPing as for {@link dropSilent}
   */
  lookDue(now: number, lastPing: (id: SessionId) => number | undefined): number {
    if (this.people < 2) return now + LOOK_ALONE_AFTER_MS;
    let earliest = now;
    for (const id of this.#sessions.keys()) earliest = Math.min(earliest, lastPing(id) ?? now);
    return earliest + LOOK_WITHIN_MS;
  }

  /** Whether somebody came or went who was not told of yet. */
  get presenceChanged(): boolean {
    return this.#presence.changed;
  }

  /** Whether somebody is typing who was not told of yet. */
  get isTypingUntold(): boolean {
    return this.#typing.changed;
  }

  /**
   * Forgets the oldest events where the owner limits how many are kept: a tenth at a time, and no more in one turn than takes
   * some milliseconds. The shell ends each turn with this.
   */
  prune(): void {
    const { keptEvents } = this.#limits;
    if (keptEvents === undefined) return;
    const head = this.#history.head();
    const oldest = this.#history.oldest();
    const surplus = head - oldest + 1 - keptEvents;
    if (surplus > Math.min(Math.ceil(keptEvents / 10), MAX_PRUNED_EVENTS)) {
      this.#history.prune(oldest + Math.min(surplus, MAX_PRUNED_EVENTS));
    }
  }

  /**
   * Closes a socket with which the shell cannot go on: its client leaves too much unread, and resumes from the log when it is
   * back (P3.8), or it sends without end (P5.1).
   */
  drop(id: SessionId, code: typeof CLOSE.lagging | typeof CLOSE.flooding): Effect[] {
    const session = this.#sessions.get(id);
    return session === undefined ? [] : this.#close(session, code);
  }

  /** Who came, went and is typing since the last call; the shell asks once in a while (P3.6, P3.9). */
  takeSignals(): Effect[] {
    const signals = [...(this.#presence.changed ? [this.#presence.take()] : []), ...this.#typing.take()];
    return signals.map((signal) => ({ type: "broadcast", v1: signal }));
  }

  /** P3.1, P3.4. Reading the log and going live are this one turn, so that no event falls between. */
  #hello(session: NewSession, { since, token, username }: HelloCommand, { newId, now }: Turn): Effect[] {
    const { epoch, key } = this.#history.identity;
    const known = token === undefined ? newId() : verifyToken(key, token, now);
    if (known === undefined) {
      return [
        { type: "reply", to: session.id, objects: [errorObject("bad_token")] },
        ...this.#close(session, CLOSE.badToken),
      ];
    }
    const uid = known;
    const head = this.#history.head();
    const { id, address } = session;
    const live: LiveSession = {
      id,
      dialect: "v1",
      state: "live",
      uid,
      // A person has one name in all tabs: who is here already keeps it, and changes it by a rename.
      username: this.#presence.nameOf(uid) ?? username ?? guestName(uid),
      acked: head,
      ...(address === undefined ? {} : { address }),
    };
    const entered = this.#enter(live);
    const welcome: WelcomeObject = {
      type: "welcome",
      room: this.#name,
      epoch,
      head,
      oldest: this.#history.oldest(),
      uid,
      username: live.username,
      role: "guest",
      settings: OPEN_ROOM,
      pinned: [],
      token: signToken(key, uid, now),
      members: this.#presence.members,
      count: this.#presence.count,
      limits: announce(this.#limits),
    };
    const missed = resume(this.#history, since);
    return [
      { type: "remember", session: live },
      { type: "reply", to: id, objects: [welcome, ...missed, { type: "ready", seq: head }] },
      ...entered,
    ];
  }

  #enter(session: Present): Effect[] {
    this.#sessions.set(session.id, session);
    this.#newcomers.delete(session.id);
    this.#presence.join(session);
    return [{ type: "broadcast", plain: { type: "system", message: `${who(session)} connected` } }];
  }

  #close(session: Session, code: CloseCode): Effect[] {
    return [{ type: "close", session, code }, ...this.leave(session)];
  }

  /** What the history will be asked about a command. */
  #keyOf({ from, read }: Received): CommandKey[] {
    if (!read.ok || !("id" in read.value) || read.value.id === undefined) return [];
    const session = this.#sessions.get(from);
    return session !== undefined && isPresent(session) ? [{ uid: session.uid, id: read.value.id }] : [];
  }

  /** P3.2, P4.3: a command is stored once, and acknowledged by its own event. */
  #log(session: Present, command: LogCommand, turn: Turn): Effect[] {
    const { id } = command;
    const digest = digestOf(command);
    const stored = id === undefined ? undefined : this.#history.find(session.uid, id);
    if (id !== undefined && stored !== undefined) {
      const same = stored.digest === undefined || stored.digest === digest;
      const answer = same ? ({ type: "ack", id, seq: stored.seq, dup: true } as const) : errorObject("id_conflict", id);
      return [{ type: "reply", to: session.id, objects: [answer] }];
    }
    const decision = decide(this.#history, session, command, turn);
    if (!decision.ok) return [{ type: "reply", to: session.id, objects: [errorObject(decision.code, id)] }];

    const { event } = decision;
    this.#history.append(event, digest);
    if (event.type === "message") this.#typing.forget(event.uid);
    return [
      { type: "broadcast", v1: event, ...(event.type === "message" ? { plain: plainMessage(event) } : {}) },
      ...this.#adoptName(session, event),
    ];
  }

  /** A message of a plain socket, or a rename, brings a new name with it, for all sockets of that person. */
  #adoptName(sender: Present, event: LogEvent): Effect[] {
    const { uid, username } = sender;
    if ((event.type !== "message" && event.type !== "notice") || event.username === username) return [];
    this.#presence.rename(uid, event.username);
    // Who is here once, as nearly everybody is, need not be looked for among all others.
    const candidates = this.#presence.socketsOf(uid) === 1 ? [sender] : [...this.#sessions.values()];
    return candidates.flatMap((session): Effect[] => {
      if (!isPresent(session) || session.uid !== uid) return [];
      const renamed = { ...session, username: event.username };
      this.#sessions.set(session.id, renamed);
      return [{ type: "remember", session: renamed }];
    });
  }

  /** P2.3, P3.6. */
  #cast({ uid }: Present, { data }: CastCommand): Effect[] {
    return [{ type: "broadcast", plain: data, v1: { type: "cast", uid, data } }];
  }

  /** P3.8. What a client says of events that there are not is no more than all there are. */
  #ack(session: LiveSession, { received, seq }: AckCommand): Effect[] {
    const taken = { ...session, acked: Math.max(session.acked, Math.min(seq, this.#history.head())) };
    this.#sessions.set(session.id, taken);
    return [{ type: "taken", session: taken, ...(received === undefined ? {} : { received }) }];
  }
}

/** A message for the plain dialect, which knows no edits and no reactions: what is said now. */
function plainMessage(message: Message): PlainObject {
  const { editedAt: _, reactions: __, ...plain } = message;
  return plain;
}
