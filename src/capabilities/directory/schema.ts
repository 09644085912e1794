/**
 * The schema of the directory. A new step goes to the end. It must do no harm if it runs twice, like those of rooms
 * (test/house/migrations.test.ts).
 */
export const STEPS: readonly string[] = [
  // `search` is what a search looks into: name, title and topic, in lower case.
  `CREATE TABLE rooms (
     room       TEXT PRIMARY KEY,
     title      TEXT NOT NULL,
     search     TEXT NOT NULL,
     people     INTEGER NOT NULL,
     day        INTEGER NOT NULL,
     messages   INTEGER NOT NULL,
     bytes      INTEGER NOT NULL,
     last       INTEGER,
     reports    INTEGER NOT NULL,
     settings   TEXT NOT NULL,
     since      INTEGER NOT NULL,
     at         INTEGER NOT NULL,
     deletes_at INTEGER
   ) WITHOUT ROWID;
   CREATE TABLE hours (
     hour       INTEGER NOT NULL,
     room       TEXT NOT NULL,
     messages   INTEGER NOT NULL,
     people     INTEGER NOT NULL,
     joins      INTEGER NOT NULL,
     bytes      INTEGER NOT NULL,
     deliveries INTEGER NOT NULL,
     failures   INTEGER NOT NULL,
     refused    INTEGER NOT NULL,
     PRIMARY KEY (hour, room)
   ) WITHOUT ROWID;
   CREATE TABLE totals (
     hour       INTEGER PRIMARY KEY,
     rooms      INTEGER NOT NULL,
     messages   INTEGER NOT NULL,
     people     INTEGER NOT NULL,
     joins      INTEGER NOT NULL,
     bytes      INTEGER NOT NULL,
     deliveries INTEGER NOT NULL,
     failures   INTEGER NOT NULL,
     refused    INTEGER NOT NULL
   );
   CREATE TABLE audit (
     number INTEGER PRIMARY KEY AUTOINCREMENT,
     room   TEXT NOT NULL,
     entry  INTEGER NOT NULL,
     body   TEXT NOT NULL,
     UNIQUE (room, entry)
   );`,
  "ALTER TABLE rooms ADD COLUMN owners INTEGER NOT NULL DEFAULT 0",
  // A room that takes the name of a deleted one counts its entries from 1 again, so their time is part of the key.
  `CREATE TABLE timed_audit (
     number INTEGER PRIMARY KEY AUTOINCREMENT,
     room   TEXT NOT NULL,
     entry  INTEGER NOT NULL,
     at     INTEGER NOT NULL,
     last   INTEGER NOT NULL,
     body   TEXT NOT NULL,
     UNIQUE (room, entry, at)
   );
   INSERT INTO timed_audit (number, room, entry, at, last, body)
     SELECT number, room, entry, body ->> '$.at', coalesce(body ->> '$.last', body ->> '$.at'), body FROM audit ORDER BY number;
   DROP TABLE audit;
   ALTER TABLE timed_audit RENAME TO audit;
   CREATE INDEX audit_by_time ON audit (last, number);`,
  // A row as soon as a room ever had an owner.
  `CREATE TABLE claimed (at INTEGER NOT NULL);
   INSERT INTO claimed (at) SELECT at FROM rooms WHERE owners > 0 LIMIT 1;`,
];
