import { CLOSE } from "../../protocol/close-codes.ts";
import type { SessionId } from "../../room/model/session.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import type { Room } from "../../room/room.ts";
import { markClosed, restoreSession } from "./attachment.ts";
import type { Inbox } from "./inbox.ts";
import type { TurnRunner } from "./turn-runner.ts";

/** Dependencies of {@link Departures}. */
export interface DeparturesPorts {
  readonly turns: TurnRunner;
  readonly inbox: Inbox;
  /** Discards what the sign-in holds for a socket. */
  readonly forget: (id: SessionId) => void;
  /** A socket left, and the room knows it. */
  readonly left: (room: Room) => void;
}

/** Ends sessions, each after everything that its socket sent before. */
export class Departures {
  readonly #ports: DeparturesPorts;

  constructor(ports: DeparturesPorts) {
    this.#ports = ports;
  }

  /**
   * A socket is gone. An error and a close may both report the same end; the first one counts. The session comes from the
   * attachment, because a room that the close itself woke no longer finds that socket in `getWebSockets()`.
   */
  leave(socket: WebSocket): void {
    const { forget, inbox, left, turns } = this.#ports;
    inbox.drain();
    const session = restoreSession(socket)?.session;
    const { hydrated } = turns;
    if (session === undefined || hydrated === undefined) return;
    markClosed(socket);
    forget(session.id);
    hydrated.fanout.remove(session.id);
    turns.settle((room) => room.leave(session));
    if (turns.hydrated !== undefined) left(turns.hydrated.room);
  }

  /** Closes a socket that sends more than the room can take in. */
  drop(id: SessionId): void {
    this.#ports.inbox.drain();
    this.#ports.turns.settle((room) => room.drop(id, CLOSE.flooding));
  }

  /** Closes a socket whose token or sign-in is not valid. */
  reject(id: SessionId, refusal: Refusal): void {
    this.#ports.inbox.drain();
    this.#ports.turns.settle((room) => room.rejectSession(id, refusal));
  }
}
