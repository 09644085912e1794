import type { Hono } from "hono";
import type { HelloCommand } from "../protocol/commands.ts";
import type { PlugIn } from "../room/capability/capability.ts";
import type { Config } from "./config/config.ts";
import type { JobHandler } from "./object/job-queue.ts";

/** The variables that are about capabilities. */
export type CapabilityConfig = Pick<Config, "keepDays">;

/**
 * A feature of its own folder, `src/capabilities/<name>`. `capabilities.ts` lists those that are on; nothing else in the
 * core knows of them.
 */
export interface Capability {
  readonly name: string;
  /** The schema of its tables, as an append-only list like the room's own. They are created only if it is on. */
  readonly migrations: readonly string[];
  /** @param sql migrated storage */
  readonly open: (sql: SqlStorage, config: Config) => PlugIn;
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
  /** Its jobs, by kind. A kind starts with the capability's name. */
  readonly jobs?: Readonly<Record<string, JobHandler>>;
  /** Its routes, below `/api/rooms`. */
  readonly routes?: Hono<{ Bindings: Env }>;
  /** Its documents, below `/api`. */
  readonly pages?: Hono<{ Bindings: Env }>;
}
