import type { CastCommand, MessageCommand, MessageObject, PlainCommand } from "../protocol/messages.ts";
import { errorObject } from "../protocol/parse.ts";
import type { Effect } from "./effects.ts";
import type { History } from "./history.ts";
import { type Session, type SessionId, who } from "./session.ts";

/** What a turn of the room may know of the world: time and randomness are arguments. */
export interface Turn {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** An id for an event whose sender chose none; unique among the sender's own. */
  readonly newId: () => string;
}

/**
 * One chat room as a state machine: a command in, effects out. It has no clock, no randomness, no I/O and knows no
 * platform; what lasts is in its history.
 */
export class Room {
  readonly #history: History;
  readonly #sessions = new Map<SessionId, Session>();

  /**
   * @param history the room's log
   * @param sessions who was here before the room's object was evicted
   */
  constructor(history: History, sessions: Iterable<Session> = []) {
    this.#history = history;
    for (const session of sessions) this.#sessions.set(session.id, session);
  }

  /** How many sockets are in the room. */
  get size(): number {
    return this.#sessions.size;
  }

  /**
   * Lets a socket in (P2.1): first the history that it asked for (P2.5), then the system message to everybody.
   *
   * @param history messages wanted, 0 to `MAX_HISTORY`
   */
  join(session: Session, history: number): Effect[] {
    this.#sessions.set(session.id, session);
    const replay = history === 0 ? [] : this.#history.newest(history);
    return [
      { type: "remember", session },
      ...replay.map((object): Effect => ({ type: "reply", to: session.id, object })),
      { type: "broadcast", object: { type: "system", message: `${who(session)} connected` } },
    ];
  }

  /**
   * A socket is gone, in whatever way (P2.1). The shell calls this once for each.
   *
   * @param session as last remembered; where the leaving itself woke the room, the room does not know it any more
   */
  leave(session: Session): Effect[] {
    this.#sessions.delete(session.id);
    return [{ type: "broadcast", object: { type: "system", message: `${who(session)} disconnected` } }];
  }

  /**
   * Takes one command of a socket that is in the room. What it stores is in the history when it returns.
   *
   * @throws what the history throws; then the command changed nothing
   */
  receive(id: SessionId, command: PlainCommand, turn: Turn): Effect[] {
    const session = this.#sessions.get(id);
    // The socket left in this turn, and its last frames came behind.
    if (session === undefined) return [];
    switch (command.type) {
      case "message":
        return this.#message(session, command, turn);
      case "cast":
        return this.#cast(command);
    }
  }

  /** P2.2, P4.3. */
  #message(session: Session, command: MessageCommand, { now, newId }: Turn): Effect[] {
    const { extra, message, username = session.username } = command;
    const stored = command.id === undefined ? undefined : this.#history.find(session.uid, command.id);
    if (stored !== undefined) return [{ type: "reply", to: session.id, object: answerAgain(stored, command) }];

    const event: MessageObject = {
      ...extra,
      type: "message",
      seq: this.#history.head() + 1,
      at: now,
      uid: session.uid,
      id: command.id ?? newId(),
      username,
      message,
    };
    this.#history.append(event);

    const effects: Effect[] = [{ type: "broadcast", object: event }];
    if (username !== session.username) {
      const renamed = { ...session, username };
      this.#sessions.set(session.id, renamed);
      effects.push({ type: "remember", session: renamed });
    }
    return effects;
  }

  /** P2.3. */
  #cast({ data }: CastCommand): Effect[] {
    return [{ type: "broadcast", object: data }];
  }
}

/** A command whose id is stored already: the same again is acknowledged, other content is refused (P4.3). */
function answerAgain(stored: MessageObject, { message }: MessageCommand) {
  if (stored.message !== message) return errorObject("id_conflict", stored.id);
  return { type: "ack", id: stored.id, seq: stored.seq, dup: true } as const;
}
