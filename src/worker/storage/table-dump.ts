import * as v from "valibot";
import { fromBase64, toBase64 } from "../outgoing/base64.ts";

/** UTF-16 units of the rows that are read at once, about. */
const PAGE_LENGTH = 500_000;

export const DumpedValue = v.union([v.string(), v.number(), v.null(), v.object({ base64: v.string() })]);
/** A value of a row, as JSON has it. */
export type DumpedValue = v.InferOutput<typeof DumpedValue>;

export const DumpedRows = v.object({
  table: v.string(),
  columns: v.pipe(v.array(v.string()), v.minLength(1)),
  rows: v.array(v.array(DumpedValue)),
});
/** Rows of a table. */
export type DumpedRows = v.InferOutput<typeof DumpedRows>;

/** A page of a table, and the key after which the next one begins. */
export interface TablePage extends DumpedRows {
  readonly next?: readonly DumpedValue[];
}

export const Statement = v.pipe(
  v.object({ name: v.string(), type: v.picklist(["table", "index"]), sql: v.string() }),
  v.check(isPlain),
);
/** How a table or an index was made. */
export type Statement = v.InferOutput<typeof Statement>;

const NAME = String.raw`("?)(\w+)\1`;
const TABLE = new RegExp(String.raw`^CREATE TABLE ${NAME} ?\((.*)\)(?: (?:WITHOUT ROWID|STRICT))?$`, "s");
const INDEX = new RegExp(String.raw`^CREATE (?:UNIQUE )?INDEX ${NAME} ON "?\w+"? ?\((.*)$`, "s");
/** Texts and quoted names, which may contain anything. */
const QUOTED = /'[^']*'|"[^"]*"/g;

/**
 * Whether a statement makes one table or one index of its name, and does nothing else: no second statement, no rows of another table,
 * and no trigger or view, which could do something later.
 */
function isPlain({ name, sql, type }: { name: string; sql: string; type: "table" | "index" }): boolean {
  const [, , made, rest = ""] = (type === "table" ? TABLE : INDEX).exec(sql) ?? [];
  const bare = rest.replace(QUOTED, "");
  if (made !== name || /^(?:sqlite_|_cf_|search_)/i.test(name)) return false;
  if (/[;'"`[\]]|--|\/\*|\b(?:SELECT|AS)\b/i.test(bare)) return false;
  let depth = type === "table" ? 0 : 1;
  for (const [bracket] of bare.matchAll(/[()]/g)) {
    depth += bracket === "(" ? 1 : -1;
    // The list of columns ends with the statement.
    if (depth < 0) return false;
  }
  return depth === 0;
}

/**
 * The tables of a room and their indexes, in the order in which they were made. The search index isn't among them: it is made
 * again from the messages.
 */
export function listTables(sql: SqlStorage): Statement[] {
  const query = `SELECT name, type, sql FROM sqlite_master
    WHERE type IN ('table', 'index') AND sql LIKE 'CREATE %' AND sql NOT LIKE 'CREATE VIRTUAL %'
      AND tbl_name NOT GLOB 'search_*' AND name NOT GLOB '_cf_*' AND name NOT GLOB 'sqlite_*'
    ORDER BY rowid`;
  // By the query.
  return sql.exec<Statement>(query).toArray();
}

/** Reads a page of a table, in the order of its key. */
export function readPage(sql: SqlStorage, table: string, after: readonly DumpedValue[] | undefined): TablePage {
  const primary = keysOf(sql, table);
  // A table without a key has the number of each row.
  const keys = primary.length > 0 ? primary : ["rowid"];
  const all = primary.length > 0 ? "*" : "rowid, *";
  const names = keys.map(quoted).join(", ");
  const where = after === undefined ? "" : `WHERE (${names}) > (${keys.map(() => "?").join(", ")})`;
  const query = `SELECT ${all} FROM ${quoted(table)} ${where} ORDER BY ${names}`;
  const cursor = sql.exec(query, ...(after ?? []).map(fromDump));
  const columns = cursor.columnNames;
  const rows: DumpedValue[][] = [];
  let length = 0;
  for (const row of cursor.raw()) {
    const values = row.map(toDump);
    rows.push(values);
    length += JSON.stringify(values).length;
    if (length > PAGE_LENGTH)
      return { table, columns, rows, next: keys.map((key) => values[columns.indexOf(key)] ?? null) };
  }
  return { table, columns, rows };
}

/** Counts the rows of each table of a room. */
export function countRows(sql: SqlStorage): Record<string, number> {
  const names = listTables(sql).flatMap(({ name, type }) => (type === "table" ? [name] : []));
  const count = (name: string) => sql.exec<{ rows: number }>(`SELECT count(*) AS rows FROM ${quoted(name)}`).one().rows;
  return Object.fromEntries(names.map((name) => [name, count(name)]));
}

/** Writes rows. Writing them again changes nothing. */
export function writeRows(sql: SqlStorage, { columns, rows, table }: DumpedRows): void {
  const marks = columns.map(() => "?").join(", ");
  const query = `INSERT OR REPLACE INTO ${quoted(table)} (${columns.map(quoted).join(", ")}) VALUES (${marks})`;
  for (const row of rows) sql.exec(query, ...row.map(fromDump));
}

function keysOf(sql: SqlStorage, table: string): string[] {
  const query = "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk";
  const keys = sql.exec<{ name: string }>(query, table).toArray();
  return keys.map(({ name }) => name);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function toDump(value: SqlStorageValue): DumpedValue {
  return value instanceof ArrayBuffer ? { base64: toBase64(new Uint8Array(value)) } : value;
}

function fromDump(value: DumpedValue): SqlStorageValue {
  if (value === null || typeof value !== "object") return value;
  const bytes = fromBase64(value.base64);
  if (bytes === undefined) throw new Error("not base64");
  // A fresh array has a buffer of its own.
  return bytes.buffer as ArrayBuffer;
}
