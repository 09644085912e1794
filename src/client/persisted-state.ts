import * as v from "valibot";
import type { Position } from "../protocol/commands.ts";
import type { Message } from "../protocol/events.ts";
import { Nonce } from "../protocol/fields.ts";
import { parseMessages } from "../protocol/server-frame.ts";
import { newId } from "./new-id.ts";
import { RoomError } from "./room-error.ts";
import type { RoomStorage } from "./room-storage.ts";

/** Who this client is in a room, and how it proves it. */
export type Identity = v.InferOutput<typeof Identity>;
const Identity = v.object({ uid: v.string(), token: v.string(), username: v.string() });

/** An entry of the outbox, as it is kept. */
export type PersistedEntry = v.InferOutput<typeof PersistedEntry>;
const PersistedEntry = v.object({
  /** The command as it is sent. */
  frame: v.string(),
  /** When it was asked for, in milliseconds since 1970: the order of the outbox. */
  at: v.number(),
  /** The `uid` under which it was sent, where it was. */
  sentAs: v.exactOptional(v.string()),
  /** Why it will not be sent any more. */
  error: v.exactOptional(v.object({ code: v.string(), message: v.string() })),
});

/** The end of a log, in the state that it had at a position. */
export interface PersistedLog {
  readonly position: Position;
  /** Oldest first. */
  readonly messages: readonly Message[];
  /** Whether there may be older ones. */
  readonly more: boolean;
}

/**
 * Goes up when the client understands more of a log than before: what an earlier one folded lacks what that one did not
 * understand, and the room does not tell it again.
 */
const LOG_VERSION = 1;

const KeptLogSchema = v.object({
  version: v.literal(LOG_VERSION),
  position: v.object({ epoch: v.string(), seq: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
  more: v.boolean(),
  messages: v.array(v.unknown()),
});

/** How every room's key of a {@link PersistedLog} ends. */
const LOG_KEY_END = "#log";

/**
 * One room's part of a storage. Every entry of the outbox has a key of its own, so that tabs that share a storage never
 * write over each other's.
 *
 * What a storage gives was written by an earlier version, another tab or anybody: what does not fit is as good as absent.
 */
export class PersistedState {
  readonly #storage: RoomStorage;
  readonly #identityKey: string;
  readonly #nonceKey: string;
  readonly #outboxPrefix: string;
  readonly #logKey: string;
  readonly #failed: (error: RoomError) => void;
  /** Where the storage fails, one is still the same person for as long as this client runs. */
  #identity: Identity | undefined;
  /**
   * Who one is by a token that is not the room's (P8.1). It stays in memory: its application has it, may take it back, and
   * who uses the same storage without it is somebody else.
   */
  brought: Identity | undefined;
  #nonce: string | undefined;

  /**
   * @param room tells rooms apart in the same storage
   * @param failed told when the storage throws
   */
  constructor(storage: RoomStorage, room: string, failed: (error: RoomError) => void) {
    this.#storage = storage;
    this.#identityKey = `${room}#identity`;
    this.#nonceKey = `${room}#nonce`;
    this.#outboxPrefix = `${room}#outbox/`;
    this.#logKey = room + LOG_KEY_END;
    this.#failed = failed;
  }

  get identity(): Identity | undefined {
    return this.brought ?? this.#read(this.#identityKey, Identity) ?? this.#identity;
  }

  set identity(identity: Identity | undefined) {
    this.#identity = identity;
    if (identity === undefined) this.#delete(this.#identityKey);
    else this.#write(this.#identityKey, identity);
  }

  /** What stands for us until there is a token; made where there is none, and the same in every tab (P8.15). */
  nonce(): string {
    const nonce = this.#read(this.#nonceKey, Nonce) ?? this.#nonce ?? newId();
    this.#nonce = nonce;
    this.#write(this.#nonceKey, nonce);
    return nonce;
  }

  /** There is a token, or somebody else is to be. */
  forgetNonce(): void {
    this.#nonce = undefined;
    this.#delete(this.#nonceKey);
  }

  get log(): PersistedLog | undefined {
    const kept = this.#read(this.#logKey, KeptLogSchema);
    if (kept === undefined) return undefined;
    const messages = parseMessages(kept.messages);
    // A message left out would be a hole that nothing fills.
    return messages.length === kept.messages.length ? { ...kept, messages } : undefined;
  }

  /** Kept where there is room for it: the real room has it as well. */
  set log(log: PersistedLog) {
    this.#try(() => {
      try {
        this.#storage.set(this.#logKey, JSON.stringify({ version: LOG_VERSION, ...log }));
      } catch {
        // An older one is as good, but takes the room that others may need.
        this.#storage.delete(this.#logKey);
      }
    });
  }

  /** Everything in the outbox, of this client and of others on the same storage, in order; by the commands' ids. */
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

  keep(id: string, entry: PersistedEntry): void {
    this.#write(this.#outboxPrefix + id, entry);
  }

  drop(id: string): void {
    this.#delete(this.#outboxPrefix + id);
  }

  #read<T>(key: string, schema: v.GenericSchema<unknown, T>): T | undefined {
    const text = this.#try(() => this.#storage.get(key));
    if (text === undefined) return undefined;
    const result = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
    return result.success ? result.output : undefined;
  }

  #write(key: string, value: Identity | PersistedEntry | string): void {
    const text = JSON.stringify(value);
    this.#try(() => {
      try {
        this.#storage.set(key, text);
      } catch (cause) {
        if (!this.#dropLogs()) throw cause;
        this.#storage.set(key, text);
      }
    });
  }

  /** Makes room for what nobody else has, by what every room can tell again. Returns whether there was something. */
  #dropLogs(): boolean {
    const logs = [...this.#storage.keys()].filter((key) => key.endsWith(LOG_KEY_END));
    for (const key of logs) this.#storage.delete(key);
    return logs.length > 0;
  }

  #delete(key: string): void {
    this.#try(() => this.#storage.delete(key));
  }

  /** A full or forbidden storage must not keep anybody from talking. */
  #try<T>(use: () => T): T | undefined {
    try {
      return use();
    } catch (cause) {
      this.#failed(new RoomError("storage", "The storage failed; a reload may lose what waits here.", { cause }));
      return undefined;
    }
  }
}
