import type { JsonObject } from "../protocol/json.ts";
import { MAX_BLOCKED } from "../protocol/limits.ts";
import type { Message } from "./message.ts";
import { RoomError } from "./room-error.ts";

/** A message as this client shows it. */
export interface ShownMessage<Extra extends object = JsonObject> extends Message<Extra> {
  /** This user blocked its author (P11.6). Never on the wire. */
  readonly blocked?: true;
}

/** The storage of a guest's blocks. */
export interface BlockStorage {
  blocked: readonly string[];
}

/** The users whom this user blocked (P11.6), and the marks on their messages. */
export class BlockList {
  #uids: ReadonlySet<string> = new Set();
  #storage: BlockStorage = { blocked: [] };
  /** Whether the room stores them, as it does for signed-in users. */
  #areInRoom = false;
  /** The newest marked array, and what it was made of. */
  #marked: {
    readonly of: readonly Message[];
    readonly uids: ReadonlySet<string>;
    readonly as: readonly ShownMessage[];
  } = { of: [], uids: this.#uids, as: [] };
  /** Marked copies, so that a message stays the same object until it changes. */
  #copies = new WeakMap<Message, ShownMessage>();

  /** The same object until it changes. */
  get uids(): ReadonlySet<string> {
    return this.#uids;
  }

  get areInRoom(): boolean {
    return this.#areInRoom;
  }

  /** Reads a guest's blocks from a storage, and keeps them there from now on. */
  useStorage(storage: BlockStorage): void {
    this.#storage = storage;
    this.replace(storage.blocked);
  }

  /** @param told the room's list; absent for guests, who keep their own */
  welcome(told: readonly string[] | undefined): void {
    this.#areInRoom = told !== undefined;
    this.replace(told ?? this.#storage.blocked);
  }

  /**
   * Blocks a user in the storage, as guests do.
   *
   * @throws RoomError `too_many`
   */
  async block(uid: string, on: boolean): Promise<void> {
    // Another tab may have blocked others.
    const others = this.#storage.blocked.filter((other) => other !== uid);
    if (on && others.length >= MAX_BLOCKED) throw new RoomError("too_many");
    this.#storage.blocked = on ? [...others, uid] : others;
    this.replace(on ? [...others, uid] : others);
  }

  replace(uids: readonly string[]): void {
    const isSame = uids.length === this.#uids.size && uids.every((uid) => this.#uids.has(uid));
    if (!isSame) this.#uids = new Set(uids);
  }

  /** Marks the messages of blocked users. Returns the same array if no one is blocked. */
  mark(messages: readonly Message[]): readonly ShownMessage[] {
    if (this.#uids.size === 0) return messages;
    const { as, of, uids } = this.#marked;
    if (of === messages && uids === this.#uids) return as;
    const marked = messages.map((message) => (this.#uids.has(message.uid) ? this.#markedCopy(message) : message));
    this.#marked = { of: messages, uids: this.#uids, as: marked };
    return marked;
  }

  #markedCopy(message: Message): ShownMessage {
    const known = this.#copies.get(message);
    if (known !== undefined) return known;
    const copy = { ...message, blocked: true } as const;
    this.#copies.set(message, copy);
    return copy;
  }
}
