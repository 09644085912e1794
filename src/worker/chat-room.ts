import { DurableObject } from "cloudflare:workers";
import { CLOSE } from "../protocol/close-codes.ts";
import type { PlainCommand } from "../protocol/messages.ts";
import { errorObject, parsePlainFrame } from "../protocol/parse.ts";
import type { Effect } from "../room/effects.ts";
import { Room } from "../room/room.ts";
import type { Session, SessionId } from "../room/session.ts";
import { readAdmission } from "./admission.ts";
import { recall, remember, rememberLeft } from "./attachment.ts";
import { type Config, readConfig } from "./config.ts";
import { Fanout } from "./fanout.ts";
import { jsonError } from "./json-error.ts";
import { migrate } from "./migrations.ts";
import { guestName, randomId } from "./random.ts";
import { SqlHistory } from "./sql-history.ts";

/** What a room is made of while its object is awake; rebuilt from storage and attachments, never trusted to last. */
interface Awake {
  readonly room: Room;
  readonly fanout: Fanout;
}

/**
 * One chat room: the shell that carries out what `Room` decides. It parses frames, opens the transaction, sends, closes
 * and remembers; it decides nothing about the chat.
 *
 * No handler awaits, so none interleaves with another. Only the Hibernation API is used and no timer, so that a quiet
 * room is evicted with its sockets kept.
 */
export class ChatRoom extends DurableObject<Env> {
  readonly #config: Config;
  #awake: Awake;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#config = readConfig(env);
    migrate(ctx.storage);
    // P1.4: answered by the platform, so that heartbeats wake nobody.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    this.#awake = this.#wake();
  }

  /** Takes the socket that the Worker admitted. */
  override fetch(request: Request): Response {
    const { address, history } = readAdmission(request);
    if (this.#awake.room.size >= this.#config.limits.roomSockets) return jsonError("room_full", 503);

    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    const session: Session = {
      id: randomId(),
      uid: randomId(),
      username: guestName(),
      ...(address === undefined ? {} : { address }),
    };
    this.#awake.fanout.add(session.id, server);
    this.#carryOut(this.#awake.room.join(session, history));
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): void {
    const session = recall(socket);
    if (session === undefined) {
      socket.close(CLOSE.restart, "come back");
      return;
    }
    const parsed = parsePlainFrame(frame, this.#config.limits);
    if (parsed.ok) {
      this.#receive(session.id, parsed.command);
    } else if ("error" in parsed) {
      this.#awake.fanout.reply(session.id, parsed.error);
    } else {
      socket.close(CLOSE.tooLarge, "frame too large");
      this.#leave(socket);
    }
  }

  override webSocketClose(socket: WebSocket, code: number, _reason: string, wasClean: boolean): void {
    // The Hibernation API leaves the answering close frame to us. 1005 and 1006 stand for "none came" and cannot be sent.
    if (wasClean) socket.close(code >= 3000 && code <= 4999 ? code : CLOSE.normal);
    this.#leave(socket);
  }

  override webSocketError(socket: WebSocket): void {
    this.#leave(socket);
  }

  /** Builds the room from what lasts: storage, and the attachments of the sockets that are still there. */
  #wake(): Awake {
    const fanout = new Fanout();
    const sessions: Session[] = [];
    for (const socket of this.ctx.getWebSockets()) {
      const session = recall(socket);
      if (session === undefined) continue;
      fanout.add(session.id, socket);
      sessions.push(session);
    }
    return { room: new Room(new SqlHistory(this.ctx.storage.sql), sessions), fanout };
  }

  /**
   * One turn of the room: commit, then send (P4.1). Where storing fails, the transaction is rolled back, the room is
   * rebuilt from what is stored, and the sender alone hears of it.
   */
  #receive(sender: SessionId, command: PlainCommand): void {
    const turn = { now: Date.now(), newId: randomId };
    let effects: Effect[];
    try {
      effects = this.ctx.storage.transactionSync(() => this.#awake.room.receive(sender, command, turn));
    } catch (error) {
      console.error("a command could not be stored", error);
      this.#awake = this.#wake();
      this.#awake.fanout.reply(sender, errorObject("internal", command.type === "message" ? command.id : undefined));
      return;
    }
    this.#carryOut(effects);
  }

  /**
   * Sees a socket off. Both an error and a close may tell of the same end: the first counts. The session comes from the
   * attachment, because a room that the close itself woke finds that socket no longer in `getWebSockets()`.
   */
  #leave(socket: WebSocket): void {
    const session = recall(socket);
    if (session === undefined) return;
    rememberLeft(socket, session);
    this.#awake.fanout.remove(session.id);
    this.#carryOut(this.#awake.room.leave(session));
  }

  #carryOut(effects: readonly Effect[]): void {
    const { fanout } = this.#awake;
    for (const effect of effects) {
      switch (effect.type) {
        case "reply":
          fanout.reply(effect.to, effect.object);
          break;
        case "broadcast":
          fanout.broadcast(effect.object);
          break;
        case "remember": {
          const socket = fanout.get(effect.session.id);
          if (socket !== undefined) remember(socket, effect.session);
          break;
        }
      }
    }
  }
}
