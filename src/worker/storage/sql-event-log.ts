import type { LogEvent, Message, NoticeEvent, VoidEvent } from "../../protocol/events.ts";
import type {
  CommandKey,
  EventLog,
  FirstSince,
  LogIdentity,
  PageRange,
  ReactorRange,
  StoredCommand,
  StoredNotice,
  StoredRecord,
} from "../../room/log/event-log.ts";
import { needsOwnReactions, type OwnReaction, type Reactor } from "../../room/log/reactions.ts";
import { eventFor, messageFor, type StoredMessage, type Viewer } from "../../room/log/visibility.ts";
import { ChangeWriter } from "./change-writer.ts";
import { CommandLookup } from "./command-lookup.ts";
import { forgetEvent } from "./erasing.ts";
import { HiddenQuota } from "./hidden-quota.ts";
import {
  CHANGE_COLUMNS,
  type ChangeRow,
  type Current,
  MESSAGE_COLUMNS,
  type MessageRow,
  storedMessage,
  toChange,
  toStoredMessage,
} from "./log-rows.ts";
import { MessageBuffer } from "./message-buffer.ts";
import { SqlReactions } from "./sql-reactions.ts";
import { SqlRecords } from "./sql-records.ts";

/**
 * The room's log in the SQLite of its Durable Object.
 *
 * A message is a row in its current state, so that a page reads its own rows only. Messages that are hidden from all but
 * their author have a table of their own, so that no one else reads past them (P9.17). Each change is a row as well, for
 * clients that resume.
 */
export class SqlEventLog implements EventLog {
  #identity: LogIdentity;
  readonly #sql: SqlStorage;
  readonly #buffer: MessageBuffer;
  readonly #commands: CommandLookup;
  readonly #reactions: SqlReactions;
  readonly #hiddenQuota: HiddenQuota;
  readonly #records: SqlRecords;
  readonly #changes: ChangeWriter;
  #head: number;
  #oldest: number;

  /** @param sql migrated storage */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
    const meta = sql
      .exec<{ epoch: string; key: SqlStorageValue; oldest: number | null }>(
        `SELECT (SELECT value FROM meta WHERE key = 'epoch') AS epoch,
                (SELECT value FROM meta WHERE key = 'key') AS key,
                (SELECT value FROM meta WHERE key = 'oldest') AS oldest`,
      )
      .one();
    if (!(meta.key instanceof ArrayBuffer)) throw new Error("the room has no key: its storage was not migrated");
    this.#identity = { epoch: meta.epoch, key: new Uint8Array(meta.key) };
    this.#buffer = new MessageBuffer(sql);
    this.#commands = new CommandLookup(sql, () => this.#identity.key);
    this.#reactions = new SqlReactions(sql);
    this.#hiddenQuota = new HiddenQuota(sql);
    this.#records = new SqlRecords(sql, this.#reactions);
    this.#changes = new ChangeWriter(sql, this.#commands, this.#reactions, (seq) => this.message(seq));
    this.#oldest = meta.oldest ?? 1;
    const newestIn = (table: string) => `(SELECT coalesce(max(seq), 0) FROM ${table})`;
    const { newest } = sql
      .exec<{ newest: number }>(
        `SELECT max(${newestIn("messages")}, ${newestIn("hidden_messages")}, ${newestIn("changes")}) AS newest`,
      )
      .one();
    // The log continues from its head even if everything was pruned.
    this.#head = Math.max(newest, this.#oldest - 1);
  }

  get identity(): LogIdentity {
    return this.#identity;
  }

  rotateKey(key: Uint8Array): void {
    this.#sql.exec("UPDATE meta SET value = ? WHERE key = 'key'", key);
    this.#identity = { ...this.#identity, key };
  }

  renewEpoch(epoch: string): void {
    this.#sql.exec("UPDATE meta SET value = ? WHERE key = 'epoch'", epoch);
    this.#identity = { ...this.#identity, epoch };
  }

  head(): number {
    return this.#head;
  }

  oldest(): number {
    return this.#oldest;
  }

  append(event: LogEvent, digest: number, onlyFor?: string): void {
    if (onlyFor !== undefined) this.#dropSurplus(onlyFor);
    if (event.type === "message") this.#buffer.add({ event, digest, onlyFor });
    else {
      // Its target may be in the buffer.
      this.#buffer.write();
      this.#changes.append(event, digest, onlyFor);
    }
    this.#commands.add(event, { seq: event.seq, digest }, onlyFor !== undefined);
    this.#head = event.seq;
  }

  flush(): void {
    this.#commands.clear();
    this.#buffer.write();
  }

  expect(commands: readonly CommandKey[]): void {
    this.#commands.load(commands);
  }

  find(uid: string, id: string): StoredCommand | undefined {
    return this.#commands.find({ uid, id });
  }

  message(seq: number): StoredMessage | undefined {
    const unwritten = this.#buffer.get(seq);
    if (unwritten !== undefined) return unwritten;
    return storedMessage(this.#sql, seq);
  }

  notice(seq: number): StoredNotice | undefined {
    const query = `SELECT ${CHANGE_COLUMNS} FROM changes WHERE seq = ? AND type = 'notice'`;
    const [row] = this.#sql.exec<ChangeRow>(query, seq);
    if (row === undefined) return undefined;
    // By the query.
    const event = toChange(row) as NoticeEvent;
    return row.only_for === null ? { event } : { event, onlyFor: row.only_for };
  }

  reactionsOf(target: number, uid: string): readonly OwnReaction[] {
    return this.#reactions.of(target, uid);
  }

  reactors(range: ReactorRange, viewer: Viewer): readonly Reactor[] {
    return this.#reactions.list(range, viewer);
  }

  newestOf(uid: string, limit: number): number[] {
    this.#buffer.write();
    const from = (table: string) => `SELECT seq FROM ${table} WHERE uid = ?1 AND deleted = 0`;
    const query = `${from("messages")} UNION ALL ${from("hidden_messages")} ORDER BY seq DESC LIMIT ?2`;
    const rows = this.#sql.exec<{ seq: number }>(query, uid, limit).toArray();
    return rows.map(({ seq }) => seq);
  }

  after(seq: number, viewer: Viewer, upTo = this.#head): (LogEvent | VoidEvent)[] {
    this.#buffer.write();
    const range = "seq > ? AND seq <= ?";
    const messages = (["messages", "hidden_messages"] as const).flatMap((table) =>
      this.#sql.exec<MessageRow>(`SELECT ${MESSAGE_COLUMNS} FROM ${table} WHERE ${range}`, seq, upTo).toArray(),
    );
    const changes = this.#sql
      .exec<ChangeRow>(`SELECT ${CHANGE_COLUMNS} FROM changes WHERE ${range}`, seq, upTo)
      .toArray();
    const known = new Map(messages.map((row) => [row.seq, toStoredMessage(row)]));
    // P3.16, P13.4: the newest text and preview in place of every earlier one.
    const currentOf = (target: number | null): Current | undefined => {
      const stored = target === null ? undefined : (known.get(target) ?? this.message(target));
      if (stored === undefined) return undefined;
      known.set(stored.message.seq, stored);
      return messageFor(stored, viewer);
    };
    const events = [
      ...messages.map((row) => {
        const stored = toStoredMessage(row);
        const message = messageFor(stored, viewer) ?? stored.message;
        const { editedAt: _, reactions: __, hidden: ___, preview: ____, ...event } = message;
        return eventFor(event, stored.onlyFor, viewer);
      }),
      ...changes.map((row) => {
        const current = row.type === "edit" || row.type === "preview" ? currentOf(row.target) : undefined;
        return eventFor(toChange(row, current), row.only_for ?? undefined, viewer);
      }),
    ];
    return events.sort((a, b) => a.seq - b.seq);
  }

  lengthAfter(seq: number): number {
    this.#buffer.write();
    return this.#sql
      .exec<{ length: number }>(
        `SELECT coalesce((SELECT sum(length(message) + length(coalesce(json_remove(extra, '$.preview'), '')))
                          FROM messages WHERE seq > ?1), 0)
              + coalesce((SELECT sum(length(body) + coalesce(length(
                            CASE changes.type WHEN 'edit' THEN message ELSE json_extract(extra, '$.preview') END), 0))
                          FROM changes
                          LEFT JOIN messages ON changes.type IN ('edit', 'preview') AND messages.seq = changes.target
                          WHERE changes.seq > ?1 AND changes.only_for IS NULL), 0) AS length`,
        seq,
      )
      .one().length;
  }

  page({ after, before = Number.MAX_SAFE_INTEGER, limit }: PageRange, viewer: Viewer): Message[] {
    this.#buffer.write();
    const isForward = after !== undefined;
    const from = (table: string) => `SELECT ${MESSAGE_COLUMNS} FROM ${table} WHERE seq > ?1 AND seq < ?2`;
    // Each half is read by its index, in order, and only up to the limit.
    const hidden = viewer.isModerator ? from("hidden_messages") : `${from("hidden_messages")} AND only_for = ?4`;
    const query = `${from("messages")} UNION ALL ${hidden} ORDER BY seq ${isForward ? "" : "DESC"} LIMIT ?3`;
    const own = viewer.isModerator ? [] : [viewer.uid];
    const rows = this.#sql.exec<MessageRow>(query, after ?? 0, before, limit, ...own).toArray();
    if (!isForward) rows.reverse();
    return rows.flatMap((row) => {
      const stored = toStoredMessage(row);
      const own = needsOwnReactions(stored) ? this.#reactions.of(row.seq, viewer.uid) : undefined;
      return messageFor(stored, viewer, own) ?? [];
    });
  }

  recordsOf(uid: string, after: string, limit: number, upTo?: number): StoredRecord[] {
    this.#buffer.write();
    return this.#records.of(uid, after, limit, upTo);
  }

  forget(seqs: readonly number[]): void {
    this.flush();
    for (const seq of seqs) forgetEvent(this.#sql, seq);
  }

  firstSince(at: number, limit: number): FirstSince {
    this.#buffer.write();
    return this.#records.firstSince(at, this.#oldest, Math.min(this.#oldest + limit, this.#head + 1));
  }

  prune(oldest: number): void {
    this.flush();
    for (const table of ["messages", "hidden_messages", "changes"]) {
      this.#sql.exec(`DELETE FROM ${table} WHERE seq < ?`, oldest);
    }
    this.#reactions.prune(oldest);
    this.#sql.exec("INSERT OR REPLACE INTO meta (key, value) VALUES ('oldest', ?)", oldest);
    this.#hiddenQuota.clear();
    this.#oldest = oldest;
  }

  /** P9.17. */
  #dropSurplus(onlyFor: string): void {
    const surplus = this.#hiddenQuota.add(onlyFor);
    if (surplus === undefined) return;
    const { seq, table } = surplus;
    if (table === "changes") this.#changes.takeBackReaction(seq);
    this.#sql.exec(`DELETE FROM ${table} WHERE seq = ?`, seq);
    if (table === "hidden_messages") this.#reactions.erase(seq);
    this.#commands.clear();
  }
}
