import { logFailure } from "../base/logger.ts";
import type { Config } from "../config/config.ts";
import { deploymentBan } from "../deployment/ban-list.ts";
import { platformVerifier } from "../identity/platform-verifier.ts";
import { SignIn } from "../identity/sign-in.ts";
import { isUsed, newestAt } from "../storage/room-use.ts";
import { SqlJobStore } from "../storage/sql-job-store.ts";
import { MAX_FRAME_LENGTH } from "./audience.ts";
import { type Capability, inspectHello, type JobContext } from "./capability.ts";
import { Departures } from "./departures.ts";
import type { FanOutPorts } from "./fan-out.ts";
import { FrameIntake } from "./frame-intake.ts";
import { hydrate } from "./hydrate.ts";
import { Inbox } from "./inbox.ts";
import { type JobHandler, JobQueue } from "./job-queue.ts";
import { type Meter, RoomMeter } from "./meter.ts";
import { EXPIRY_JOB, RoomExpiry } from "./room-expiry.ts";
import { allowanceOf, RoomMaking, takeAllowance } from "./room-making.ts";
import { RoomTables } from "./room-tables.ts";
import { answerOf } from "./rpc.ts";
import { Scheduler } from "./scheduler.ts";
import { TurnRunner } from "./turn-runner.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The parts of a room's object that its handlers use. */
export interface RoomParts {
  readonly turns: TurnRunner;
  readonly inbox: Inbox;
  readonly schedule: Scheduler;
  readonly tables: RoomTables;
  readonly expiry: RoomExpiry;
  readonly making: RoomMaking;
  readonly departures: Departures;
  readonly frames: FrameIntake;
}

/** Creates the parts of a room's object and connects them to each other, to the platform and to the clock. */
export function createParts(
  ctx: DurableObjectState,
  env: Env,
  name: string,
  config: Config,
  capabilities: readonly Capability[],
  meter?: Meter,
): RoomParts {
  const { identity, limits, rooms } = config;
  const { sql } = ctx.storage;
  const now = () => Date.now();
  // Only the platform knows, because it answers heartbeats (P1.4).
  const lastPing = (socket: WebSocket) => ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime();

  const fanOutPorts: FanOutPorts = {
    lastPing,
    lagging: (ids) => turns.dropLagging(ids),
    now,
    after: (ms, run) => setTimeout(run, ms),
  };
  const turns: TurnRunner = new TurnRunner({
    storage: ctx.storage,
    hydrate: (sockets) => hydrate(ctx, name, config, capabilities, fanOutPorts, jobs, sockets),
    closed: (id) => signIn.forget(id),
    ended: (room) => schedule.update(room),
    ...(meter && {
      meter: new RoomMeter({ meter, sync: () => ctx.storage.sync(), bytes: () => sql.databaseSize, now }),
    }),
  });
  const inbox = new Inbox({
    flush: (items, done) => {
      turns.receive(items);
      const { hydrated } = turns;
      if (hydrated === undefined) done();
      else hydrated.fanout.whenSent(done);
    },
    capacity: MAX_FRAME_LENGTH,
    personOf: (id) => turns.hydrated?.fanout.personOf(id) ?? id,
    unsentBytes: () => turns.hydrated?.fanout.unsentLength ?? 0,
    now,
    after: (ms, run) => setTimeout(run, ms),
  });

  // The jobs of capabilities that run outside of a turn.
  const jobHandlers = new Map(capabilities.flatMap((one) => Object.entries(one.jobs ?? {})));
  const jobContext: JobContext = {
    env,
    room: name,
    sql,
    config,
    ask: (request) => (tables.isMade ? answerOf(turns, request, { type: "owner" }) : "no_room"),
    waitUntil: (work) => ctx.waitUntil(work),
    ...(meter && { meter }),
    schedule: (kind, due) => jobs.schedule(kind, due),
    deleteRoom: () => expiry.force(),
    now,
  };
  const names = new Set(capabilities.map((one) => one.name));
  const handlerOf = (kind: string): JobHandler | undefined => {
    if (kind === EXPIRY_JOB) return (payload) => expiry.run(payload);
    const handler = jobHandlers.get(kind);
    if (handler !== undefined) return (payload) => handler(jobContext, payload);
    const [capability = ""] = kind.split(".");
    return names.has(capability) ? () => turns.runJob(kind) : undefined;
  };
  const jobs: JobQueue = new JobQueue({
    store: new SqlJobStore(sql),
    alarms: ctx.storage,
    handlerOf,
    sweepDue: () => schedule.sweepDue(),
    now,
    failed: (kind, error, isLast) => logFailure(isLast ? "job_given_up" : "job_failed", error, kind),
  });
  const schedule: Scheduler = new Scheduler({
    room: () => turns.hydrated?.room,
    settle: (decide) => turns.settle(decide),
    lastPing: (id) => {
      const socket = turns.hydrated?.fanout.get(id);
      return socket && lastPing(socket);
    },
    jobs: {
      run: () => jobs.run(),
      // An alarm is a row, and a room without tables has none (P1.5).
      setAlarm: async () => {
        if (tables.isMade) await jobs.setAlarm();
      },
    },
    now,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });

  const expiry: RoomExpiry = new RoomExpiry({
    jobs,
    sockets: () => turns.hydrated?.room.sockets ?? 0,
    isUsed: () => isUsed(sql),
    newestAt: () => newestAt(sql),
    idleMs: () => (rooms.idleDays === undefined ? undefined : rooms.idleDays * DAY_MS),
    now,
  });
  const tables = new RoomTables({
    storage: ctx.storage,
    capabilities,
    access: rooms.access,
    turns,
    expiry,
    drain: () => inbox.drain(),
    expired: async () => {
      for (const { roomExpired } of capabilities) await roomExpired?.(jobContext);
    },
  });
  const making = new RoomMaking({
    // Another socket may have made the room meanwhile.
    ask: async (id) => (tables.isMade ? 0 : takeAllowance(env, id, rooms.perAddress)),
    waitUntil: (work) => ctx.waitUntil(work),
    now,
  });

  const signIn: SignIn = new SignIn({
    verifier: identity.site && platformVerifier(identity.site),
    room: () => name,
    inspect: ({ host }, hello) => inspectHello(capabilities, hello, host, config),
    isBanned: async (uid) => (await deploymentBan(env, config, [uid])) !== undefined,
    awaitIdentity: (id) => turns.hydrated?.room.awaitIdentity(id),
    admit: ({ item, length }) => inbox.add(item, length),
    reject: (id, refusal) => departures.reject(id, refusal),
    overflow: (id) => departures.drop(id),
  });
  const departures = new Departures({
    turns,
    inbox,
    forget: (id) => signIn.forget(id),
    left: (room) => {
      schedule.left(room);
      if (tables.isMade && room.sockets === 0) expiry.restart();
    },
  });
  const frames = new FrameIntake({
    limits,
    turns,
    inbox,
    signIn,
    making,
    tables,
    departures,
    allowanceOf: (socket) => allowanceOf(ctx.getTags(socket)),
    acknowledged: (room) => schedule.update(room),
    now,
  });
  return { turns, inbox, schedule, tables, expiry, making, departures, frames };
}
