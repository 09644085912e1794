import type { ChangeEvent, DeleteEvent, NoticeEvent } from "../../protocol/events.ts";
import { applyReaction } from "../../room/log/reactions.ts";
import { applyStored, type StoredMessage } from "../../room/log/visibility.ts";
import type { CommandLookup } from "./command-lookup.ts";
import { eraseMessage, eraseNotice } from "./erasing.ts";
import { bodyOf, CHANGE_COLUMNS, type ChangeRow, extraOf, tableOf, toChange } from "./log-rows.ts";
import type { SqlReactions } from "./sql-reactions.ts";

/** Writes the changes of messages: each is a row, and its message has the state after it. */
export class ChangeWriter {
  readonly #sql: SqlStorage;
  readonly #commands: CommandLookup;
  readonly #reactions: SqlReactions;
  readonly #message: (seq: number) => StoredMessage | undefined;

  /** @param message finds a message that is written */
  constructor(
    sql: SqlStorage,
    commands: CommandLookup,
    reactions: SqlReactions,
    message: (seq: number) => StoredMessage | undefined,
  ) {
    this.#sql = sql;
    this.#commands = commands;
    this.#reactions = reactions;
    this.#message = message;
  }

  /** Stores a change, and brings its message up to date. */
  append(event: ChangeEvent, digest: number, onlyFor: string | undefined): void {
    const { at, id, seq, type, uid } = event;
    const target = event.type === "notice" ? null : event.target;
    this.#sql.exec(
      "INSERT INTO changes (seq, at, uid, id, digest, type, target, body, only_for) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      seq,
      at,
      uid,
      id,
      digest,
      type,
      target,
      bodyOf(event),
      onlyFor ?? null,
    );
    if (event.type === "notice") return;
    const stored = this.#message(event.target);
    if (stored !== undefined) this.#apply(stored, event, onlyFor);
    else if (event.type === "delete") eraseNotice(this.#sql, this.#commands, event.target);
  }

  /** A hidden reaction goes with its event: otherwise their number would have no limit. */
  takeBackReaction(seq: number): void {
    const query = `SELECT ${CHANGE_COLUMNS} FROM changes WHERE seq = ? AND type = 'reaction'`;
    const [row] = this.#sql.exec<ChangeRow>(query, seq);
    const event = row && toChange(row);
    if (event?.type !== "reaction" || !event.on) return;
    const stored = this.#message(event.target);
    const isHidden = this.#reactions
      .of(event.target, event.uid)
      .some((one) => one.emoji === event.emoji && one.isHidden);
    if (stored === undefined || !isHidden) return;
    this.#update(stored, applyReaction(stored, { ...event, on: false }, event.uid, this.#reactions));
  }

  #apply(before: StoredMessage, event: Exclude<ChangeEvent, NoticeEvent>, onlyFor: string | undefined): void {
    if (event.type === "delete") {
      this.#erase(before, event);
      return;
    }
    const after =
      event.type === "reaction"
        ? applyReaction(before, event, onlyFor, this.#reactions)
        : applyStored(before, event, onlyFor);
    this.#update(before, after);
  }

  #update(before: StoredMessage, after: StoredMessage): void {
    const { editedAt, message, preview, reactions, seq } = after.message;
    const json = (value: object | undefined) => (value === undefined ? null : JSON.stringify(value));
    const set = (columns: string, ...values: SqlStorageValue[]) =>
      void this.#sql.exec(`UPDATE ${tableOf(after)} SET ${columns} WHERE seq = ?`, ...values, seq);
    if (before.hiddenChanges !== undefined || after.hiddenChanges !== undefined) {
      set("veil = ?", json(after.hiddenChanges));
    }
    if (editedAt !== before.message.editedAt || message !== before.message.message) {
      set("message = ?, edited_at = ?", message, editedAt ?? null);
    }
    if (reactions !== before.message.reactions) set("reactions = ?", json(reactions));
    if (preview !== before.message.preview) set("extra = ?", extraOf(after.message));
  }

  #erase(stored: StoredMessage, { uid }: DeleteEvent): void {
    this.#reactions.erase(stored.message.seq);
    eraseMessage(this.#sql, this.#commands, stored, uid === stored.message.uid);
  }
}
