/**
 * SQL that fills a migrated, empty log: every tenth event is a reaction to the message before it, all others are
 * messages.
 *
 * @param events how many
 */
export function fillLog(events: number): readonly string[] {
  const numbers = `WITH RECURSIVE n(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < ${events})`;
  return [
    `${numbers} INSERT INTO messages (seq, at, uid, id, digest, username, message)
       SELECT seq, 1700000000000 + seq, 'uid-' || (seq % 100), 'id-' || seq, seq, 'guest', 'message ' || seq
       FROM n WHERE seq % 10 <> 0`,
    `${numbers} INSERT INTO changes (seq, at, uid, id, digest, type, target, body)
       SELECT seq, 1700000000000 + seq, 'uid-' || (seq % 100), 'id-' || seq, seq, 'reaction', seq - 1,
         '{"emoji":"👍","on":true}'
       FROM n WHERE seq % 10 = 0`,
  ];
}
