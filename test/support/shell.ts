import type { CloseCode } from "../../src/protocol/close-codes.ts";
import type { JsonObject } from "../../src/protocol/json.ts";
import type { PlainObject, V1Object } from "../../src/protocol/server-objects.ts";
import { eventFor, PUBLIC_VIEWER, type Viewer } from "../../src/room/log/visibility.ts";
import type { Effect } from "../../src/room/model/effects.ts";
import {
  isPresent,
  isReceiving,
  type Present,
  type Session,
  type SessionId,
  viewerOf,
} from "../../src/room/model/session.ts";

/** An object that a socket receives. */
export type Told = PlainObject | V1Object | JsonObject;

/** How a test listens. */
export interface Ears {
  told(id: SessionId, object: Told, isAnswer: boolean): void;
  closed(id: SessionId, code: CloseCode): void;
}

/** Carries out a room's effects without a platform: persists sessions, and delivers objects to each socket. */
export class Shell {
  readonly sessions = new Map<SessionId, Session>();
  readonly #ears: Ears;

  constructor(ears: Ears) {
    this.#ears = ears;
  }

  /** All sockets of a user. */
  get present(): Present[] {
    return [...this.sessions.values()].filter(isPresent);
  }

  /** All sockets that receive broadcasts. */
  get #receiving() {
    return [...this.sessions.values()].filter(isReceiving);
  }

  carryOut(effects: readonly Effect[]): void {
    for (const effect of effects) {
      switch (effect.type) {
        case "persist-session":
          this.sessions.set(effect.session.id, effect.session);
          break;
        case "reply":
          for (const object of effect.objects) this.#ears.told(effect.to, object, true);
          break;
        case "broadcast":
          for (const session of this.#receiving) {
            const { dialect, id } = session;
            const { isModerator, uid } = viewerIn(session);
            const isTold = dialect === "v1" && isModerator;
            const own = effect.instead?.get(uid)?.[dialect] ?? (isTold ? effect.toModerators : undefined);
            const object = own ?? effect[dialect];
            if (object !== undefined) this.#ears.told(id, object, false);
          }
          break;
        case "broadcast-hidden":
          for (const session of this.#receiving) {
            const { dialect, id } = session;
            const viewer = viewerIn(session);
            if (dialect === "v1") this.#ears.told(id, eventFor(effect.v1, effect.onlyFor, viewer), false);
            else if (effect.plain !== undefined && viewer.uid === effect.onlyFor) {
              this.#ears.told(id, effect.plain, false);
            }
          }
          break;
        case "send-to-user":
          for (const { dialect, id, uid } of this.present) {
            const object = effect[dialect];
            if (uid === effect.to && object !== undefined) this.#ears.told(id, object, false);
          }
          break;
        case "close":
          this.sessions.delete(effect.session.id);
          this.#ears.closed(effect.session.id, effect.code);
          break;
      }
    }
  }
}

function viewerIn(session: Session): Viewer {
  return isPresent(session) ? viewerOf(session) : PUBLIC_VIEWER;
}
