import type { ReactorRange } from "../../room/log/event-log.ts";
import type { OwnReaction, ReactionRow, ReactionRows, Reactor } from "../../room/log/reactions.ts";
import type { Viewer } from "../../room/log/visibility.ts";

/** The reactions of a room, in its SQLite. Each query reads only the rows that it returns. */
export class SqlReactions implements ReactionRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  of(target: number, uid: string): OwnReaction[] {
    const query = "SELECT emoji, hidden FROM reactions WHERE target = ? AND uid = ?";
    const rows = this.#sql.exec<{ emoji: string; hidden: number }>(query, target, uid).toArray();
    return rows.map(({ emoji, hidden }) => ({ emoji, isHidden: hidden === 1 }));
  }

  first(target: number, emoji: string, isHidden: boolean, limit: number): string[] {
    const query = "SELECT uid FROM reactions WHERE target = ? AND emoji = ? AND hidden = ? ORDER BY seq LIMIT ?";
    const rows = this.#sql.exec<{ uid: string }>(query, target, emoji, isHidden ? 1 : 0, limit).toArray();
    return rows.map(({ uid }) => uid);
  }

  put({ emoji, isHidden, seq, target, uid }: ReactionRow): void {
    this.#sql.exec(
      "INSERT OR REPLACE INTO reactions (target, uid, emoji, seq, hidden) VALUES (?, ?, ?, ?, ?)",
      target,
      uid,
      emoji,
      seq,
      isHidden ? 1 : 0,
    );
  }

  remove(target: number, uid: string, emoji: string): void {
    this.#sql.exec("DELETE FROM reactions WHERE target = ? AND uid = ? AND emoji = ?", target, uid, emoji);
  }

  list({ before, emoji, limit, target }: ReactorRange, viewer: Viewer): Reactor[] {
    return this.#sql
      .exec<{ seq: number; uid: string }>(
        `SELECT seq, uid FROM reactions
         WHERE target = ? AND emoji = ? AND seq < ? AND (hidden = 0 OR ? OR uid = ?) ORDER BY seq DESC LIMIT ?`,
        target,
        emoji,
        before ?? Number.MAX_SAFE_INTEGER,
        viewer.isModerator ? 1 : 0,
        viewer.uid,
        limit,
      )
      .toArray();
  }

  /** Deletes the reactions to a message. */
  erase(target: number): void {
    this.#sql.exec("DELETE FROM reactions WHERE target = ?", target);
  }

  /** Deletes the reactions to messages before `oldest`. */
  prune(oldest: number): void {
    this.#sql.exec("DELETE FROM reactions WHERE target < ?", oldest);
  }
}
