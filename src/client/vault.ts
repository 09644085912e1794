import * as v from "valibot";
import { RoomError } from "./errors.ts";
import type { RoomStorage } from "./storage.ts";

/** Who this client is in a room, and how it proves it. */
export type Identity = v.InferOutput<typeof Identity>;
const Identity = v.object({ uid: v.string(), token: v.string(), username: v.string() });

/** An entry of the outbox, as it is kept. */
export type KeptEntry = v.InferOutput<typeof KeptEntry>;
const KeptEntry = v.object({
  /** The command as it is sent. */
  frame: v.string(),
  /** When it was asked for, in milliseconds since 1970: the order of the outbox. */
  at: v.number(),
  /** The `uid` under which it was sent, where it was. */
  sentAs: v.exactOptional(v.string()),
  /** Why it will not be sent any more. */
  error: v.exactOptional(v.object({ code: v.string(), message: v.string() })),
});

/**
 * One room's part of a storage. Every entry of the outbox has a key of its own, so that tabs that share a storage never
 * write over each other's.
 *
 * What a storage gives was written by an earlier version, another tab or anybody: what does not fit is as good as absent.
 */
export class Vault {
  readonly #storage: RoomStorage;
  readonly #identityKey: string;
  readonly #outboxPrefix: string;
  readonly #failed: (error: RoomError) => void;
  /** Where the storage fails, one is still the same person for as long as this client runs. */
  #identity: Identity | undefined;

  /**
   * @param room tells rooms apart in the same storage
   * @param failed told when the storage throws
   */
  constructor(storage: RoomStorage, room: string, failed: (error: RoomError) => void) {
    this.#storage = storage;
    this.#identityKey = `${room}#identity`;
    this.#outboxPrefix = `${room}#outbox/`;
    this.#failed = failed;
  }

  get identity(): Identity | undefined {
    return this.#read(this.#identityKey, Identity) ?? this.#identity;
  }

  set identity(identity: Identity | undefined) {
    this.#identity = identity;
    if (identity === undefined) this.#delete(this.#identityKey);
    else this.#write(this.#identityKey, identity);
  }

  /** Everything in the outbox, of this client and of others on the same storage, in order; by the commands' ids. */
  entries(): [id: string, entry: KeptEntry][] {
    const keys = this.#try(() => [...this.#storage.keys()]) ?? [];
    return keys
      .filter((key) => key.startsWith(this.#outboxPrefix))
      .flatMap((key): [string, KeptEntry][] => {
        const entry = this.#read(key, KeptEntry);
        return entry === undefined ? [] : [[key.slice(this.#outboxPrefix.length), entry]];
      })
      .sort(([, one], [, other]) => one.at - other.at);
  }

  keep(id: string, entry: KeptEntry): void {
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

  #write(key: string, value: Identity | KeptEntry): void {
    this.#try(() => this.#storage.set(key, JSON.stringify(value)));
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
