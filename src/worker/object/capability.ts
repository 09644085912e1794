import type { Hono } from "hono";
import type { HelloCommand } from "../../protocol/commands.ts";
import type { ErrorCode } from "../../protocol/error-codes.ts";
import type { JsonObject } from "../../protocol/json.ts";
import type { PlugIn } from "../../room/capability/capability.ts";
import type { Config } from "../config/config.ts";
import type { CapabilitySchema } from "../storage/migrations.ts";
import type { Meter } from "./meter.ts";

/** What a job works with. While it waits for something, the room takes turns, which may change the rows. */
export interface JobContext {
  readonly env: Env;
  /** The room's name. */
  readonly room: string;
  /** Migrated storage. */
  readonly sql: SqlStorage;
  readonly config: Config;
  /** Has the capability answer a request in a turn of its own, as one of the deployment. */
  readonly ask: (request: JsonObject) => object | ErrorCode;
  /** Keeps the object while this work goes on, after the job is done. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly meter?: Pick<Meter, "called">;
  /** @param due milliseconds since 1970 */
  readonly schedule: (kind: string, due: number) => void;
  /** Has the room deleted when the alarm is done, whoever is in it. */
  readonly deleteRoom: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Does the work of one kind of job. It may run twice: after a crash the job is still stored. */
export type CapabilityJob = (context: JobContext, payload: JsonObject) => Promise<void>;

/**
 * A feature of its own folder, `src/capabilities/<name>`. `worker/capabilities.ts` lists those that are on, and
 * `worker/index.ts` hands them to the room's object and to the routes. The core imports none.
 */
export interface Capability extends CapabilitySchema {
  /** @param sql migrated storage */
  readonly open: (sql: SqlStorage, config: Config) => PlugIn;
  /** Its part in a room without tables, which no one has made yet (P1.5). */
  readonly unmade?: (config: Config) => PlugIn;
  /**
   * Adds to a hello what only a request to another service can tell, before the hello has its turn. Returns `undefined`
   * if it asks none.
   *
   * @param host the host name by which the client reached the Worker, if that is known
   */
  readonly inspectHello?: (
    hello: HelloCommand,
    host: string | undefined,
    config: Config,
  ) => Promise<HelloCommand> | undefined;
  /** Its jobs that run outside of any turn, by kind. A kind starts with the capability's name. */
  readonly jobs?: Readonly<Record<string, CapabilityJob>>;
  /** Deletes what it keeps outside of a room's object, before the room is deleted (P1.7). */
  readonly roomExpired?: (context: JobContext) => Promise<void>;
  /** The types of its routes' requests that make a room, if the person may make one (P1.6). */
  readonly makesRoom?: readonly string[];
  /** Its routes, below `/api/rooms`. */
  readonly routes?: Hono<{ Bindings: Env }>;
  /** Its documents, below `/api`. */
  readonly pages?: Hono<{ Bindings: Env }>;
  /**
   * Its routes for operators, below `/api`.
   *
   * @param rooms the HTTP API of the rooms, to offer with an operator's authority
   */
  readonly operatorRoutes?: (rooms: Hono<{ Bindings: Env }>) => Hono<{ Bindings: Env }>;
  /** Its documents elsewhere on the site. `run_worker_first` in wrangler.toml has to name them. */
  readonly site?: Hono<{ Bindings: Env }>;
}

/** Has the capabilities add to a hello, one after the other. Returns `undefined` if none has anything to ask. */
export function inspectHello(
  capabilities: readonly Pick<Capability, "inspectHello">[],
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
