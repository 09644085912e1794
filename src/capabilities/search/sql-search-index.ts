import type { StoredMessage } from "../../room/log/visibility.ts";
import { MESSAGE_COLUMNS, type MessageRow, toStoredMessage } from "../../worker/storage/log-rows.ts";
import { blockOf } from "./blocks.ts";
import { HIDDEN, SEVERAL_TEXTS } from "./match-expression.ts";
import { facetsOf } from "./query.ts";
import { addRange, countIn, newestMissing, type Range } from "./ranges.ts";
import { wordsOf } from "./words.ts";

/** A change to the tables, or to the words of a text, makes the index again. */
const VERSION = 2;

/** Events that one turn indexes at most: some milliseconds' work. */
const INDEXED_AT_ONCE = 250;

/**
 * Pages of 4 kB that one turn merges: about as many as a slice makes. SQLite would do nothing for many slices, and then as
 * much as takes 80 ms.
 */
const MERGED_AT_ONCE = 32;

/** Columns of a message that the index depends on. */
const INDEXED_COLUMNS = "uid, username, message, deleted, extra, veil";

/**
 * An index without content: SQLite keeps which word is in which message and where, and no text. The words are ours, split
 * by spaces, and the tokenizer leaves them as they are.
 *
 * Triggers remove a message in the statement that deletes or changes it, whichever code runs it. An edited one is indexed again
 * with the next search. A new message costs nothing.
 */
const TABLES = `
  CREATE VIRTUAL TABLE search_words USING fts5(
    message, author, facets, content = '', contentless_delete = 1, tokenize = 'ascii'
  );
  INSERT INTO search_words (search_words, rank) VALUES ('automerge', 0);
  CREATE TABLE search_stale (seq INTEGER PRIMARY KEY);
  CREATE TABLE search_state (
    version INTEGER NOT NULL, ranges TEXT NOT NULL, goal INTEGER NOT NULL,
    has_erased INTEGER NOT NULL DEFAULT 0, is_merging INTEGER NOT NULL DEFAULT 0
  );
  INSERT INTO search_state (version, ranges, goal) VALUES (${VERSION}, '[]', 0);
  ${["messages", "hidden_messages"]
    .map(
      (table) => `
        CREATE TRIGGER search_removes_${table} AFTER DELETE ON ${table} BEGIN
          DELETE FROM search_words WHERE rowid = old.seq;
          DELETE FROM search_stale WHERE seq = old.seq;
          UPDATE search_state SET has_erased = 1 WHERE has_erased = 0;
        END;
        CREATE TRIGGER search_changes_${table} AFTER UPDATE OF ${INDEXED_COLUMNS} ON ${table} BEGIN
          DELETE FROM search_words WHERE rowid = old.seq;
          INSERT OR IGNORE INTO search_stale (seq) VALUES (old.seq);
          UPDATE search_state SET has_erased = 1 WHERE has_erased = 0;
        END;`,
    )
    .join("")}`;

const DROPPED = `
  DROP TRIGGER IF EXISTS search_removes_messages;
  DROP TRIGGER IF EXISTS search_changes_messages;
  DROP TRIGGER IF EXISTS search_removes_hidden_messages;
  DROP TRIGGER IF EXISTS search_changes_hidden_messages;
  DROP TABLE IF EXISTS search_words;
  DROP TABLE IF EXISTS search_stale;
  DROP TABLE IF EXISTS search_state;`;

interface State {
  /** Events that are indexed, but for the stale ones. */
  readonly ranges: readonly Range[];
  /** The newest event when the room was last searched: no one asked for those after it. */
  readonly goal: number;
}

/** The words of a room's messages, in the SQLite of its own object. It has no tables until it is asked for. */
export class SqlSearchIndex {
  readonly #sql: SqlStorage;
  readonly #atOnce: number;
  /** `undefined` until it is read. A turn that is rolled back makes another index. */
  #state: State | undefined;

  /**
   * @param sql migrated storage
   * @param atOnce events that one turn indexes at most
   */
  constructor(sql: SqlStorage, atOnce = INDEXED_AT_ONCE) {
    this.#sql = sql;
    this.#atOnce = atOnce;
  }

  /** Makes the tables if there are none. */
  open(): void {
    this.#state ??= this.#read();
    if (this.#state !== undefined) return;
    this.#sql.exec(DROPPED);
    this.#sql.exec(TABLES);
    this.#state = { ranges: [], goal: 0 };
  }

  /**
   * Indexes changes, and then the newest events that are not indexed; a limited number of them.
   *
   * @param log the events that there are
   * @param goal the newest event to index
   * @returns whether everything up to the goal is indexed
   */
  catchUp(log: Range, goal = this.#read()?.goal ?? 0): boolean {
    this.open();
    const changed = this.#staleSeqs(this.#atOnce);
    for (const seq of changed) this.#indexAgain(seq);
    let { ranges } = this.#state ?? { ranges: [] };
    const wanted = { from: log.from, to: Math.min(log.to, goal) };
    const room = this.#atOnce - changed.length;
    const missing = room === 0 ? undefined : newestMissing(ranges, wanted, room);
    if (missing !== undefined) {
      this.#index(missing);
      ranges = addRange(ranges, missing);
    }
    this.#write({ ranges, goal });
    return newestMissing(ranges, wanted, 1) === undefined && this.#staleSeqs(1).length === 0;
  }

  /** The share of the events that are indexed, from 0 to 1. */
  share(log: Range): number {
    const all = log.to - log.from + 1;
    if (all <= 0) return 1;
    const [{ stale } = { stale: 0 }] = this.#sql.exec<{ stale: number }>("SELECT count(*) AS stale FROM search_stale");
    return Math.max(0, countIn(this.#state?.ranges ?? [], log) - stale) / all;
  }

  /** The `seq` of messages that an expression of FTS5 finds, newest first. */
  find(expression: string, { from, to }: Range, limit: number): number[] {
    const query = `SELECT rowid AS seq FROM search_words WHERE search_words MATCH ? AND rowid BETWEEN ? AND ?
      ORDER BY rowid DESC LIMIT ?`;
    return this.#sql
      .exec<{ seq: number }>(query, expression, from, to, limit)
      .toArray()
      .map(({ seq }) => seq);
  }

  /** Whether the file has words of deleted messages or earlier texts, which nothing finds. */
  hasErased(): boolean {
    return (
      this.#read() !== undefined && this.#sql.exec("SELECT 1 FROM search_state WHERE has_erased").toArray().length > 0
    );
  }

  /**
   * Merges a part of the index, which leaves out erased words.
   *
   * @returns whether all words that were erased before the first call are gone from the file
   */
  merge(): boolean {
    if (this.#read() === undefined) return true;
    const isFirst = this.#sql.exec("SELECT 1 FROM search_state WHERE is_merging").toArray().length === 0;
    if (isFirst) this.#sql.exec("UPDATE search_state SET has_erased = 0, is_merging = 1");
    // A negative number begins to merge everything, and a positive one goes on with what was begun.
    const isDone = !this.#mergePages(isFirst ? -MERGED_AT_ONCE : MERGED_AT_ONCE);
    if (isDone) this.#sql.exec("UPDATE search_state SET is_merging = 0");
    return isDone;
  }

  /** @returns whether there was anything to merge */
  #mergePages(pages: number): boolean {
    const changes = () => this.#sql.exec<{ changes: number }>("SELECT total_changes() AS changes").one().changes;
    const before = changes();
    this.#sql.exec("INSERT INTO search_words (search_words, rank) VALUES ('merge', ?)", pages);
    // The command itself counts as one change.
    return changes() - before > 1;
  }

  #index({ from, to }: Range): void {
    const inTable = (table: string) =>
      `SELECT ${MESSAGE_COLUMNS} FROM ${table} WHERE seq BETWEEN ?1 AND ?2 AND deleted = 0`;
    const query = `${inTable("messages")} UNION ALL ${inTable("hidden_messages")} ORDER BY seq`;
    const rows = this.#sql.exec<MessageRow>(query, from, to).toArray();
    if (rows.length === 0) return;
    // All rows as one parameter, because binding a parameter costs as much as storing its value.
    this.#sql.exec(
      `INSERT INTO search_words (rowid, message, author, facets)
       SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)`,
      JSON.stringify(rows.map((row) => [row.seq, ...columnsOf(toStoredMessage(row))])),
    );
    this.#mergePages(MERGED_AT_ONCE);
  }

  #indexAgain(seq: number): void {
    this.#sql.exec("DELETE FROM search_stale WHERE seq = ?", seq);
    // The others are indexed when their turn comes.
    if (countIn(this.#state?.ranges ?? [], { from: seq, to: seq }) > 0) this.#index({ from: seq, to: seq });
  }

  #staleSeqs(limit: number): number[] {
    const rows = this.#sql.exec<{ seq: number }>("SELECT seq FROM search_stale ORDER BY seq LIMIT ?", limit);
    return rows.toArray().map(({ seq }) => seq);
  }

  #read(): State | undefined {
    if (this.#state !== undefined) return this.#state;
    if (this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'search_state'").toArray().length === 0)
      return undefined;
    const query = "SELECT ranges, goal FROM search_state WHERE version = ?";
    const [row] = this.#sql.exec<{ ranges: string; goal: number }>(query, VERSION);
    // Only `#write` writes the column.
    this.#state = row && { goal: row.goal, ranges: JSON.parse(row.ranges) as Range[] };
    return this.#state;
  }

  #write({ goal, ranges }: State): void {
    const before = this.#state;
    const isSame = before?.goal === goal && before.ranges === ranges;
    this.#state = { goal, ranges };
    if (!isSame) this.#sql.exec("UPDATE search_state SET ranges = ?, goal = ?", JSON.stringify(ranges), goal);
  }
}

/** The words of each column, with the mark of their block. */
function columnsOf({ hiddenChanges, message, onlyFor }: StoredMessage): [text: string, author: string, facets: string] {
  const { mark } = blockOf(message.seq);
  const words = (text: string) => wordsOf(text).map(({ word }) => mark + word);
  const facets = [
    ...facetsOf(message),
    ...(onlyFor === undefined ? [] : [HIDDEN]),
    ...(hiddenChanges?.edit === undefined ? [] : [SEVERAL_TEXTS]),
  ].map((facet) => mark + facet);
  const author = [...words(message.username), ...words(message.uid)];
  return [words(message.message).join(" "), author.join(" "), facets.join(" ")];
}
