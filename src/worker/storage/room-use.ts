/** Whether a room was ever used: an event was stored, or an owner made it what it is. */
export function isUsed(sql: SqlStorage): boolean {
  const { used } = sql
    .exec<{ used: number }>(
      `SELECT EXISTS (SELECT 1 FROM messages) OR EXISTS (SELECT 1 FROM changes) OR EXISTS (SELECT 1 FROM standings)
           OR EXISTS (SELECT 1 FROM invitations) OR EXISTS (SELECT 1 FROM meta WHERE key IN ('oldest', 'rules')) AS used`,
    )
    .one();
  return used === 1;
}

/** When the newest event was stored, in milliseconds since 1970; 0 if there is none. */
export function newestAt(sql: SqlStorage): number {
  return sql
    .exec<{ at: number }>(
      `SELECT max(coalesce((SELECT at FROM messages ORDER BY seq DESC LIMIT 1), 0),
                  coalesce((SELECT at FROM changes ORDER BY seq DESC LIMIT 1), 0)) AS at`,
    )
    .one().at;
}
