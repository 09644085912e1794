/** Deletions that are not finished. A row stays until the last slice is gone. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE deletions (
     uid  TEXT PRIMARY KEY,
     "by" TEXT NOT NULL,
     done TEXT NOT NULL,
     head INTEGER NOT NULL
   ) WITHOUT ROWID;`,
];
