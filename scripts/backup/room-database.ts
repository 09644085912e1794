// What a room's database says about the room.
import type { DatabaseSync } from "node:sqlite";
import * as v from "valibot";

const Identity = v.object({
  schema: v.number(),
  epoch: v.pipe(v.string(), v.minLength(1)),
  key: v.instance(Uint8Array),
  oldest: v.nullable(v.number()),
});

/** The events of a log: those of hidden messages, and of changes, have tables of their own. */
const EVENTS = `SELECT seq FROM messages UNION ALL SELECT seq FROM hidden_messages UNION ALL SELECT seq FROM changes`;
const Range = v.object({
  count: v.number(),
  distinct: v.number(),
  first: v.nullable(v.number()),
  head: v.nullable(v.number()),
});
/** Keys of chunks that a file has: those of its number times this, and following. */
const MAX_CHUNKS = 1_024;

const Ids = v.array(v.object({ id: v.string() }));
const Names = v.array(v.object({ name: v.string() }));
const Sizes = v.array(v.object({ id: v.string(), size: v.number() }));
const Stored = v.array(v.object({ id: v.string(), bytes: v.number() }));

/** A room's log, as its database has it. */
export interface RoomLog {
  /** Migrations of its tables. */
  readonly schema: number;
  readonly epoch: string;
  /** Key of its guests' tokens. */
  readonly key: Uint8Array;
  /** `seq` of the oldest event that the room keeps. */
  readonly oldest: number;
  /** `seq` of the newest event; `oldest - 1` without any. */
  readonly head: number;
  readonly events: number;
  /** Whether every `seq` from the oldest to the newest is there, once. */
  readonly isGapless: boolean;
}

/** Reads the log of a room; `undefined` for an object that has no tables, because nothing was ever stored. */
export function readLog(database: DatabaseSync): RoomLog | undefined {
  const meta = metaOf(database);
  if (meta === undefined) return undefined;
  const value = (key: string) => `(SELECT value FROM ${meta} WHERE key = '${key}') AS ${key}`;
  const identity = database.prepare(`SELECT ${["schema", "epoch", "key", "oldest"].map(value).join(", ")}`).get();
  const { epoch, key, oldest: stored, schema } = v.parse(Identity, identity);
  const range = database
    .prepare(
      `SELECT count(*) AS count, count(DISTINCT seq) AS "distinct", min(seq) AS first, max(seq) AS head FROM (${EVENTS})`,
    )
    .get();
  const { count, distinct, first, head } = v.parse(Range, range);
  const oldest = stored ?? 1;
  const newest = head ?? oldest - 1;
  const isGapless = count === distinct && (first ?? oldest) === oldest && count === newest - oldest + 1;
  return { schema, epoch, key, oldest, head: newest, events: count, isGapless };
}

/** The name of a room's table `meta`: another one, if the room has moved away (docs/storage.md). */
export function metaOf(database: DatabaseSync): "meta" | "departing" | undefined {
  return (["meta", "departing"] as const).find((name) => hasTable(database, name));
}

/** Ids of the objects of a class that have an alarm; `undefined` if the database isn't one of alarms. */
export function readAlarmed(database: DatabaseSync): string[] | undefined {
  if (!hasTable(database, "_cf_ALARM")) return undefined;
  const rows = database.prepare("SELECT actor_id AS id FROM _cf_ALARM").all();
  return v.parse(Ids, rows).map(({ id }) => id);
}

/** Files that messages of the room can show, with their sizes. */
export function readFiles(database: DatabaseSync): ReadonlyMap<string, number> {
  if (!hasTable(database, "files")) return new Map();
  const rows = database.prepare("SELECT id, size FROM files WHERE state IN ('ready', 'held')").all();
  return new Map(v.parse(Sizes, rows).map(({ id, size }) => [id, size]));
}

/** Ids of the files in a database of the class `Files`. */
export function readStoredIds(database: DatabaseSync): string[] {
  if (!hasTable(database, "files")) return [];
  return v.parse(Ids, database.prepare("SELECT id FROM files").all()).map(({ id }) => id);
}

/** Sizes of the stored bytes of files, by id. */
export function readStoredFiles(database: DatabaseSync): ReadonlyMap<string, number> {
  if (!hasTable(database, "files")) return new Map();
  const rows = database
    .prepare(
      `SELECT files.id AS id, ifnull(sum(length(chunks.bytes)), 0) AS bytes
       FROM files
       JOIN chunked ON chunked.id = files.id
       LEFT JOIN chunks ON chunks.chunk >= chunked.file * ? AND chunks.chunk < (chunked.file + 1) * ?
       GROUP BY files.id`,
    )
    .all(MAX_CHUNKS, MAX_CHUNKS);
  return new Map(v.parse(Stored, rows).map(({ bytes, id }) => [id, bytes]));
}

/** When a database's object is to wake, in nanoseconds since 1970, as workerd keeps it. */
export function readAlarm(database: DatabaseSync): bigint | undefined {
  if (!hasTable(database, "_cf_METADATA")) return undefined;
  const select = database.prepare("SELECT CAST(value AS INTEGER) AS at FROM _cf_METADATA WHERE key = 1");
  select.setReadBigInts(true);
  const at = select.get()?.at;
  return typeof at === "bigint" && at > 0n ? at : undefined;
}

function hasTable(database: DatabaseSync, name: string): boolean {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name = ?").all(name);
  return v.parse(Names, tables).length > 0;
}
