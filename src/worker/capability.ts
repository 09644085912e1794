import type { Hono } from "hono";
import type { PlugIn } from "../room/capability.ts";
import type { Config } from "./config/config.ts";
import type { JobHandler } from "./object/job-queue.ts";

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
  /** Its jobs, by kind. A kind starts with the capability's name. */
  readonly jobs?: Readonly<Record<string, JobHandler>>;
  /** Its routes, below `/api/rooms`. */
  readonly routes?: Hono<{ Bindings: Env }>;
}
