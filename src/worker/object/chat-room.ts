import { DurableObject } from "cloudflare:workers";
import { CLOSE } from "../../protocol/close-codes.ts";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { MessagesPage, RoomSummary } from "../../protocol/http.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { V1 } from "../../protocol/parse-v1.ts";
import type { Requester } from "../../room/handshake/requester.ts";
import { UNKNOWN_ADDRESS } from "../../room/limits/ip-network.ts";
import type { PageRange } from "../../room/log/event-log.ts";
import type { CommandAnswer } from "../../room/model/result.ts";
import type { Refusal } from "../../room/moderation/permissions.ts";
import { comeBack, jsonError, retryAfter } from "../base/json-error.ts";
import { type Config, readConfig } from "../config/config.ts";
import { type DeploymentBan, findBan, readBans } from "../deployment/ban-list.ts";
import { exists, migrate } from "../storage/migrations.ts";
import { AnalyticsMeter } from "./analytics-meter.ts";
import type { Capability } from "./capability.ts";
import { joinRoom } from "./joining.ts";
import type { Meter } from "./meter.ts";
import { type Posted, type Posting, postOf } from "./posting.ts";
import { type MoveStep, RoomMove } from "./room-move.ts";
import { createParts, type RoomParts } from "./room-parts.ts";
import {
  type AuditLines,
  type AuditPage,
  actOf,
  answerOf,
  auditOf,
  mayMakeRoom,
  pageOf,
  type RpcRequest,
  summaryOf,
} from "./rpc.ts";
import { decodeUpgrade, refuse } from "./upgrade.ts";

/**
 * One chat room: the shell around `Room`. It hands the platform's events to the parts of the room, and decides nothing
 * about the chat.
 *
 * No handler awaits, so none interleaves with another. Only the Hibernation API is used, so that a quiet room is
 * evicted with its sockets kept.
 */
export class ChatRoomObject extends DurableObject<Env> {
  readonly #config: Config;
  readonly #name: string;
  readonly #parts: RoomParts;
  /** The types of capabilities' requests that make a room. */
  readonly #makers: ReadonlySet<unknown>;
  readonly #mover: RoomMove;
  /** Why nothing happens in the room, if it moves to another server or from one (P7.18). */
  #closed: "room_moving" | "room_moved" | undefined;

  constructor(ctx: DurableObjectState, env: Env, capabilities: readonly Capability[], meter?: Meter) {
    super(ctx, env);
    const { name } = ctx.id;
    if (name === undefined) throw new Error("a room's object is only ever reached by its name");
    this.#name = name;
    this.#config = readConfig(env);
    this.#makers = new Set(capabilities.flatMap(({ makesRoom = [] }) => makesRoom));
    this.#parts = createParts(ctx, env, name, this.#config, capabilities, meter ?? analyticsOf(env, name));
    // P1.4: the platform answers heartbeats, so that they do not wake the object.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    const { inbox, schedule, tables, turns } = this.#parts;
    const load = () => {
      const isHere = exists(ctx.storage);
      if (isHere) migrate(ctx.storage, capabilities);
      this.#closed = isHere ? undefined : this.#mover.refusal;
      turns.hydrate();
    };
    this.#mover = new RoomMove({
      storage: ctx.storage,
      capabilities,
      turns,
      drain: () => inbox.drain(),
      reload: load,
      erase: () => tables.drop(),
      setAlarm: () => schedule.restart(),
    });
    load();
  }

  /** Takes a socket that the Worker has checked. */
  override fetch(request: Request): Response {
    if (this.#closed !== undefined) return jsonError(this.#closed, 503, retryAfter(this.#closed));
    const { schedule, tables, turns } = this.#parts;
    const upgrade = decodeUpgrade(request);
    if (upgrade === undefined) return comeBack();
    const { address = UNKNOWN_ADDRESS, dialect, mayMake } = upgrade;
    const { room } = turns.hydrated ?? turns.hydrate();
    if (!tables.isMade && !mayMake) return jsonError("no_room", 404);
    schedule.asked(room);
    const { 0: client, 1: server } = new WebSocketPair();
    const shown = this.#config.showAddresses ? { address: address === UNKNOWN_ADDRESS ? "unknown" : address } : {};
    const joined = turns.ask((hydrated, turn) =>
      joinRoom(hydrated, turn, upgrade, shown, (tags) => {
        this.ctx.acceptWebSocket(server, tags);
        return server;
      }),
    );
    if (!joined.ok) return jsonError("internal", 500);
    if (joined.value.refusal !== undefined) return refuse(joined.value.refusal);
    schedule.joined(room);
    const headers = dialect === "v1" ? { "sec-websocket-protocol": V1 } : undefined;
    return new Response(null, { status: 101, webSocket: client, ...(headers && { headers }) });
  }

  override webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): void {
    // The room closed it when the move began.
    if (this.#closed !== undefined) return;
    this.#parts.frames.receive(socket, frame);
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string, wasClean: boolean): void {
    const { departures, inbox, making } = this.#parts;
    if (making.holds(socket, () => this.webSocketClose(socket, code, reason, wasClean))) return;
    // The Hibernation API leaves the answering close frame to us. 1005 and 1006 stand for "none came" and cannot be sent.
    inbox.drain();
    if (wasClean) socket.close(code >= 3000 && code <= 4999 ? code : CLOSE.normal);
    departures.leave(socket);
  }

  override webSocketError(socket: WebSocket): void {
    const { departures, making } = this.#parts;
    if (making.holds(socket, () => this.webSocketError(socket))) return;
    departures.leave(socket);
  }

  override async alarm(): Promise<void> {
    if (this.#closed !== undefined) return;
    const { expiry, schedule, tables } = this.#parts;
    // Bans that were imposed in other rooms. The list is in memory if it was read a short while ago.
    if (this.#config.deploymentBans) this.removeBanned(await readBans(this.env));
    await schedule.alarm();
    if (expiry.isExpired) await tables.delete();
  }

  /** P7.1. Reading about a room that no one has entered does not create it. */
  summary(requester: Requester): RoomSummary | ErrorCode {
    if (this.#closed !== undefined) return this.#closed;
    const { schedule, tables, turns } = this.#parts;
    if (turns.hydrated !== undefined) schedule.asked(turns.hydrated.room);
    return tables.isAbsent ? "no_room" : summaryOf(turns.hydrated, this.#name, requester, Date.now());
  }

  /** P7.2. */
  messages(range: PageRange, requester: Requester): MessagesPage | ErrorCode {
    if (this.#closed !== undefined) return this.#closed;
    const { tables, turns } = this.#parts;
    return tables.isAbsent ? "no_room" : pageOf(turns.hydrated, range, requester, Date.now());
  }

  /** P9.30. */
  audit(page: AuditPage | undefined, requester: Requester): AuditLines | ErrorCode {
    if (this.#closed !== undefined) return this.#closed;
    return auditOf(this.#parts.turns.hydrated, page, requester, Date.now());
  }

  /** Answers a request of a capability's route, after everything that came before. A room without tables knows no one, unless the request makes it. */
  ask(request: JsonObject, requester: Requester): object | ErrorCode {
    if (this.#closed !== undefined) return this.#closed;
    const { inbox, tables, turns } = this.#parts;
    const mayMake = this.#makers.has(request.type) && mayMakeRoom(requester, this.#config.rooms.access);
    if (!tables.isMade && !mayMake) return tables.isAbsent ? "no_room" : "no_person";
    inbox.drain();
    return tables.make() ? answerOf(turns, request, requester) : "internal";
  }

  /** P8.9: after everything that came before, in a turn of its own. */
  order(command: RpcRequest, requester: Requester): CommandAnswer | ErrorCode {
    if (this.#closed !== undefined) return this.#closed;
    const { inbox, tables, turns } = this.#parts;
    // P1.6: where rooms are claimed, a read opens none.
    if (tables.isAbsent && command.type === "list") return "no_room";
    if (!tables.isMade && !mayMakeRoom(requester, this.#config.rooms.access)) {
      return tables.isAbsent ? "no_room" : "not_allowed";
    }
    inbox.drain();
    return tables.make() ? actOf(turns, command, requester) : "internal";
  }

  /** P7.6, P7.8: after everything that came before, in a turn of its own. */
  post(posting: Posting): Posted | Refusal {
    if (this.#closed !== undefined) return { code: this.#closed };
    const { frames, inbox, tables, turns } = this.#parts;
    const { command, requester } = posting;
    const mayMake = command.type === "message" && mayMakeRoom(requester, this.#config.rooms.access);
    if (!tables.isMade && !mayMake) return { code: "no_room" };
    inbox.drain();
    if (!tables.make()) return { code: "internal" };
    return postOf(turns, (session, command) => frames.limit(session, command), posting);
  }

  /** A step of a move to another server, or from one. It hands out the room's keys, so it is for the deployment's owner alone. */
  async move(step: MoveStep, requester: Requester): Promise<object | ErrorCode> {
    if (requester.type !== "owner") return "not_allowed";
    return this.#mover.run(step);
  }

  /**
   * Sends everyone away, to come back by themselves, after everything that they sent. Leaves no timer behind.
   *
   * @param reason says how many come back together (P4.12)
   */
  closeSockets(reason: string): void {
    const { inbox, turns } = this.#parts;
    inbox.drain();
    for (const socket of this.ctx.getWebSockets()) socket.close(CLOSE.restart, reason);
    turns.settle((room) => room.closeAll());
  }

  /** P9.16. Called by the Worker for the owner of the deployment. */
  networksOf(uid: string): readonly string[] {
    return this.#parts.turns.hydrated?.room.networksOf(uid) ?? [];
  }

  /** P9.16. Called by the Worker for the owner of the deployment. */
  removeBanned(bans: readonly DeploymentBan[]): void {
    if (bans.length === 0) return;
    const { inbox, turns } = this.#parts;
    const now = Date.now();
    inbox.drain();
    turns.settle((room) => room.removeBanned((...keys) => findBan(bans, keys, now) !== undefined));
  }
}

function analyticsOf({ METRICS }: Env, room: string): Meter | undefined {
  return METRICS && new AnalyticsMeter(METRICS, room);
}
