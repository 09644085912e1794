/** The room's own record of its files. Their bytes are in the room's `Files` object, or in R2. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE files (
     id     TEXT PRIMARY KEY,
     uid    TEXT NOT NULL,
     at     INTEGER NOT NULL,
     state  TEXT NOT NULL,
     uses   INTEGER NOT NULL,
     live   INTEGER NOT NULL,
     size   INTEGER NOT NULL,
     hash   TEXT,
     name   TEXT,
     type   TEXT,
     width  INTEGER,
     height INTEGER
   ) WITHOUT ROWID;
   CREATE INDEX files_by_hash ON files (uid, hash) WHERE hash IS NOT NULL;
   CREATE INDEX files_unused ON files (at) WHERE uses = 0;
   CREATE TABLE file_uses (
     seq    INTEGER NOT NULL,
     id     TEXT NOT NULL,
     hidden INTEGER NOT NULL,
     held   INTEGER NOT NULL,
     PRIMARY KEY (seq, id)
   ) WITHOUT ROWID;
   CREATE TABLE file_quotas (
     who   TEXT NOT NULL,
     day   INTEGER NOT NULL,
     bytes INTEGER NOT NULL,
     PRIMARY KEY (who, day)
   ) WITHOUT ROWID;`,
];
