/** How far signed-in people have read. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE read_positions (
     uid TEXT PRIMARY KEY,
     seq INTEGER NOT NULL
   ) WITHOUT ROWID;`,
];
