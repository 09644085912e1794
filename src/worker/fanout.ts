import type { JsonObject } from "../protocol/json.ts";
import type { PlainObject } from "../protocol/messages.ts";
import type { SessionId } from "../room/session.ts";

/** The sockets of a room by session, and how an object reaches them: made into JSON once, sent to each. */
export class Fanout {
  readonly #sockets = new Map<SessionId, WebSocket>();

  add(id: SessionId, socket: WebSocket): void {
    this.#sockets.set(id, socket);
  }

  remove(id: SessionId): void {
    this.#sockets.delete(id);
  }

  get(id: SessionId): WebSocket | undefined {
    return this.#sockets.get(id);
  }

  reply(to: SessionId, object: PlainObject): void {
    const socket = this.#sockets.get(to);
    if (socket !== undefined) trySend(socket, JSON.stringify(object));
  }

  broadcast(object: PlainObject | JsonObject): void {
    const frame = JSON.stringify(object);
    for (const socket of this.#sockets.values()) trySend(socket, frame);
  }
}

/** A socket that is closing throws on `send`. It stays until its own close event, and must not keep the others waiting. */
function trySend(socket: WebSocket, frame: string): void {
  try {
    socket.send(frame);
  } catch {
    // Its close event tells the room.
  }
}
