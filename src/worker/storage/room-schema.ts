/**
 * The schema of a room's SQLite, as an append-only list: a released entry never changes, a new one goes to the end.
 * docs/storage.md says what the columns contain.
 *
 * A new entry must do no harm if it runs twice: after a rollback, a release up to 0.2.0 sets the number back
 * (test/house/migrations.test.ts).
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE messages (
     seq       INTEGER PRIMARY KEY,
     at        INTEGER NOT NULL,
     uid       TEXT NOT NULL,
     id        TEXT NOT NULL,
     digest    INTEGER,
     username  TEXT NOT NULL,
     message   TEXT NOT NULL,
     reply_to  INTEGER,
     edited_at INTEGER,
     deleted   INTEGER NOT NULL DEFAULT 0,
     reactions TEXT,
     extra     TEXT
   );
   CREATE UNIQUE INDEX messages_by_command ON messages (uid, id);
   CREATE TABLE changes (
     seq    INTEGER PRIMARY KEY,
     at     INTEGER NOT NULL,
     uid    TEXT NOT NULL,
     id     TEXT NOT NULL,
     digest INTEGER,
     type   TEXT NOT NULL,
     target INTEGER,
     body   TEXT NOT NULL
   );
   CREATE UNIQUE INDEX changes_by_command ON changes (uid, id);
   CREATE INDEX edits_by_target ON changes (target) WHERE type = 'edit';`,
  `ALTER TABLE messages ADD COLUMN only_for TEXT;
   ALTER TABLE messages ADD COLUMN veil TEXT;
   ALTER TABLE changes ADD COLUMN only_for TEXT;
   CREATE TABLE standings (
     uid          TEXT PRIMARY KEY,
     username     TEXT NOT NULL,
     role         TEXT,
     mute         TEXT,
     muted_by     INTEGER,
     muted_until  INTEGER,
     ban          TEXT,
     banned_by    INTEGER,
     banned_until INTEGER
   ) WITHOUT ROWID;
   CREATE TABLE banned_addresses (
     hash TEXT NOT NULL,
     uid  TEXT NOT NULL,
     PRIMARY KEY (hash, uid)
   ) WITHOUT ROWID;
   CREATE TABLE invitations (
     hash  TEXT PRIMARY KEY,
     id    TEXT NOT NULL,
     entry INTEGER NOT NULL,
     at    INTEGER NOT NULL,
     "by"  TEXT NOT NULL,
     uses  INTEGER NOT NULL,
     used  INTEGER NOT NULL,
     until INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE reports (
     report INTEGER PRIMARY KEY AUTOINCREMENT,
     at     INTEGER NOT NULL,
     "by"   TEXT NOT NULL,
     target INTEGER NOT NULL,
     reason TEXT,
     UNIQUE ("by", target)
   );
   CREATE TABLE audit (
     entry    INTEGER PRIMARY KEY,
     at       INTEGER NOT NULL,
     "by"     TEXT NOT NULL,
     username TEXT NOT NULL,
     action   TEXT NOT NULL,
     details  TEXT NOT NULL
   );
   CREATE TABLE claims (
     nonce TEXT PRIMARY KEY,
     until INTEGER NOT NULL
   ) WITHOUT ROWID;`,
  `CREATE TABLE address_keys (since INTEGER PRIMARY KEY, key BLOB NOT NULL);`,
  // Few names have a second skeleton. The others cost nothing in its index.
  `CREATE TABLE people (
     uid      TEXT PRIMARY KEY,
     username TEXT NOT NULL,
     skeleton TEXT NOT NULL,
     capitals TEXT,
     until    INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE INDEX people_by_skeleton ON people (skeleton);
   CREATE INDEX people_by_capitals ON people (capitals) WHERE capitals IS NOT NULL;`,
  `CREATE TABLE jobs (
     kind     TEXT PRIMARY KEY,
     due      INTEGER NOT NULL,
     payload  TEXT NOT NULL,
     attempts INTEGER NOT NULL
   ) WITHOUT ROWID;`,
  // Only reserved names of guests count for an address.
  `ALTER TABLE people ADD COLUMN origin TEXT;
   CREATE INDEX people_by_origin ON people (origin) WHERE origin IS NOT NULL;`,
  `ALTER TABLE audit ADD COLUMN subject TEXT NOT NULL DEFAULT '';
   ALTER TABLE audit ADD COLUMN count INTEGER NOT NULL DEFAULT 1;
   ALTER TABLE audit ADD COLUMN last INTEGER;
   ALTER TABLE audit ADD COLUMN lasting INTEGER NOT NULL DEFAULT 0;
   UPDATE audit SET lasting = 1 WHERE action IN ('ban', 'unban', 'role', 'claim');
   CREATE INDEX audit_by_class ON audit (lasting, entry);`,
  // Authors who left come first by the time at which they are forgotten: forgetting reads no others.
  `ALTER TABLE standings ADD COLUMN vouched TEXT;
   ALTER TABLE standings ADD COLUMN invitation TEXT;
   ALTER TABLE standings ADD COLUMN demoted INTEGER;
   CREATE TABLE muted_addresses (
     hash TEXT NOT NULL,
     uid  TEXT NOT NULL,
     PRIMARY KEY (hash, uid)
   ) WITHOUT ROWID;
   CREATE TABLE recent_authors (
     until    INTEGER NOT NULL,
     uid      TEXT NOT NULL,
     username TEXT NOT NULL,
     hash     TEXT NOT NULL,
     PRIMARY KEY (until, uid, hash)
   ) WITHOUT ROWID;
   CREATE TABLE signed_out (
     uid TEXT PRIMARY KEY,
     at  INTEGER NOT NULL
   ) WITHOUT ROWID;`,
  // Reactions become rows, hidden messages get a table of their own, and edits no longer keep superseded texts.
  `CREATE TABLE reactions (
     target INTEGER NOT NULL,
     uid    TEXT NOT NULL,
     emoji  TEXT NOT NULL,
     seq    INTEGER NOT NULL,
     hidden INTEGER NOT NULL,
     PRIMARY KEY (target, uid, emoji)
   ) WITHOUT ROWID;
   CREATE INDEX reactions_in_order ON reactions (target, emoji, seq, hidden);
   INSERT OR IGNORE INTO reactions
     SELECT messages.seq, uids.value, json_extract(one.value, '$.emoji'), uids.key + 1, 0
     FROM messages, json_each(messages.reactions) AS one, json_each(one.value, '$.uids') AS uids
     WHERE messages.reactions IS NOT NULL;
   INSERT OR IGNORE INTO reactions
     SELECT messages.seq, uids.value, json_extract(one.value, '$.emoji'), uids.key + 1, 1
     FROM messages, json_each(messages.veil, '$.reactions') AS one, json_each(one.value, '$.uids') AS uids
     WHERE messages.veil IS NOT NULL;
   UPDATE messages SET reactions = (${countedReactions("messages.reactions", "$")}) WHERE reactions IS NOT NULL;
   UPDATE messages
     SET veil = json_set(veil, '$.reactions', json((${countedReactions("messages.veil", "$.reactions")})))
     WHERE json_extract(veil, '$.reactions') IS NOT NULL;
   CREATE TABLE hidden_messages (
     seq       INTEGER PRIMARY KEY,
     at        INTEGER NOT NULL,
     uid       TEXT NOT NULL,
     id        TEXT NOT NULL,
     digest    INTEGER,
     username  TEXT NOT NULL,
     message   TEXT NOT NULL,
     reply_to  INTEGER,
     edited_at INTEGER,
     deleted   INTEGER NOT NULL DEFAULT 0,
     reactions TEXT,
     extra     TEXT,
     only_for  TEXT NOT NULL,
     veil      TEXT
   );
   CREATE UNIQUE INDEX hidden_messages_by_command ON hidden_messages (uid, id);
   CREATE INDEX hidden_messages_of ON hidden_messages (only_for, seq);
   INSERT INTO hidden_messages
     SELECT seq, at, uid, id, digest, username, message, reply_to, edited_at, deleted, reactions, extra, only_for, veil
     FROM messages WHERE only_for IS NOT NULL;
   DELETE FROM messages WHERE only_for IS NOT NULL;
   CREATE INDEX hidden_changes_of ON changes (only_for, seq) WHERE only_for IS NOT NULL;
   UPDATE changes SET body = '{}' WHERE type = 'edit';`,
];

/** SQL that turns reactions with all their uids into reactions with a count and the first 20. */
function countedReactions(column: string, path: string): string {
  return `SELECT json_group_array(json_object(
      'emoji', json_extract(one.value, '$.emoji'),
      'uids', json((SELECT json_group_array(uids.value) FROM json_each(one.value, '$.uids') AS uids WHERE uids.key < 20)),
      'count', json_array_length(one.value, '$.uids')
    )) FROM json_each(${column}, '${path}') AS one`;
}
