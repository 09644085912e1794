import type { ChangeEvent, LogEvent, Message, MessageEvent, VoidEvent } from "../../protocol/events.ts";
import type { JsonObject } from "../../protocol/json.ts";
import { MAX_ID_LENGTH } from "../../protocol/limits.ts";
import type {
  CommandKey,
  EventLog,
  FirstSince,
  LogIdentity,
  PageRange,
  StoredCommand,
  StoredRecord,
} from "../../room/log/event-log.ts";
import {
  eventFor,
  foldStored,
  type HiddenChanges,
  messageFor,
  type StoredMessage,
  type Viewer,
} from "../../room/log/visibility.ts";

// Types and not interfaces: `SqlStorage.exec` wants an index signature, which only a type alias implies.
type MessageRow = {
  seq: number;
  at: number;
  uid: string;
  id: string;
  username: string;
  message: string;
  reply_to: number | null;
  edited_at: number | null;
  deleted: number;
  reactions: string | null;
  extra: string | null;
  only_for: string | null;
  veil: string | null;
};
interface Unwritten {
  readonly event: MessageEvent;
  readonly digest: number;
  readonly onlyFor: string | undefined;
}
type CommandRow = {
  uid: string;
  id: string;
  seq: number;
  digest: number | null;
};
type ChangeRow = {
  seq: number;
  at: number;
  uid: string;
  id: string;
  type: string;
  target: number | null;
  body: string;
  only_for: string | null;
};

/** Columns that a new message brings. */
const NEW_MESSAGE = ["seq", "at", "uid", "id", "digest", "username", "message", "reply_to", "extra"];
/** The platform's limit a statement. */
const MAX_BOUND_PARAMETERS = 100;
const ROWS_PER_INSERT = Math.floor(MAX_BOUND_PARAMETERS / NEW_MESSAGE.length);
/** Commands that one statement looks for, each by its `uid` and its `id`. */
const COMMANDS_PER_SELECT = MAX_BOUND_PARAMETERS / 2;

const MESSAGE = "seq, at, uid, id, username, message, reply_to, edited_at, deleted, reactions, extra, only_for, veil";
/** Of messages that somebody may see who is no moderator. */
const SHOWN = "(only_for IS NULL OR only_for = ?)";

/**
 * The room's log in the SQLite of its own object. A message is a row in its present state, so that a page reads its own
 * rows and no others; what changed it is a row of its own, for those who resume.
 */
export class SqlEventLog implements EventLog {
  #identity: LogIdentity;
  readonly #sql: SqlStorage;
  #head: number;
  #oldest: number;
  /** Messages of this turn that are not written yet, by `seq`: many rows are written by one statement. */
  readonly #unwritten = new Map<number, Unwritten>();
  /** What this turn knows of commands: those that it appended, and those that it looked for beforehand. */
  readonly #known = new Map<string, StoredCommand | undefined>();

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
    this.#oldest = meta.oldest ?? 1;
    const { newest } = sql
      .exec<{ newest: number }>(
        "SELECT max((SELECT coalesce(max(seq), 0) FROM messages), (SELECT coalesce(max(seq), 0) FROM changes)) AS newest",
      )
      .one();
    // Where everything was pruned, the log still goes on from where it was.
    this.#head = Math.max(newest, this.#oldest - 1);
  }

  get identity(): LogIdentity {
    return this.#identity;
  }

  rotateKey(key: Uint8Array): void {
    this.#sql.exec("UPDATE meta SET value = ? WHERE key = 'key'", key);
    this.#identity = { ...this.#identity, key };
  }

  head(): number {
    return this.#head;
  }

  oldest(): number {
    return this.#oldest;
  }

  append(event: LogEvent, digest: number, onlyFor?: string): void {
    if (event.type === "message") this.#unwritten.set(event.seq, { event, digest, onlyFor });
    else this.#appendChange(event, digest, onlyFor);
    this.#known.set(commandKey(event.uid, event.id), { seq: event.seq, digest });
    this.#head = event.seq;
  }

  flush(): void {
    this.#known.clear();
    this.#write();
  }

  expect(commands: readonly CommandKey[]): void {
    for (const { id, uid } of commands) this.#known.set(commandKey(uid, id), undefined);
    for (let first = 0; first < commands.length; first += COMMANDS_PER_SELECT) {
      const some = commands.slice(first, first + COMMANDS_PER_SELECT);
      const keys = some.flatMap(({ id, uid }) => [uid, id]);
      for (const { id, uid, ...row } of this.#sql.exec<CommandRow>(selectOf(some.length), ...keys)) {
        this.#known.set(commandKey(uid, id), toStored(row));
      }
    }
  }

  /** Writes what was appended; many rows by one statement. */
  #write(): void {
    if (this.#unwritten.size === 0) return;
    const messages = [...this.#unwritten.values()];
    const rows = messages.map(toNewRow);
    this.#unwritten.clear();
    for (let first = 0; first < rows.length; first += ROWS_PER_INSERT) {
      const some = rows.slice(first, first + ROWS_PER_INSERT);
      this.#sql.exec(insertOf(some.length), ...some.flat());
    }
    // By a statement of its own, so that what is seldom makes no other message wider.
    for (const { event, onlyFor } of messages) {
      if (onlyFor !== undefined) this.#sql.exec("UPDATE messages SET only_for = ? WHERE seq = ?", onlyFor, event.seq);
    }
  }

  find(uid: string, id: string): StoredCommand | undefined {
    const key = commandKey(uid, id);
    if (!this.#known.has(key)) this.expect([{ uid, id }]);
    return this.#known.get(key);
  }

  message(seq: number): StoredMessage | undefined {
    const unwritten = this.#unwritten.get(seq);
    if (unwritten !== undefined) {
      const { event, onlyFor } = unwritten;
      return { message: event, ...(onlyFor === undefined ? {} : { onlyFor }) };
    }
    const [row] = this.#sql.exec<MessageRow>(`SELECT ${MESSAGE} FROM messages WHERE seq = ?`, seq);
    return row && toKept(row);
  }

  newestOf(uid: string, limit: number): number[] {
    this.#write();
    return this.#sql
      .exec<{ seq: number }>(
        "SELECT seq FROM messages WHERE uid = ? AND deleted = 0 ORDER BY seq DESC LIMIT ?",
        uid,
        limit,
      )
      .toArray()
      .map(({ seq }) => seq);
  }

  after(seq: number, viewer: Viewer): (LogEvent | VoidEvent)[] {
    this.#write();
    const messages = this.#sql.exec<MessageRow>(`SELECT ${MESSAGE} FROM messages WHERE seq > ?`, seq).toArray();
    const changes = this.#sql
      .exec<ChangeRow>("SELECT seq, at, uid, id, type, target, body, only_for FROM changes WHERE seq > ?", seq)
      .toArray();
    const events = [
      ...messages.map((row) => {
        const kept = toKept(row);
        const { editedAt: _, reactions: __, hidden: ___, ...event } = messageFor(kept, viewer) ?? kept.message;
        return eventFor(event, kept.onlyFor, viewer);
      }),
      ...changes.map((row) => eventFor(toChange(row), row.only_for ?? undefined, viewer)),
    ];
    return events.sort((a, b) => a.seq - b.seq);
  }

  lengthAfter(seq: number): number {
    this.#write();
    const { length } = this.#sql
      .exec<{ length: number }>(
        `SELECT coalesce((SELECT sum(length(message) + length(coalesce(extra, ''))) FROM messages WHERE seq > ?1 AND only_for IS NULL), 0)
              + coalesce((SELECT sum(length(body)) FROM changes WHERE seq > ?1 AND only_for IS NULL), 0) AS length`,
        seq,
      )
      .one();
    return length;
  }

  page({ after, before, limit }: PageRange, viewer: Viewer): Message[] {
    this.#write();
    const [shown, ...own] = viewer.isModerator ? ["TRUE"] : [SHOWN, viewer.uid];
    const rows =
      after === undefined
        ? this.#sql
            .exec<MessageRow>(
              `SELECT ${MESSAGE} FROM messages WHERE seq < ? AND ${shown} ORDER BY seq DESC LIMIT ?`,
              before ?? Number.MAX_SAFE_INTEGER,
              ...own,
              limit,
            )
            .toArray()
            .reverse()
        : this.#sql
            .exec<MessageRow>(
              `SELECT ${MESSAGE} FROM messages WHERE seq > ? AND seq < ? AND ${shown} ORDER BY seq LIMIT ?`,
              after,
              before ?? Number.MAX_SAFE_INTEGER,
              ...own,
              limit,
            )
            .toArray();
    return rows.flatMap((row) => messageFor(toKept(row), viewer) ?? []);
  }

  recordsOf(uid: string, after: string, limit: number, upTo?: number): StoredRecord[] {
    this.#write();
    const wanted = `uid = ?1 AND id > ?2${upTo === undefined ? "" : ` AND seq <= ?4 AND length(id) <= ${MAX_ID_LENGTH}`}`;
    // Both sides are read in the order of their unique index, and merged.
    return this.#sql
      .exec<{ seq: number; id: string; kind: string }>(
        `SELECT seq, id, 'message' AS kind FROM messages WHERE ${wanted}
         UNION ALL SELECT seq, id, 'change' FROM changes WHERE ${wanted} ORDER BY id LIMIT ?3`,
        uid,
        after,
        limit,
        ...(upTo === undefined ? [] : [upTo]),
      )
      .toArray()
      .flatMap(({ kind, seq }) => (kind === "message" ? this.#messageRecord(seq) : this.#changeRecord(seq)));
  }

  forget(seqs: readonly number[]): void {
    this.flush();
    for (const seq of seqs) {
      this.#sql.exec("UPDATE messages SET username = '', id = ? WHERE seq = ?", erasedId(seq), seq);
      this.#sql.exec(
        `UPDATE changes SET id = ?, digest = NULL, body = CASE type
           WHEN 'notice' THEN json_set(body, '$.username', '', '$.previous', '')
           WHEN 'reaction' THEN json_set(body, '$.on', json('false'))
           ELSE body END
         WHERE seq = ?`,
        erasedId(seq),
        seq,
      );
    }
  }

  firstSince(at: number, limit: number): FirstSince {
    this.#write();
    const end = Math.min(this.#oldest + limit, this.#head + 1);
    const [first] = this.#sql
      .exec<{ seq: number; at: number }>(
        `SELECT seq, at FROM messages WHERE seq >= ?1 AND seq < ?2 AND at >= ?3
         UNION ALL SELECT seq, at FROM changes WHERE seq >= ?1 AND seq < ?2 AND at >= ?3 ORDER BY seq LIMIT 1`,
        this.#oldest,
        end,
        at,
      )
      .toArray();
    return first ?? { seq: end };
  }

  #messageRecord(seq: number): StoredRecord[] {
    const [row] = this.#sql.exec<MessageRow>(`SELECT ${MESSAGE} FROM messages WHERE seq = ?`, seq);
    if (row === undefined) return [];
    const stored = toKept(row);
    const event = messageFor(stored, { uid: row.uid, isModerator: false }) ?? stored.message;
    return [stored.onlyFor === undefined ? { event } : { event, onlyFor: stored.onlyFor }];
  }

  #changeRecord(seq: number): StoredRecord[] {
    const [row] = this.#sql.exec<ChangeRow>(
      "SELECT seq, at, uid, id, type, target, body, only_for FROM changes WHERE seq = ?",
      seq,
    );
    if (row === undefined) return [];
    return [row.only_for === null ? { event: toChange(row) } : { event: toChange(row), onlyFor: row.only_for }];
  }

  prune(oldest: number): void {
    // What is known of commands may be of those that go.
    this.flush();
    this.#sql.exec("DELETE FROM messages WHERE seq < ?", oldest);
    this.#sql.exec("DELETE FROM changes WHERE seq < ?", oldest);
    this.#sql.exec("INSERT OR REPLACE INTO meta (key, value) VALUES ('oldest', ?)", oldest);
    this.#oldest = oldest;
  }

  #appendChange(event: ChangeEvent, digest: number, onlyFor: string | undefined): void {
    // Its target may be one of them.
    this.#write();
    const target = event.type === "notice" ? null : event.target;
    const { seq, at, uid, id, type, target: _, ...body } = { target, ...event };
    this.#sql.exec(
      "INSERT INTO changes (seq, at, uid, id, digest, type, target, body, only_for) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      seq,
      at,
      uid,
      id,
      digest,
      type,
      target,
      JSON.stringify(body),
      onlyFor ?? null,
    );
    const kept = target === null ? undefined : this.message(target);
    if (kept !== undefined) this.#fold(kept, event, onlyFor);
  }

  #fold(before: StoredMessage, event: ChangeEvent, onlyFor: string | undefined): void {
    const { message, veil } = foldStored(before, event, onlyFor);
    if (before.veil !== undefined || veil !== undefined) {
      const text = veil === undefined ? null : JSON.stringify(veil);
      this.#sql.exec("UPDATE messages SET veil = ? WHERE seq = ?", text, message.seq);
    }
    if (message === before.message) return;
    if (event.type === "edit") {
      this.#sql.exec(
        "UPDATE messages SET message = ?, edited_at = ? WHERE seq = ?",
        message.message,
        message.editedAt ?? null,
        message.seq,
      );
    } else if (event.type === "reaction") {
      const reactions = message.reactions === undefined ? null : JSON.stringify(message.reactions);
      this.#sql.exec("UPDATE messages SET reactions = ? WHERE seq = ?", reactions, message.seq);
    } else if (event.type === "delete") {
      this.#erase(message.seq);
    }
  }

  /** Nothing of what was said is left, not in the edits either, and not in a digest that could be guessed back. */
  #erase(seq: number): void {
    // With it go the digests that were looked up.
    this.#known.clear();
    this.#sql.exec(
      `UPDATE messages SET message = '', digest = NULL, edited_at = NULL, deleted = 1, reactions = NULL, extra = NULL
       WHERE seq = ?`,
      seq,
    );
    this.#sql.exec(
      `UPDATE changes SET body = ?, digest = NULL WHERE type = 'edit' AND target = ?`,
      JSON.stringify({ message: "" }),
      seq,
    );
  }
}

/** In place of the id that a client chose, and longer than any of those, so that it can be nobody's. */
function erasedId(seq: number): string {
  return `erased-${String(seq).padStart(MAX_ID_LENGTH, "0")}`;
}

/** A uid holds no space, so that no two pairs have one key. */
function commandKey(uid: string, id: string): string {
  return `${uid} ${id}`;
}

function toStored({ digest, seq }: Omit<CommandRow, "uid" | "id">): StoredCommand {
  return digest === null ? { seq } : { seq, digest };
}

/** The events that commands became, of so many commands. Each is looked for by the unique index; a miss reads no row. */
function selectOf(commands: number): string {
  const wanted = Array.from({ length: commands }, (_, i) => `(uid = ?${2 * i + 1} AND id = ?${2 * i + 2})`).join(
    " OR ",
  );
  const from = (table: string) => `SELECT uid, id, seq, digest FROM ${table} WHERE ${wanted}`;
  return `${from("messages")} UNION ALL ${from("changes")}`;
}

/** In the order of `NEW_MESSAGE`. */
function toNewRow({ digest, event }: Unwritten): SqlStorageValue[] {
  const { seq, at, uid, id, type: _, username, message, replyTo, ...extra } = event;
  const own = Object.keys(extra).length === 0 ? null : JSON.stringify(extra);
  return [seq, at, uid, id, digest, username, message, replyTo ?? null, own];
}

/** No AUTOINCREMENT: it burns a number with each conflict, and P4.2 allows no hole. */
function insertOf(rows: number): string {
  const row = `(${NEW_MESSAGE.map(() => "?").join(", ")})`;
  // OR FAIL: the turn's own savepoint undoes a failure, so that no statement needs a journal of its own.
  return `INSERT OR FAIL INTO messages (${NEW_MESSAGE.join(", ")}) VALUES ${Array.from({ length: rows }, () => row).join(", ")}`;
}

function toKept(row: MessageRow): StoredMessage {
  return {
    message: toMessage(row),
    ...(row.only_for === null ? {} : { onlyFor: row.only_for }),
    // Only `#fold` writes it.
    ...(row.veil === null ? {} : { veil: JSON.parse(row.veil) as HiddenChanges }),
  };
}

function toMessage(row: MessageRow): Message {
  const { seq, at, uid, id, username, message, reply_to, edited_at, deleted, reactions, extra } = row;
  return {
    // Only this class writes these two columns, and it writes what the room's parser let through.
    ...(extra === null ? {} : (JSON.parse(extra) as JsonObject)),
    type: "message",
    seq,
    at,
    uid,
    id,
    username,
    message,
    ...(reply_to === null ? {} : { replyTo: reply_to }),
    ...(edited_at === null ? {} : { editedAt: edited_at }),
    ...(deleted === 0 ? {} : { deleted: true }),
    ...(reactions === null ? {} : { reactions: JSON.parse(reactions) as NonNullable<Message["reactions"]> }),
  };
}

function toChange({ body, only_for: _, target, ...stamp }: ChangeRow): ChangeEvent {
  // Only `#appendChange` writes these columns, and it writes what it took out of a `ChangeEvent`.
  return { ...stamp, ...(target === null ? {} : { target }), ...(JSON.parse(body) as object) } as ChangeEvent;
}
