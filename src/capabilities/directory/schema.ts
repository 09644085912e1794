/** The schema of the directory. A new step goes to the end. */
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
];
