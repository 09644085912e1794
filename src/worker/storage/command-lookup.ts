import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { CommandKey, StoredCommand } from "../../room/log/event-log.ts";
import { toBase64Url } from "../../room/tokens/base64url.ts";
import { ERASED_ID } from "./log-rows.ts";

type CommandRow = {
  uid: string;
  id: string;
  /** `NULL` says only that this person has erased ids. */
  seq: number | null;
  digest: number | null;
};

/** Commands per statement: it has two parameters for each, and the platform allows 100. */
const COMMANDS_PER_SELECT = 50;
/** Bytes of an erased id's hash: impossible to collide with by chance. */
const HASH_BYTES = 16;

/**
 * Finds the event that a command became (P4.3). The commands of a turn are looked up together, and results are kept until
 * the turn ends.
 */
export class CommandLookup {
  readonly #sql: SqlStorage;
  readonly #key: () => Uint8Array;
  readonly #known = new Map<string, StoredCommand | undefined>();

  /** @param key provides the log's; ids that were erased before a rotation (P8.21) are new afterwards */
  constructor(sql: SqlStorage, key: () => Uint8Array) {
    this.#sql = sql;
    this.#key = key;
  }

  find({ id, uid }: CommandKey): StoredCommand | undefined {
    const key = keyOf(uid, id);
    if (!this.#known.has(key)) this.load([{ uid, id }]);
    return this.#known.get(key);
  }

  /** Adds an event that this turn appended. */
  add({ id, uid }: CommandKey, stored: StoredCommand): void {
    this.#known.set(keyOf(uid, id), stored);
  }

  load(commands: readonly CommandKey[]): void {
    const withErased = this.#load(commands);
    // Hashing costs time, so it is done only for people who have erased ids.
    const missing = commands.filter(({ id, uid }) => withErased.has(uid) && !this.#known.get(keyOf(uid, id)));
    if (missing.length === 0) return;
    const erased = missing.map(({ id, uid }) => ({ uid, id: this.erase(uid, id) }));
    this.#load(erased);
    for (const [index, { id, uid }] of missing.entries()) {
      this.#known.set(keyOf(uid, id), this.#known.get(keyOf(uid, erased[index]?.id ?? "")));
    }
  }

  clear(): void {
    this.#known.clear();
  }

  /** What is left of an id after a moderator has deleted its event (P3.15). */
  erase(uid: string, id: string): string {
    const mac = hmac(sha256, this.#key(), utf8ToBytes(`erased id\0${uid}\0${id}`));
    return ERASED_ID + toBase64Url(mac.slice(0, HASH_BYTES));
  }

  /** @returns people who have erased ids */
  #load(commands: readonly CommandKey[]): ReadonlySet<string> {
    const withErased = new Set<string>();
    for (const { id, uid } of commands) this.#known.set(keyOf(uid, id), undefined);
    for (let first = 0; first < commands.length; first += COMMANDS_PER_SELECT) {
      const some = commands.slice(first, first + COMMANDS_PER_SELECT);
      const keys = some.flatMap(({ id, uid }) => [uid, id]);
      for (const { digest, id, seq, uid } of this.#sql.exec<CommandRow>(selectOf(some.length), ...keys)) {
        if (seq === null) withErased.add(uid);
        else this.#known.set(keyOf(uid, id), digest === null ? { seq } : { seq, digest });
      }
    }
    return withErased;
  }
}

/** A uid contains no space, so no two pairs have the same key. */
function keyOf(uid: string, id: string): string {
  return `${uid} ${id}`;
}

/** Statements by number of commands. Building one takes longer than running it. */
const statements = new Map<number, string>();

function selectOf(commands: number): string {
  const statement = statements.get(commands) ?? buildSelect(commands);
  statements.set(commands, statement);
  return statement;
}

/** Finds the events of this many commands, by the unique indexes; a miss reads no row. */
function buildSelect(commands: number): string {
  const places = Array.from({ length: commands }, (_, i) => ({ uid: `?${2 * i + 1}`, id: `?${2 * i + 2}` }));
  const wanted = places.map(({ id, uid }) => `(uid = ${uid} AND id = ${id})`).join(" OR ");
  const from = (table: string) => `SELECT uid, id, seq, digest FROM ${table} WHERE ${wanted}`;
  const uids = places.map(({ uid }) => `(${uid})`).join(", ");
  // `~` sorts after every character of base64url.
  const erased = (table: string) =>
    `EXISTS (SELECT 1 FROM ${table} WHERE uid = column1 AND id > '${ERASED_ID}' AND id < '${ERASED_ID}${ERASED_ID}')`;
  return `${from("messages")} UNION ALL ${from("hidden_messages")} UNION ALL ${from("changes")}
    UNION ALL SELECT column1, '', NULL, NULL FROM (VALUES ${uids})
      WHERE ${erased("messages")} OR ${erased("hidden_messages")} OR ${erased("changes")}`;
}
