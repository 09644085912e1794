import { DurableObject } from "cloudflare:workers";
import { CLOSE } from "../../protocol/close-codes.ts";
import type { Command } from "../../protocol/commands.ts";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import { errorObject, type Read } from "../../protocol/frame.ts";
import type { MessagesPage, RoomSummary } from "../../protocol/http.ts";
import type { Identity } from "../../protocol/identity.ts";
import { parsePlain } from "../../protocol/parse-plain.ts";
import { parseV1, V1 } from "../../protocol/parse-v1.ts";
import type { Received, TurnContext } from "../../room/context.ts";
import type { Effect } from "../../room/effects.ts";
import type { Requester } from "../../room/handshake/requester.ts";
import { RateLimiter } from "../../room/limits/rate-limiter.ts";
import type { PageRange } from "../../room/log/event-log.ts";
import type { Answer } from "../../room/moderation/moderation.ts";
import {
  authenticated,
  guestName,
  hashesOf,
  isExpired,
  isPresent,
  memberName,
  type Session,
} from "../../room/people/session.ts";
import type { Room } from "../../room/room.ts";
import { type Config, readConfig } from "../config/config.ts";
import { platformVerifier } from "../identity/platform-verifier.ts";
import { SignIn } from "../identity/sign-in.ts";
import { jsonError } from "../json-error.ts";
import { logFailure } from "../logger.ts";
import { randomId } from "../random-id.ts";
import { exists, migrate } from "../storage/migrations.ts";
import { markClosed, restoreSession } from "./attachment.ts";
import { Batcher } from "./batcher.ts";
import { type HydratedRoom, hydrate } from "./hydrate.ts";
import { mayMakeRoom, pageOf, type RpcRequest, summaryOf } from "./rpc.ts";
import { Scheduler } from "./scheduler.ts";
import { decodeUpgrade, refuse } from "./upgrade.ts";

/** UTF-16 units that an event has more than the command that it was: `seq`, `at`, `uid` and a name. */
const ENVELOPE_LENGTH = 100;

/**
 * One chat room: the shell that carries out what `Room` decides. It parses frames, opens the transaction, sends, closes
 * and remembers; it decides nothing about the chat.
 *
 * No handler awaits, so none interleaves with another. Only the Hibernation API is used, so that a quiet room is
 * evicted with its sockets kept.
 */
export class ChatRoom extends DurableObject<Env> {
  readonly #config: Config;
  readonly #rateLimit: RateLimiter;
  /** Absent in a room that nobody ever entered, which has no tables. */
  #hydrated: HydratedRoom | undefined;
  readonly #inbox = new Batcher<Received>({
    flush: (items) => this.#work(items),
    capacity: () => this.#hydrated?.fanout.capacity ?? 0,
    now: () => Date.now(),
    after: (ms, run) => setTimeout(run, ms),
  });
  readonly #schedule = new Scheduler({
    room: () => this.#hydrated?.room,
    carryOut: (effects) => {
      if (this.#hydrated !== undefined) this.#carryOut(this.#hydrated, effects);
    },
    lastPing: (id) => this.#lastPing(this.#hydrated?.fanout.get(id)),
    alarms: this.ctx.storage,
    now: () => Date.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });

  readonly #signIn: SignIn;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#config = readConfig(env);
    this.#rateLimit = new RateLimiter(this.#config.limits);
    const { site } = this.#config.identity;
    this.#signIn = new SignIn({
      verifier: site && platformVerifier(site),
      room: () => this.#name,
      awaitIdentity: (id) => this.#hydrated?.room.awaitIdentity(id),
      admit: ({ item, length }) => this.#inbox.add(item, length),
      reject: (id, refusal) => this.#decideNow((room) => room.rejectSession(id, refusal)),
      overflow: (id) => this.#decideNow((room) => room.drop(id, CLOSE.flooding)),
    });
    // P1.4: answered by the platform, so that heartbeats wake nobody.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    if (!exists(ctx.storage)) return;
    migrate(ctx.storage);
    this.#hydrated = this.#wake();
  }

  /** Takes the socket that the Worker admitted. */
  override fetch(request: Request): Response {
    const { address, dialect, history, identity } = decodeUpgrade(request);
    if ((this.#hydrated?.room.sockets ?? 0) >= this.#config.limits.roomSockets) return jsonError("room_full", 503);
    const hydrated = this.#enter();
    const { addresses, door, room } = hydrated;
    const now = Date.now();
    const hash = addresses.of(address, now);
    const plain = dialect === "plain" ? plainPerson(identity) : undefined;
    // A plain socket cannot say who it is, so it comes in where anybody may (P9.5), or whomever a gateway names (P8.7).
    const refusal =
      plain &&
      room.accessRefusal({ uid: plain.uid, claim: plain.role, hashes: hashesOf(hash), invite: undefined }, now);
    if (refusal !== undefined) return jsonError(refusal.code, 403);
    const id = randomId();
    const admittance = door.admit(id, hash, now);
    if (!admittance.ok) return refuse(admittance);
    this.#schedule.entering(room);

    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    const shown = this.#config.showAddresses ? { address: address ?? "unknown" } : {};
    const socket = { id, ...shown, ...hash };
    if (plain !== undefined) {
      const bare = { ...socket, dialect: "plain", ...plain } as const;
      const session = identity === undefined ? bare : room.settle(bare, now);
      hydrated.fanout.add(session, server, 0);
      this.#carryOut(hydrated, room.joinPlain(session, history));
      return new Response(null, { status: 101, webSocket: client });
    }
    const vouching = identity === undefined ? {} : { identity };
    const session = { ...socket, dialect: "v1", state: "new", since: now, ...vouching } as const;
    hydrated.fanout.add(session, server, 0);
    this.#carryOut(hydrated, room.joinNew(session));
    return new Response(null, { status: 101, webSocket: client, headers: { "sec-websocket-protocol": V1 } });
  }

  override webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): void {
    // The attachment costs more to read, and is asked where the platform hands us a socket as another object than before.
    const session = this.#hydrated?.fanout.sessionOf(socket) ?? restoreSession(socket);
    if (session === undefined || this.#hydrated === undefined) {
      socket.close(CLOSE.restart, "come back");
      return;
    }
    const now = Date.now();
    this.#hydrated.fanout.heard(session.id, now);
    if (isExpired(session, now)) {
      this.#decideNow((room) => room.rejectSession(session.id, { code: "bad_token" }));
      return;
    }
    const { limits } = this.#config;
    const read: Read<Command> = session.dialect === "plain" ? parsePlain(frame, limits) : parseV1(frame, limits);
    if (!read.ok && read.error.close) {
      this.#inbox.drain();
      socket.close(CLOSE.tooLarge, "frame too large");
      this.#leave(socket);
      return;
    }
    const verdict = this.#rateLimit.judge(session, read.ok ? read.value : undefined, now);
    if (verdict.outcome === "close") {
      this.#decideNow((room) => room.drop(session.id, CLOSE.flooding));
    } else if (verdict.outcome === "refuse") {
      // It goes with what comes next: whoever sends too much must not cost the others a frame of theirs each time.
      const error = { code: "rate_limited", id: idOf(read), retryAfter: verdict.retryAfter } as const;
      this.#inbox.add({ from: session.id, read: { ok: false, error } }, ENVELOPE_LENGTH, true);
    } else if (read.ok && read.value.type === "ack" && isPresent(session)) {
      // What a reader took has to count before more is sent to it, and changes nothing for anybody else. One whose hello
      // still waits has taken nothing, and keeps its turn.
      this.#carryOut(this.#hydrated, this.#hydrated.room.receive(session.id, read.value, turnNow()));
    } else {
      const received = { item: { from: session.id, read }, length: sizeOf(frame) + ENVELOPE_LENGTH };
      if (!this.#signIn.take(session, received)) this.#inbox.add(received.item, received.length, verdict.canWait);
    }
  }

  override webSocketClose(socket: WebSocket, code: number, _reason: string, wasClean: boolean): void {
    // The Hibernation API leaves the answering close frame to us. 1005 and 1006 stand for "none came" and cannot be sent.
    this.#inbox.drain();
    if (wasClean) socket.close(code >= 3000 && code <= 4999 ? code : CLOSE.normal);
    this.#leave(socket);
  }

  override webSocketError(socket: WebSocket): void {
    this.#inbox.drain();
    this.#leave(socket);
  }

  override alarm(): Promise<void> {
    return this.#schedule.alarm();
  }

  /** P7.1. To read about a room that nobody ever entered leaves it unmade. */
  summary(caller: Requester): RoomSummary | ErrorCode {
    if (this.#hydrated !== undefined) this.#schedule.asked(this.#hydrated.room);
    return summaryOf(this.#hydrated, this.#name, caller, Date.now());
  }

  /** P7.2. */
  messages(range: PageRange, caller: Requester): MessagesPage | ErrorCode {
    return pageOf(this.#hydrated, range, caller, Date.now());
  }

  /** P8.9: behind all that came before, in a transaction of its own. */
  order(command: RpcRequest, caller: Requester): Answer["object"] | ErrorCode {
    if (this.#hydrated === undefined && !mayMakeRoom(caller)) return "not_allowed";
    this.#inbox.drain();
    const hydrated = this.#enter();
    const turn = turnNow();
    const recognition = hydrated.room.recognise(caller, turn.now);
    if (!recognition.ok) return recognition.refusal.code;
    let answer: Answer;
    try {
      answer = this.ctx.storage.transactionSync(() => {
        const ordered = hydrated.room.order(recognition.actor, command, turn);
        hydrated.history.flush();
        return ordered;
      });
    } catch (error) {
      logFailure("command_not_stored", error);
      this.#hydrated = this.#wake();
      return "internal";
    }
    this.#carryOut(hydrated, answer.effects);
    return answer.object;
  }

  get #name(): string {
    const { name } = this.ctx.id;
    if (name === undefined) throw new Error("a room's object is only ever reached by its name");
    return name;
  }

  /** The room, made where nobody entered it before. */
  #enter(): HydratedRoom {
    if (this.#hydrated === undefined) {
      migrate(this.ctx.storage);
      this.#hydrated = this.#wake();
    }
    return this.#hydrated;
  }

  #wake(): HydratedRoom {
    const hydrated = hydrate(this.ctx, this.#name, this.#config, (socket) => this.#lastPing(socket));
    this.#schedule.update(hydrated.room);
    return hydrated;
  }

  /**
   * One turn of the room for all that was gathered: one transaction, then one frame a socket (P4.1).
   *
   * Where storing fails, the transaction is rolled back and the room is rebuilt from what is stored. Then each command is
   * tried by itself, so that only those that cannot be stored are lost, and their senders alone hear of it.
   */
  #work(items: readonly Received[]): void {
    const hydrated = this.#hydrated;
    if (hydrated === undefined) return;
    const turn = turnNow();
    let effects: Effect[];
    try {
      effects = this.ctx.storage.transactionSync(() => {
        const decided = hydrated.room.receiveAll(items, turn);
        hydrated.room.prune();
        hydrated.history.flush();
        return decided;
      });
    } catch (error) {
      this.#hydrated = this.#wake();
      const [only, ...others] = items;
      if (only !== undefined && others.length === 0) {
        logFailure("command_not_stored", error);
        const objects = [errorObject("internal", idOf(only.read))];
        this.#carryOut(this.#hydrated, [{ type: "reply", to: only.from, objects }]);
      } else {
        for (const item of items) this.#work([item]);
      }
      return;
    }
    this.#carryOut(hydrated, effects);
  }

  /**
   * Sees a socket off. Both an error and a close may tell of the same end: the first counts. The session comes from the
   * attachment, because a room that the close itself woke finds that socket no longer in `getWebSockets()`.
   */
  #leave(socket: WebSocket): void {
    const session = restoreSession(socket);
    if (session === undefined || this.#hydrated === undefined) return;
    markClosed(socket);
    this.#forget(this.#hydrated, session);
    this.#hydrated.fanout.remove(session.id);
    this.#carryOut(this.#hydrated, this.#hydrated.room.leave(session));
    this.#schedule.left(this.#hydrated.room);
  }

  /** A socket is gone: what was kept in memory for it goes as well. */
  #forget({ door }: HydratedRoom, session: Session): void {
    door.left(session);
    this.#signIn.forget(session.id);
  }

  /** Decides about a socket behind all that came before. */
  #decideNow(decide: (room: Room) => Effect[]): void {
    this.#inbox.drain();
    if (this.#hydrated !== undefined) this.#carryOut(this.#hydrated, decide(this.#hydrated.room));
  }

  /** When a socket last sent `ping`, in milliseconds since 1970: the platform knows, which answered it (P1.4). */
  #lastPing(socket: WebSocket | undefined): number | undefined {
    return socket && this.ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime();
  }

  #carryOut(hydrated: HydratedRoom, effects: readonly Effect[]): void {
    const { fanout, room } = hydrated;
    for (const effect of effects) {
      switch (effect.type) {
        case "reply":
          fanout.reply(effect.to, effect.objects);
          break;
        case "broadcast":
          fanout.broadcast(effect.plain, effect.v1);
          break;
        case "broadcast-hidden":
          fanout.broadcastVeiled(effect.plain, effect.v1, effect.onlyFor);
          break;
        case "send-to-user":
          fanout.echo(effect.to, effect.plain, effect.v1);
          break;
        case "persist-session":
          fanout.update(effect.session);
          break;
        case "acknowledged":
          fanout.taken(effect.session, effect.received);
          break;
        case "close":
          this.#forget(hydrated, effect.session);
          fanout.close(effect.session.id, effect.code);
          break;
      }
    }
    room.holdNames(Date.now());
    for (const id of fanout.flush()) this.#carryOut(hydrated, room.drop(id, CLOSE.lagging));
    this.#schedule.update(room);
  }
}

/** Who a plain socket is: somebody new each time (P2.2), where no gateway says who it is (P8.7). */
function plainPerson(identity: Identity | undefined) {
  if (identity !== undefined) {
    const { role, uid, username = memberName(identity) } = identity;
    return { uid, username, role, ...authenticated(identity) };
  }
  const uid = randomId();
  return { uid, username: guestName(uid), role: "guest" as const };
}

/** The `id` of what somebody sent, where it had a usable one. */
function idOf(read: Received["read"]): string | undefined {
  if (!read.ok) return read.error.id;
  return "id" in read.value ? read.value.id : undefined;
}

/** UTF-16 units, or bytes of a binary frame. */
function sizeOf(frame: string | ArrayBuffer): number {
  return typeof frame === "string" ? frame.length : frame.byteLength;
}

function turnNow(): TurnContext {
  return { now: Date.now(), newId: randomId };
}
