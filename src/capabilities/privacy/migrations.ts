/** The people who are being erased. A row stays until the last slice of their messages is gone. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE erasures (
     uid  TEXT PRIMARY KEY,
     done TEXT NOT NULL,
     head INTEGER NOT NULL
   ) WITHOUT ROWID;`,
];
