/**
 * The schema of reports. The room's own second migration created this table before reports were a capability; rooms that
 * have it keep it, and what is in it.
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS reports (
     report INTEGER PRIMARY KEY AUTOINCREMENT,
     at     INTEGER NOT NULL,
     "by"   TEXT NOT NULL,
     target INTEGER NOT NULL,
     reason TEXT,
     UNIQUE ("by", target)
   );`,
];
