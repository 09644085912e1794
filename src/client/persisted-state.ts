import * as v from "valibot";
import { Nonce } from "../protocol/fields.ts";
import { parseJson } from "../protocol/json.ts";
import { Position } from "../protocol/log-commands.ts";
import { parseMessages } from "../protocol/server-frame.ts";
import { fromWire, type Message, toWire } from "./message.ts";
import { newId } from "./new-id.ts";
import { RoomError } from "./room-error.ts";
import type { RoomStorage } from "./room-storage.ts";

/** The user of this client in a room, and the token that proves it. */
export type PersistedIdentity = v.InferOutput<typeof PersistedIdentity>;
const PersistedIdentity = v.object({ uid: v.string(), token: v.string(), username: v.string() });

/** An entry of the outbox. */
export type PersistedEntry = v.InferOutput<typeof PersistedEntry>;
const PersistedEntry = v.object({
  /** The command as it is sent. */
  frame: v.string(),
  /** When it was created, in milliseconds since 1970; determines the order of the outbox. */
  at: v.number(),
  /** The `uid` under which it was sent, if it was. */
  sentAs: v.exactOptional(v.string()),
  /** Why it failed. */
  error: v.exactOptional(v.object({ code: v.string(), message: v.string() })),
});

/** The newest messages of a log, in their state at a position. */
export interface PersistedLog {
  readonly position: Position;
  /** Oldest first. */
  readonly messages: readonly Message[];
  /** Whether there may be older ones. */
  readonly more: boolean;
}

/**
 * Incremented when the client learns to apply more types of events. A log from before lacks the effects of those events,
 * and the server won't send them again.
 */
const LOG_VERSION = 1;

const LogSchema = v.object({
  version: v.literal(LOG_VERSION),
  position: Position,
  more: v.boolean(),
  messages: v.array(v.unknown()),
});

/** Suffix of each room's key for its {@link PersistedLog}. */
const LOG_KEY_SUFFIX = "#log";

/**
 * One room's part of a storage. Each entry of the outbox has its own key, so that tabs that share a storage never overwrite
 * each other's.
 *
 * Stored values may come from an earlier version, from another tab or from anywhere else. Invalid ones are ignored.
 */
export class PersistedState {
  readonly #storage: RoomStorage;
  readonly #identityKey: string;
  readonly #nonceKey: string;
  readonly #outboxPrefix: string;
  readonly #logKey: string;
  readonly #blockedKey: string;
  readonly #failed: (error: RoomError) => void;
  /** Copies in memory, so that a failing storage doesn't change the user of a running client. */
  #identity: PersistedIdentity | undefined;
  #nonce: string | undefined;

  /**
   * @param room distinguishes rooms in the same storage
   * @param failed called when the storage throws
   */
  constructor(storage: RoomStorage, room: string, failed: (error: RoomError) => void) {
    this.#storage = storage;
    this.#identityKey = `${room}#identity`;
    this.#nonceKey = `${room}#nonce`;
    this.#outboxPrefix = `${room}#outbox/`;
    this.#logKey = room + LOG_KEY_SUFFIX;
    this.#blockedKey = `${room}#blocked`;
    this.#failed = failed;
  }

  get identity(): PersistedIdentity | undefined {
    return this.#read(this.#identityKey, PersistedIdentity) ?? this.#identity;
  }

  set identity(identity: PersistedIdentity | undefined) {
    this.#identity = identity;
    if (identity === undefined) this.#delete(this.#identityKey);
    else this.#write(this.#identityKey, identity);
  }

  /** Identifies the user until there is a token; generated on first use, and the same in every tab (P8.15). */
  nonce(): string {
    const nonce = this.#read(this.#nonceKey, Nonce) ?? this.#nonce ?? newId();
    this.#nonce = nonce;
    this.#write(this.#nonceKey, nonce);
    return nonce;
  }

  forgetNonce(): void {
    this.#nonce = undefined;
    this.#delete(this.#nonceKey);
  }

  /** The people whom a guest blocked; a room keeps those of signed-in people. */
  get blocked(): readonly string[] {
    return this.#read(this.#blockedKey, v.array(v.string())) ?? [];
  }

  set blocked(uids: readonly string[]) {
    if (uids.length === 0) this.#delete(this.#blockedKey);
    else this.#write(this.#blockedKey, uids);
  }

  get log(): PersistedLog | undefined {
    const log = this.#read(this.#logKey, LogSchema);
    if (log === undefined) return undefined;
    const messages = parseMessages(log.messages).map(fromWire);
    // An invalid message would leave a gap that nothing ever fills.
    return messages.length === log.messages.length ? { ...log, messages } : undefined;
  }

  /** Best effort: the server has the messages as well. */
  set log(log: PersistedLog) {
    this.#try(() => {
      try {
        this.#storage.set(
          this.#logKey,
          JSON.stringify({ version: LOG_VERSION, ...log, messages: log.messages.map(toWire) }),
        );
      } catch {
        // The old log would still be valid, but takes space that other data may need.
        this.#storage.delete(this.#logKey);
      }
    });
  }

  /** The outbox entries of every client on this storage, in order, by the ids of their commands. */
  entries(): [id: string, entry: PersistedEntry][] {
    const keys = this.#try(() => [...this.#storage.keys()]) ?? [];
    return keys
      .filter((key) => key.startsWith(this.#outboxPrefix))
      .flatMap((key): [string, PersistedEntry][] => {
        const entry = this.#read(key, PersistedEntry);
        return entry === undefined ? [] : [[key.slice(this.#outboxPrefix.length), entry]];
      })
      .sort(([, one], [, other]) => one.at - other.at);
  }

  saveEntry(id: string, entry: PersistedEntry): void {
    this.#write(this.#outboxPrefix + id, entry);
  }

  deleteEntry(id: string): void {
    this.#delete(this.#outboxPrefix + id);
  }

  #read<T>(key: string, schema: v.GenericSchema<unknown, T>): T | undefined {
    const text = this.#try(() => this.#storage.get(key));
    if (text === undefined) return undefined;
    const result = v.safeParse(schema, parseJson(text));
    return result.success ? result.output : undefined;
  }

  #write(key: string, value: PersistedIdentity | PersistedEntry | string | readonly string[]): void {
    const text = JSON.stringify(value);
    this.#try(() => {
      try {
        this.#storage.set(key, text);
      } catch (cause) {
        if (!this.#deleteLogs()) throw cause;
        this.#storage.set(key, text);
      }
    });
  }

  /** Frees space by deleting the logs of all rooms, which their servers still have. Returns whether there were any. */
  #deleteLogs(): boolean {
    const logs = [...this.#storage.keys()].filter((key) => key.endsWith(LOG_KEY_SUFFIX));
    for (const key of logs) this.#storage.delete(key);
    return logs.length > 0;
  }

  #delete(key: string): void {
    this.#try(() => this.#storage.delete(key));
  }

  /** A storage that is full or forbidden must not stop the client. */
  #try<T>(use: () => T): T | undefined {
    try {
      return use();
    } catch (cause) {
      this.#failed(new RoomError("storage", undefined, { cause }));
      return undefined;
    }
  }
}
