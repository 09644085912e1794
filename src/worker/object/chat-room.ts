import { DurableObject } from "cloudflare:workers";
import { CLOSE } from "../../protocol/close-codes.ts";
import type { AckCommand, Command, HelloCommand } from "../../protocol/commands.ts";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { Read, ReadError } from "../../protocol/frame.ts";
import type { MessagesPage, RoomSummary } from "../../protocol/http.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { parsePlain } from "../../protocol/parse-plain.ts";
import { parseV1, V1 } from "../../protocol/parse-v1.ts";
import type { Requester } from "../../room/handshake/requester.ts";
import { RateLimiter } from "../../room/limits/rate-limiter.ts";
import type { PageRange } from "../../room/log/event-log.ts";
import type { Received } from "../../room/model/context.ts";
import type { CommandAnswer } from "../../room/model/result.ts";
import { isExpired, isPresent, type Session, type SessionId } from "../../room/model/session.ts";
import { jsonError } from "../base/json-error.ts";
import { logFailure } from "../base/logger.ts";
import { type Config, readConfig } from "../config/config.ts";
import { type DeploymentBan, deploymentBan, findBan, readBans } from "../deployment/ban-list.ts";
import { platformVerifier } from "../identity/platform-verifier.ts";
import { SignIn } from "../identity/sign-in.ts";
import { exists, migrate } from "../storage/migrations.ts";
import { isUsed, newestAt } from "../storage/room-use.ts";
import { SqlJobStore } from "../storage/sql-job-store.ts";
import { markClosed, restoreSession } from "./attachment.ts";
import { Batcher } from "./batcher.ts";
import type { Capability } from "./capability.ts";
import { type FanOutPorts, MAX_FRAME_LENGTH } from "./fan-out.ts";
import { hydrate, makeTables } from "./hydrate.ts";
import { type JobHandler, JobQueue } from "./job-queue.ts";
import { EXPIRY_JOB, RoomExpiry } from "./room-expiry.ts";
import { RoomMaking } from "./room-making.ts";
import { type AuditLines, type AuditPage, auditOf, mayMakeRoom, pageOf, type RpcRequest, summaryOf } from "./rpc.ts";
import { Scheduler } from "./scheduler.ts";
import { TurnRunner } from "./turn-runner.ts";
import { decodeUpgrade, refuse } from "./upgrade.ts";

type FrameRead = Read<Command>;

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Begins the tag that names the counter of a socket's address (P1.6). */
const MAKER = "maker:";

/** UTF-16 units that an event adds to its command: `seq`, `at`, `uid` and a name. */
const ENVELOPE_LENGTH = 100;

/**
 * One chat room: the shell around `Room`. It parses frames and hands them to turns, and decides nothing about the chat.
 *
 * No handler awaits, so none interleaves with another. Only the Hibernation API is used, so that a quiet room is
 * evicted with its sockets kept.
 */
export class ChatRoomObject extends DurableObject<Env> {
  readonly #config: Config;
  readonly #capabilities: readonly Capability[];
  /** The jobs of capabilities that need no room. */
  readonly #capabilityJobs: ReadonlyMap<string, JobHandler>;
  readonly #rateLimit: RateLimiter;
  readonly #fanOutPorts: FanOutPorts = {
    lastPing: (socket) => this.#lastPing(socket),
    lagging: (ids) => this.#turns.dropLagging(ids),
    now: () => Date.now(),
    after: (ms, run) => setTimeout(run, ms),
  };
  readonly #turns: TurnRunner = new TurnRunner({
    storage: this.ctx.storage,
    hydrate: (sockets) =>
      hydrate(this.ctx, this.#name, this.#config, this.#capabilities, this.#fanOutPorts, this.#jobs, sockets),
    closed: (id) => this.#signIn.forget(id),
    ended: (room) => this.#schedule.update(room),
  });
  readonly #inbox = new Batcher<Received>({
    flush: (items, done) => {
      this.#turns.receive(items);
      const { hydrated } = this.#turns;
      if (hydrated === undefined) done();
      else hydrated.fanout.whenSent(done);
    },
    capacity: MAX_FRAME_LENGTH,
    now: () => Date.now(),
    after: (ms, run) => setTimeout(run, ms),
  });
  readonly #jobs: JobQueue = new JobQueue({
    store: new SqlJobStore(this.ctx.storage.sql),
    alarms: this.ctx.storage,
    handlerOf: (kind) =>
      kind === EXPIRY_JOB
        ? (payload) => this.#expiry.run(payload)
        : (this.#capabilityJobs.get(kind) ?? (() => this.#runJob(kind))),
    sweepDue: () => this.#schedule.sweepDue(),
    now: () => Date.now(),
    failed: (kind, error, isLast) => logFailure(isLast ? "job_given_up" : "job_failed", error, kind),
  });
  readonly #schedule: Scheduler = new Scheduler({
    room: () => this.#turns.hydrated?.room,
    settle: (decide) => this.#turns.settle(decide),
    lastPing: (id) => this.#lastPing(this.#turns.hydrated?.fanout.get(id)),
    jobs: {
      run: () => this.#jobs.run(),
      // An alarm is a row, and a room without tables has none (P1.5).
      setAlarm: async () => {
        if (this.#isMade) await this.#jobs.setAlarm();
      },
    },
    now: () => Date.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  readonly #expiry: RoomExpiry = new RoomExpiry({
    jobs: this.#jobs,
    sockets: () => this.#turns.hydrated?.room.sockets ?? 0,
    isUsed: () => isUsed(this.ctx.storage.sql),
    newestAt: () => newestAt(this.ctx.storage.sql),
    idleMs: () => this.#idleMs,
    now: () => Date.now(),
  });
  readonly #making = new RoomMaking({
    ask: (id) => this.#askToMake(id),
    waitUntil: (work) => this.ctx.waitUntil(work),
    now: () => Date.now(),
  });
  readonly #signIn: SignIn;

  constructor(ctx: DurableObjectState, env: Env, capabilities: readonly Capability[]) {
    super(ctx, env);
    this.#capabilities = capabilities;
    this.#capabilityJobs = new Map(capabilities.flatMap(({ jobs = {} }) => Object.entries(jobs)));
    this.#config = readConfig(env);
    this.#rateLimit = new RateLimiter(this.#config.limits);
    const { site } = this.#config.identity;
    this.#signIn = new SignIn({
      verifier: site && platformVerifier(site),
      room: () => this.#name,
      inspect: ({ host }, hello) => inspectHello(capabilities, hello, host, this.#config),
      isBanned: async (uid) => (await deploymentBan(env, this.#config, [uid])) !== undefined,
      awaitIdentity: (id) => this.#turns.hydrated?.room.awaitIdentity(id),
      admit: ({ item, length }) => this.#inbox.add(item, length),
      reject: (id, refusal) => {
        this.#inbox.drain();
        this.#turns.settle((room) => room.rejectSession(id, refusal));
      },
      overflow: (id) => this.#drop(id),
    });
    // P1.4: the platform answers heartbeats, so that they do not wake the object.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    if (exists(ctx.storage)) migrate(ctx.storage, capabilities);
    this.#turns.hydrate();
  }

  /** Takes a socket that the Worker has checked. */
  override fetch(request: Request): Response {
    const { address, allowance, dialect, history, host, identity, mayMake, network } = decodeUpgrade(request);
    const { room: entered } = this.#turns.hydrated ?? this.#turns.hydrate();
    if (!this.#isMade && !mayMake) return jsonError("no_room", 404);
    this.#schedule.asked(entered);
    const { 0: client, 1: server } = new WebSocketPair();
    const shown = this.#config.showAddresses ? { address: address ?? "unknown" } : {};
    const joined = this.#turns.ask(({ addresses, fanout, room, unmade }, turn) => {
      const hash = addresses.of(address, turn.now);
      const request = {
        dialect,
        ...shown,
        ...(hash && { hash }),
        ...(identity && { identity }),
        ...(host && { host }),
        ...(network && { network }),
      };
      const admitted = room.admit(request, turn);
      if (!admitted.ok) return { effects: [], refusal: admitted.error };
      const session = admitted.value;
      const effects = isPresent(session) ? room.joinPlain(session, history) : room.joinNew(session);
      // What making the room will need, which only the socket can keep until then.
      if (unmade === undefined) this.ctx.acceptWebSocket(server);
      else this.ctx.acceptWebSocket(server, [...unmade.tags, ...(allowance === undefined ? [] : [MAKER + allowance])]);
      fanout.add(session, server, 0);
      return { effects };
    });
    if (!joined.ok) return jsonError("internal", 500);
    if (joined.value.refusal !== undefined) return refuse(joined.value.refusal);
    this.#schedule.joined(entered);
    const headers = dialect === "v1" ? { "sec-websocket-protocol": V1 } : undefined;
    return new Response(null, { status: 101, webSocket: client, ...(headers && { headers }) });
  }

  override webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): void {
    const { hydrated } = this.#turns;
    // Reading the attachment costs more. It is needed when the platform hands over another object for the same socket.
    const session = hydrated?.fanout.sessionOf(socket) ?? restoreSession(socket)?.session;
    if (session === undefined || hydrated === undefined) {
      socket.close(CLOSE.restart, "come back");
      return;
    }
    const now = Date.now();
    hydrated.fanout.heard(session.id, now);
    if (isExpired(session, now)) {
      this.#inbox.drain();
      this.#turns.settle((room) => room.rejectSession(session.id, { code: "bad_token" }));
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
      this.#drop(session.id);
    } else if (verdict.outcome === "refuse") {
      // It goes with the next batch: a sender of too many frames must not cost the others a frame each time.
      const id = read.ok ? idOf(read.value) : read.error.id;
      const error = { code: "rate_limited", id, retryAfter: verdict.retryAfter } as const;
      this.#inbox.add({ from: session.id, read: { ok: false, error } }, ENVELOPE_LENGTH, true);
    } else {
      this.#deliver(socket, session, { read, length: sizeOf(frame) + ENVELOPE_LENGTH, canWait: verdict.canWait });
    }
  }

  override webSocketClose(socket: WebSocket, code: number, _reason: string, wasClean: boolean): void {
    if (this.#making.holds(socket, () => this.webSocketClose(socket, code, _reason, wasClean))) return;
    // The Hibernation API leaves the answering close frame to us. 1005 and 1006 stand for "none came" and cannot be sent.
    this.#inbox.drain();
    if (wasClean) socket.close(code >= 3000 && code <= 4999 ? code : CLOSE.normal);
    this.#leave(socket);
  }

  override webSocketError(socket: WebSocket): void {
    if (this.#making.holds(socket, () => this.webSocketError(socket))) return;
    this.#inbox.drain();
    this.#leave(socket);
  }

  override async alarm(): Promise<void> {
    if (this.#config.deploymentBans) await this.#removeBanned();
    await this.#schedule.alarm();
    if (this.#expiry.isExpired) await this.#delete();
  }

  /** P7.1. Reading about a room that nobody has entered does not create it. */
  summary(requester: Requester): RoomSummary | ErrorCode {
    const { hydrated } = this.#turns;
    if (hydrated !== undefined) this.#schedule.asked(hydrated.room);
    if (this.#isAbsent) return "no_room";
    return summaryOf(this.#turns.hydrated, this.#name, requester, Date.now());
  }

  /** P7.2. */
  messages(range: PageRange, requester: Requester): MessagesPage | ErrorCode {
    if (this.#isAbsent) return "no_room";
    return pageOf(this.#turns.hydrated, range, requester, Date.now());
  }

  /** P9.34. */
  audit(page: AuditPage | undefined, requester: Requester): AuditLines | ErrorCode {
    return auditOf(this.#turns.hydrated, page, requester, Date.now());
  }

  /** Answers a request of a capability's route, after everything that came before. A room without tables knows nobody. */
  ask(request: JsonObject, requester: Requester): object | ErrorCode {
    if (!this.#isMade) return "no_person";
    this.#inbox.drain();
    const answered = this.#turns.ask(({ room }, turn) => room.ask(requester, request, turn));
    if (!answered.ok) return "internal";
    const { result } = answered.value;
    return result.ok ? result.value : result.error;
  }

  /** P8.9: after everything that came before, in a turn of its own. */
  order(command: RpcRequest, requester: Requester): CommandAnswer | ErrorCode {
    if (!this.#isMade && !mayMakeRoom(requester, this.#config.rooms.access)) {
      return this.#isAbsent ? "no_room" : "not_allowed";
    }
    this.#inbox.drain();
    if (!this.#make()) return "internal";
    const answered = this.#turns.ask(({ room }, turn) => {
      const author = room.resolve(requester, turn.now);
      if (!author.ok) return { effects: [], object: author.error.code };
      return room.act(author.value, command, turn);
    });
    return answered.ok ? answered.value.object : "internal";
  }

  /** Runs a job of a capability in a turn of its own. */
  #runJob(kind: string): void {
    const ran = this.#turns.ask(({ room }, turn) => ({ effects: room.runJob(kind, turn) }));
    if (!ran.ok) throw ran.error;
  }

  /** P9.16. Called by the Worker for the owner of the deployment. */
  networksOf(uid: string): readonly string[] {
    return this.#turns.hydrated?.room.networksOf(uid) ?? [];
  }

  /** P9.16. Called by the Worker for the owner of the deployment. */
  removeBanned(bans: readonly DeploymentBan[]): void {
    const now = Date.now();
    this.#inbox.drain();
    this.#turns.settle((room) => room.removeBanned((...keys) => findBan(bans, keys, now) !== undefined));
  }

  /** Removes people who were banned in another room while they were here. The alarm looks for them, from memory if it can. */
  async #removeBanned(): Promise<void> {
    const bans = await readBans(this.env);
    if (bans.length > 0) this.removeBanned(bans);
  }

  get #name(): string {
    const { name } = this.ctx.id;
    if (name === undefined) throw new Error("a room's object is only ever reached by its name");
    return name;
  }

  /** Whether the room has tables. One that has none writes nothing (P1.5). */
  get #isMade(): boolean {
    const { hydrated } = this.#turns;
    return hydrated !== undefined && hydrated.unmade === undefined;
  }

  /** Whether there is no such room for those who ask (P1.6). */
  get #isAbsent(): boolean {
    return !this.#isMade && this.#config.rooms.access === "claimed";
  }

  get #idleMs(): number | undefined {
    const { idleDays } = this.#config.rooms;
    return idleDays === undefined ? undefined : idleDays * DAY_MS;
  }

  /** Carries out a frame that the rate limit let through. */
  #deliver(socket: WebSocket, session: Session, frame: { read: FrameRead; length: number; canWait: boolean }): void {
    if (this.#making.holds(socket, () => this.#deliver(socket, session, frame))) return;
    const { canWait, length, read } = frame;
    if (isAck(read)) {
      this.#acknowledge(session, read.value);
      return;
    }
    if (!isForRoom(read)) return;
    const from = session.id;
    const fail = (error: ReadError) => this.#inbox.add({ from, read: { ok: false, error } }, ENVELOPE_LENGTH, true);
    const receive = () => {
      const received = { item: { from, read }, length };
      if (!this.#signIn.take(session, received)) this.#inbox.add(received.item, length, canWait);
    };
    if (this.#isMade || !read.ok || !needsTables(session, read.value)) {
      receive();
      return;
    }
    const id = idOf(read.value);
    const allowance = this.ctx.getTags(socket).find((tag) => tag.startsWith(MAKER));
    this.#making.begin(socket, allowance?.slice(MAKER.length), {
      allowed: () => (this.#make() ? receive() : fail({ code: "internal", id })),
      refused: (retryAfter) => fail({ code: "rate_limited", id, retryAfter }),
    });
  }

  /** P1.6. Loopback addresses have no counter. */
  async #askToMake(id: string): Promise<number> {
    if (this.#isMade) return 0;
    const { NEW_ROOM_LIMITER } = this.env;
    return NEW_ROOM_LIMITER.get(NEW_ROOM_LIMITER.idFromString(id)).take(this.#config.rooms.perAddress);
  }

  /**
   * Makes the room's tables, unless it has them.
   *
   * @returns whether it has them now
   */
  #make(): boolean {
    const hydrated = this.#turns.hydrated ?? this.#turns.hydrate();
    if (hydrated.unmade === undefined) return true;
    this.#inbox.drain();
    try {
      makeTables(this.ctx.storage, hydrated, this.#capabilities);
    } catch (error) {
      logFailure("command_not_stored", error);
      return false;
    }
    this.#turns.hydrate(hydrated.fanout.sockets);
    this.#expiry.restart();
    return true;
  }

  /** Deletes everything that the room stores, its alarm included (P1.7). */
  async #delete(): Promise<void> {
    this.#expiry.forget();
    // Both begin before anything else can happen.
    const deleted = [this.ctx.storage.deleteAlarm(), this.ctx.storage.deleteAll()];
    await Promise.all(deleted);
    this.#turns.hydrate();
  }

  /**
   * A socket is gone. An error and a close may both report the same end; the first one counts. The session comes from the
   * attachment, because a room that the close itself woke no longer finds that socket in `getWebSockets()`.
   */
  #leave(socket: WebSocket): void {
    const session = restoreSession(socket)?.session;
    const { hydrated } = this.#turns;
    if (session === undefined || hydrated === undefined) return;
    markClosed(socket);
    this.#signIn.forget(session.id);
    hydrated.fanout.remove(session.id);
    this.#turns.settle((room) => room.leave(session));
    if (this.#turns.hydrated === undefined) return;
    const { room } = this.#turns.hydrated;
    this.#schedule.left(room);
    if (this.#isMade && room.sockets === 0) this.#expiry.restart();
  }

  /** P3.8. It counts before more is sent to its reader, and is no turn of the room. */
  #acknowledge(session: Session, command: AckCommand): void {
    // Its hello may be in the same batch.
    if (!isPresent(session)) this.#inbox.drain();
    const { hydrated } = this.#turns;
    const isLive = hydrated?.fanout.acknowledge(session.id, command, hydrated.log.head());
    if (hydrated !== undefined && isLive) this.#schedule.update(hydrated.room);
    else if (!this.#signIn.isPending(session.id)) {
      this.#turns.receive([{ from: session.id, read: { ok: false, error: { code: "hello_expected" } } }]);
    }
  }

  /** Closes a socket that sends more than the room can take in, after everything that it sent before. */
  #drop(id: SessionId): void {
    this.#inbox.drain();
    this.#turns.settle((room) => room.drop(id, CLOSE.flooding));
  }

  /** When a socket last sent `ping`, in milliseconds since 1970. Only the platform knows, because it answers them (P1.4). */
  #lastPing(socket: WebSocket | undefined): number | undefined {
    return socket && this.ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime();
  }
}

/** Has the capabilities add to a hello, one after the other. Returns `undefined` if none has anything to ask. */
function inspectHello(
  capabilities: readonly Capability[],
  hello: HelloCommand,
  host: string | undefined,
  config: Config,
): Promise<HelloCommand> | undefined {
  return capabilities.reduce<Promise<HelloCommand> | undefined>(
    (before, { inspectHello: inspect }) =>
      before === undefined
        ? inspect?.(hello, host, config)
        : before.then((known) => inspect?.(known, host, config) ?? known),
    undefined,
  );
}

function isAck(read: FrameRead): read is Extract<FrameRead, { ok: true }> & { readonly value: AckCommand } {
  return read.ok && read.value.type === "ack";
}

function isForRoom(read: FrameRead): read is Received["read"] {
  return !isAck(read);
}

/** Whether a command of a room without tables makes them (P1.5): a hello, or a plain socket's message. */
function needsTables({ dialect }: Session, { type }: Command): boolean {
  return dialect === "v1" ? type === "hello" : type !== "cast";
}

function idOf(command: Command): string | undefined {
  return "id" in command ? command.id : undefined;
}

/** UTF-16 units, or bytes of a binary frame. */
function sizeOf(frame: string | ArrayBuffer): number {
  return typeof frame === "string" ? frame.length : frame.byteLength;
}
