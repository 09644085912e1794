import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { CommandKey, StoredCommand } from "../../room/log/event-log.ts";
import { toBase64Url } from "../../room/tokens/base64url.ts";
import { ERASED_ID } from "./log-rows.ts";

type CommandRow = {
  uid: string;
  id: string;
  seq: number;
  digest: number | null;
};

/** Commands per statement: it has two parameters for each, and the platform allows 100. */
const COMMANDS_PER_SELECT = 50;
/** People of whom a room remembers whether they have erased ids. */
const MAX_REMEMBERED = 10_000;
/** Bytes of an erased id's hash: impossible to collide with by chance. */
const HASH_BYTES = 16;

/**
 * Finds the event that a command became (P4.3). The commands of a turn are looked up together, and results are kept until
 * the turn ends.
 */
export class CommandLookup {
  readonly #sql: SqlStorage;
  readonly #key: () => Uint8Array;
  /** By uid and id. An id that was looked up and not found has no command. */
  readonly #known = new Map<string, Map<string, StoredCommand | undefined>>();
  /** Whether a person has erased ids. Hashing costs time, so it is done only for those who have. */
  readonly #hasErased = new Map<string, boolean>();
  /** Whether the room has hidden messages, which most have not; `undefined` until it matters. */
  #hasHidden: boolean | undefined;

  /** @param key provides the log's; ids that were erased before a rotation (P8.19) are new afterwards */
  constructor(sql: SqlStorage, key: () => Uint8Array) {
    this.#sql = sql;
    this.#key = key;
  }

  find({ id, uid }: CommandKey): StoredCommand | undefined {
    if (!this.#of(uid).has(id)) this.load([{ uid, id }]);
    return this.#of(uid).get(id);
  }

  /** Adds an event that this turn appended. */
  add({ id, uid }: CommandKey, stored: StoredCommand, isHidden: boolean): void {
    this.#of(uid).set(id, stored);
    if (isHidden) this.#hasHidden = true;
  }

  load(commands: readonly CommandKey[]): void {
    this.#load(commands);
    this.#learnErased(commands);
    const missing = commands.filter(({ id, uid }) => this.#hasErased.get(uid) && !this.#of(uid).get(id));
    if (missing.length === 0) return;
    const erased = missing.map(({ id, uid }) => ({ uid, id: this.erase(uid, id) }));
    this.#load(erased);
    for (const [index, { id, uid }] of missing.entries()) {
      this.#of(uid).set(id, this.#of(uid).get(erased[index]?.id ?? ""));
    }
  }

  clear(): void {
    this.#known.clear();
  }

  /** The replacement for an id after a moderator has deleted its event (P3.15). */
  erase(uid: string, id: string): string {
    this.#hasErased.set(uid, true);
    const mac = hmac(sha256, this.#key(), utf8ToBytes(`erased id\0${uid}\0${id}`));
    return ERASED_ID + toBase64Url(mac.slice(0, HASH_BYTES));
  }

  #load(commands: readonly CommandKey[]): void {
    this.#hasHidden ??= this.#has("SELECT EXISTS (SELECT 1 FROM hidden_messages) AS has");
    for (const { id, uid } of commands) this.#of(uid).set(id, undefined);
    for (let first = 0; first < commands.length; first += COMMANDS_PER_SELECT) {
      const some = commands.slice(first, first + COMMANDS_PER_SELECT);
      const keys = some.flatMap(({ id, uid }) => [uid, id]);
      const select = selectOf(some.length, this.#hasHidden);
      for (const { digest, id, seq, uid } of this.#sql.exec<CommandRow>(select, ...keys)) {
        this.#of(uid).set(id, digest === null ? { seq } : { seq, digest });
      }
    }
  }

  #of(uid: string): Map<string, StoredCommand | undefined> {
    const known = this.#known.get(uid);
    if (known !== undefined) return known;
    const commands = new Map<string, StoredCommand | undefined>();
    this.#known.set(uid, commands);
    return commands;
  }

  /** Looks for the erased ids of people who have sent no command since the room woke. */
  #learnErased(commands: readonly CommandKey[]): void {
    for (const { uid } of commands) {
      if (this.#hasErased.has(uid)) continue;
      if (this.#hasErased.size >= MAX_REMEMBERED) this.#hasErased.clear();
      this.#hasErased.set(uid, this.#has(HAS_ERASED, uid));
    }
  }

  #has(query: string, ...values: string[]): boolean {
    return this.#sql.exec<{ has: number }>(query, ...values).one().has === 1;
  }
}

/** `~` sorts after every character of base64url. */
const HAS_ERASED = `SELECT ${["messages", "hidden_messages", "changes"]
  .map(
    (table) =>
      `EXISTS (SELECT 1 FROM ${table} WHERE uid = ?1 AND id > '${ERASED_ID}' AND id < '${ERASED_ID}${ERASED_ID}')`,
  )
  .join(" OR ")} AS has`;

/** Statements by number of commands. Building one takes longer than running it. */
const statements = { shown: new Map<number, string>(), all: new Map<number, string>() };

function selectOf(commands: number, hasHidden: boolean): string {
  const known = hasHidden ? statements.all : statements.shown;
  const statement = known.get(commands) ?? buildSelect(commands, hasHidden);
  known.set(commands, statement);
  return statement;
}

/** Finds the events of this many commands, by the unique indexes; a miss reads no row. */
function buildSelect(commands: number, hasHidden: boolean): string {
  const wanted = Array.from({ length: commands }, (_, i) => `(uid = ?${2 * i + 1} AND id = ?${2 * i + 2})`).join(
    " OR ",
  );
  const tables = ["messages", "changes", ...(hasHidden ? ["hidden_messages"] : [])];
  return tables.map((table) => `SELECT uid, id, seq, digest FROM ${table} WHERE ${wanted}`).join(" UNION ALL ");
}
