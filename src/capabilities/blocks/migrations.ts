/** The people whom signed-in people have blocked for themselves. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE blocks (
     uid     TEXT NOT NULL,
     blocked TEXT NOT NULL,
     PRIMARY KEY (uid, blocked)
   ) WITHOUT ROWID;
   CREATE INDEX blocks_by_blocked ON blocks (blocked);`,
];
