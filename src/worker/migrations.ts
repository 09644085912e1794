/**
 * The schema of a room's SQLite, as an append-only list: a released entry never changes, a new one goes to the end.
 * PROTOCOL.md, "What is stored", says what the columns hold.
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE events (
     seq  INTEGER PRIMARY KEY,
     at   INTEGER NOT NULL,
     uid  TEXT NOT NULL,
     id   TEXT NOT NULL,
     type TEXT NOT NULL,
     body TEXT NOT NULL
   );
   CREATE UNIQUE INDEX events_by_command ON events (uid, id);`,
];

/**
 * Brings a room's storage to the newest schema; nothing is written where it is there already.
 *
 * @throws where a step fails; then none of it is done
 */
export function migrate(storage: DurableObjectStorage): void {
  const { sql } = storage;
  storage.transactionSync(() => {
    sql.exec("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID");
    const [row] = sql.exec<{ value: number }>("SELECT value FROM meta WHERE key = 'schema'");
    const done = row?.value ?? 0;
    if (done === MIGRATIONS.length) return;
    for (const step of MIGRATIONS.slice(done)) sql.exec(step);
    sql.exec("INSERT OR REPLACE INTO meta (key, value) VALUES ('schema', ?)", MIGRATIONS.length);
  });
}
