/**
 * The schema of webhooks and slash commands. A hook's place in the room is two numbers: the newest event of the log, and the
 * newest occurrence, that it has delivered or passed over. Of each hook's deliveries a ring of slots keeps the last ones. The
 * first hook of a room makes the tables.
 */
export const TABLES = `
   CREATE TABLE webhooks (
     id            TEXT PRIMARY KEY,
     at            INTEGER NOT NULL,
     settings      TEXT NOT NULL,
     cursor        INTEGER NOT NULL,
     seen          INTEGER NOT NULL,
     attempts      INTEGER NOT NULL DEFAULT 0,
     failing_since INTEGER,
     due           INTEGER NOT NULL DEFAULT 0,
     disabled      TEXT
   ) WITHOUT ROWID;
   CREATE TABLE webhook_occurrences (
     number INTEGER PRIMARY KEY AUTOINCREMENT,
     at     INTEGER NOT NULL,
     head   INTEGER NOT NULL,
     uids   TEXT NOT NULL,
     body   TEXT NOT NULL
   );
   CREATE TABLE webhook_deliveries (
     hook   TEXT NOT NULL,
     slot   INTEGER NOT NULL,
     number INTEGER NOT NULL,
     at     INTEGER NOT NULL,
     uids   TEXT NOT NULL,
     seq    INTEGER,
     record TEXT NOT NULL,
     PRIMARY KEY (hook, slot)
   ) WITHOUT ROWID;`;
