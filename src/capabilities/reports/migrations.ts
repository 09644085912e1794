/**
 * The schema of reports. The room's own second migration created the first table before reports were a capability; rooms
 * that have it keep it, and what is in it.
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
  // One report for a message and a row for each person who reported it. Earlier reports have no evidence.
  `CREATE TABLE reporters (
     report   INTEGER NOT NULL,
     uid      TEXT NOT NULL,
     username TEXT NOT NULL,
     at       INTEGER NOT NULL,
     reason   TEXT,
     "from"   TEXT,
     PRIMARY KEY (report, uid)
   ) WITHOUT ROWID;
   INSERT OR IGNORE INTO reporters (report, uid, username, at, reason)
     SELECT (SELECT min(report) FROM reports AS first WHERE first.target = reports.target), "by", '', at, reason
     FROM reports ORDER BY report;
   CREATE TABLE reported (
     report   INTEGER PRIMARY KEY AUTOINCREMENT,
     at       INTEGER NOT NULL,
     target   INTEGER NOT NULL,
     count    INTEGER NOT NULL,
     evidence TEXT,
     author   TEXT,
     resolved INTEGER
   );
   INSERT INTO reported (report, at, target, count)
     SELECT min(report), min(at), target, count(*) FROM reports GROUP BY target ORDER BY 1;
   DROP TABLE reports;
   ALTER TABLE reported RENAME TO reports;
   CREATE UNIQUE INDEX open_reports ON reports (target) WHERE resolved IS NULL;
   CREATE INDEX resolved_reports ON reports (resolved) WHERE resolved IS NOT NULL;
   CREATE INDEX reporters_by_uid ON reporters (uid);
   CREATE INDEX reporters_by_address ON reporters ("from") WHERE "from" IS NOT NULL;`,
];
