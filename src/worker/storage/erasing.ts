import type { StoredMessage } from "../../room/log/visibility.ts";
import type { CommandLookup } from "./command-lookup.ts";
import { forgottenId, tableOf } from "./log-rows.ts";

/**
 * Erases a message (P3.5): its text, its extra fields, and the digests from which a short text could be guessed.
 *
 * @param isByAuthor if somebody else deletes it, the name and the ids that the author chose go as well (P3.15)
 */
export function eraseMessage(
  sql: SqlStorage,
  commands: CommandLookup,
  stored: StoredMessage,
  isByAuthor: boolean,
): void {
  const { seq, uid } = stored.message;
  const table = tableOf(stored);
  sql.exec(
    `UPDATE ${table}
     SET message = '', digest = NULL, edited_at = NULL, deleted = 1, reactions = NULL, extra = NULL, veil = NULL
     WHERE seq = ?`,
    seq,
  );
  sql.exec("UPDATE changes SET digest = NULL WHERE type = 'edit' AND target = ?", seq);
  if (!isByAuthor) {
    // The message in the room's log has its id from the same row.
    sql.exec(`UPDATE ${table} SET username = '', id = ? WHERE seq = ?`, commands.erase(uid, stored.message.id), seq);
    const edits = sql
      .exec<{ seq: number; id: string }>("SELECT seq, id FROM changes WHERE type = 'edit' AND target = ?", seq)
      .toArray();
    for (const edit of edits) {
      sql.exec("UPDATE changes SET id = ? WHERE seq = ?", commands.erase(uid, edit.id), edit.seq);
    }
  }
  // Digests that this turn looked up are out of date.
  commands.clear();
}

/** Erases the names of a rename, and its id (P9.18). */
export function eraseNotice(sql: SqlStorage, commands: CommandLookup, seq: number): void {
  const query = "SELECT uid, id FROM changes WHERE seq = ? AND type = 'notice'";
  const [row] = sql.exec<{ uid: string; id: string }>(query, seq);
  if (row === undefined) return;
  sql.exec(
    "UPDATE changes SET body = ?, digest = NULL, id = ? WHERE seq = ?",
    JSON.stringify({ notice: "rename", username: "", previous: "" }),
    commands.erase(row.uid, row.id),
    seq,
  );
  commands.clear();
}

/** The fields of a message whose author was erased (P8.29). */
const ERASED = JSON.stringify({ erased: true });

/** Erases what is left of an event of an erased person (P11.3): its names and its id. A reaction becomes one taken back. */
export function forgetEvent(sql: SqlStorage, seq: number): void {
  for (const table of ["messages", "hidden_messages"]) {
    sql.exec(`UPDATE ${table} SET username = '', id = ?, extra = ? WHERE seq = ?`, forgottenId(seq), ERASED, seq);
  }
  sql.exec(
    `UPDATE changes SET id = ?, digest = NULL, body = CASE type
       WHEN 'notice' THEN json_set(body, '$.username', '', '$.previous', '')
       WHEN 'reaction' THEN json_set(body, '$.on', json('false'))
       ELSE body END
     WHERE seq = ?`,
    forgottenId(seq),
    seq,
  );
}
