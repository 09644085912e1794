/** What a room has told the directory, and what it has counted since that its log does not tell. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE directory_reported (
     at      INTEGER NOT NULL,
     seq     INTEGER NOT NULL,
     audited INTEGER NOT NULL
   );
   CREATE TABLE directory_hours (
     hour       INTEGER PRIMARY KEY,
     people     INTEGER NOT NULL,
     joins      INTEGER NOT NULL,
     deliveries INTEGER NOT NULL,
     failures   INTEGER NOT NULL,
     refused    INTEGER NOT NULL
   );
   CREATE TABLE directory_erased (uid TEXT PRIMARY KEY) WITHOUT ROWID;`,
  // `messages` are those that the log has no more. `owned` is 1 if an owner came.
  `ALTER TABLE directory_hours ADD COLUMN messages INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE directory_hours ADD COLUMN owned INTEGER NOT NULL DEFAULT 0;`,
];
