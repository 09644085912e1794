/** The schema of new guests: since when each is here, and the challenges that were answered. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE newcomers (
     uid   TEXT PRIMARY KEY,
     since INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE answered_challenges (
     salt  TEXT PRIMARY KEY,
     until INTEGER NOT NULL
   ) WITHOUT ROWID;`,
];
