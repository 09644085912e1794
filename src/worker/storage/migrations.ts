import { randomId, randomKey } from "../base/random-id.ts";
import { MIGRATIONS } from "./room-schema.ts";

/** The schema of a capability's own tables. */
export interface CapabilitySchema {
  readonly name: string;
  /** An append-only list like the room's own. */
  readonly migrations: readonly string[];
}

/** Whether the room has its tables. Reading about a room without them must create nothing (P7.3). */
export function exists({ sql }: DurableObjectStorage): boolean {
  // The first table of a room: the query reads no further, however many there are.
  return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'meta' LIMIT 1").toArray().length > 0;
}

/**
 * Names that the table `meta` has while the room moves to another server or from one. Without `meta` there is no room, so
 * nothing happens in it meanwhile.
 */
export type Moving = "departing" | "arriving";

/** Whether the room is on the move. Asked only if it does not exist. */
export function movingOf({ sql }: DurableObjectStorage): Moving | undefined {
  const query = "SELECT name FROM sqlite_master WHERE name IN ('departing', 'arriving') LIMIT 1";
  // By the query.
  return sql.exec<{ name: Moving }>(query).toArray()[0]?.name;
}

/** The migrations that a room's storage has had. */
export interface Schema {
  readonly room: number;
  readonly capabilities: Readonly<Record<string, number>>;
}

/** @param table `meta`, under the name that it has */
export function schemaOf({ sql }: DurableObjectStorage, table: Moving): Schema {
  const { capabilities, room } = sql
    .exec<{ room: number; capabilities: string | null }>(
      `SELECT (SELECT value FROM ${table} WHERE key = 'schema') AS room,
              (SELECT value FROM ${table} WHERE key = 'capabilities') AS capabilities`,
    )
    .one();
  // Only `migrate` writes it.
  return { room, capabilities: JSON.parse(capabilities ?? "{}") as Record<string, number> };
}

/** Whether a room was stored by a version that has migrations which this one doesn't know. */
export function isNewer({ capabilities: stored, room }: Schema, known: readonly CapabilitySchema[]): boolean {
  const stepsOf = new Map(known.map(({ migrations, name }) => [name, migrations.length]));
  const isAhead = ([name, steps]: [string, number]) => steps > (stepsOf.get(name) ?? 0);
  return room > MIGRATIONS.length || Object.entries(stored).some(isAhead);
}

/** Makes the tables of a room as it was stored, for rows that come from elsewhere. None of them has any yet. */
export function makeTablesOf(
  { sql }: DurableObjectStorage,
  { capabilities: stored, room }: Schema,
  known: readonly CapabilitySchema[],
): void {
  const steps = known.flatMap(({ migrations, name }) => migrations.slice(0, stored[name] ?? 0));
  for (const step of [...MIGRATIONS.slice(0, room), ...steps]) sql.exec(step);
}

/**
 * Brings a room's storage to the newest schema, that of its capabilities included, and gives a new room its identity.
 * Nothing is written if it is up to date, or ahead: after a rollback, a newer release has already migrated it.
 *
 * @throws if a step fails; then none of it is done
 */
export function migrate(storage: DurableObjectStorage, capabilities: readonly CapabilitySchema[]): void {
  const { sql } = storage;
  storage.transactionSync(() => {
    sql.exec("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID");
    // Scalar subqueries read a row each; an IN would read its own list as well.
    const stored = sql
      .exec<{ schema: number | null; capabilities: string | null }>(
        `SELECT (SELECT value FROM meta WHERE key = 'schema') AS schema,
                (SELECT value FROM meta WHERE key = 'capabilities') AS capabilities`,
      )
      .one();
    const done = stored.schema ?? 0;
    // Only this function writes it.
    const versions = JSON.parse(stored.capabilities ?? "{}") as Record<string, number>;
    const behind = capabilities.filter(({ migrations, name }) => (versions[name] ?? 0) < migrations.length);
    if (done >= MIGRATIONS.length && behind.length === 0) return;
    for (const step of MIGRATIONS.slice(done)) sql.exec(step);
    for (const { migrations, name } of behind) {
      for (const step of migrations.slice(versions[name])) sql.exec(step);
      versions[name] = migrations.length;
    }
    const set = "INSERT OR REPLACE INTO meta (key, value) VALUES ('schema', ?), ('capabilities', ?)";
    sql.exec(set, Math.max(done, MIGRATIONS.length), JSON.stringify(versions));
    sql.exec("INSERT OR IGNORE INTO meta (key, value) VALUES ('epoch', ?), ('key', ?)", randomId(), randomKey());
  });
}
