import type { Received } from "../../room/model/context.ts";
import type { SessionId } from "../../room/model/session.ts";
import { Batcher, type BatcherPorts } from "./batcher.ts";

/**
 * Bytes that may wait in a room: commands for their turn, and copies for their readers. An object has 128 MB, and needs the
 * rest for what it is working on.
 */
const MAX_WAITING_BYTES = 48 * 1024 * 1024;

/** Bytes that a waiting command takes besides its text: the objects that it was parsed into. */
const COMMAND_BYTES = 1_000;

const BYTES_PER_UNIT = 2;

/** A command that waits for its turn. */
interface Waiting {
  readonly item: Received;
  readonly owner: Owner;
  readonly bytes: number;
}

/** A person whose commands wait. */
interface Owner {
  readonly person: string;
  bytes: number;
}

/** Dependencies of {@link Inbox}. */
export interface InboxPorts extends Omit<BatcherPorts<Received>, "capacity"> {
  /** UTF-16 units of a frame. */
  readonly capacity: number;
  /** The person of a session, or the session itself if it has none. */
  readonly personOf: (id: SessionId) => string;
  /** Bytes of copies that readers have not taken yet. */
  readonly unsentBytes: () => number;
}

/**
 * Commands that wait for their turn. More than the room can hold are not let in, so that an overloaded room stays within
 * its memory, and answers at once (P4.9).
 */
export class Inbox {
  readonly #ports: InboxPorts;
  readonly #batcher: Batcher<Waiting>;
  /** By person. */
  readonly #owners = new Map<string, Owner>();
  #bytes = 0;

  constructor(ports: InboxPorts) {
    this.#ports = ports;
    this.#batcher = new Batcher({
      ...ports,
      flush: (items, done) => {
        for (const { bytes, owner } of items) this.#release(owner, bytes);
        ports.flush(
          items.map(({ item }) => item),
          done,
        );
      },
    });
  }

  /**
   * Whether there is room for a command. No person may have more waiting than is left for the others, so one loud person leaves
   * half of the room to them, and two leave a third.
   *
   * @param length UTF-16 units
   */
  hasRoom(from: SessionId, length: number): boolean {
    const own = this.#owners.get(this.#ports.personOf(from))?.bytes ?? 0;
    return own + bytesOf(length) <= MAX_WAITING_BYTES - this.#bytes - this.#ports.unsentBytes();
  }

  /**
   * @param length UTF-16 units
   * @param canWait whether it goes with the next flush, instead of causing one
   */
  add(item: Received, length: number, canWait = false): void {
    const bytes = bytesOf(length);
    const owner = this.#ownerOf(this.#ports.personOf(item.from));
    owner.bytes += bytes;
    this.#bytes += bytes;
    this.#batcher.add({ item, owner, bytes }, length, canWait);
  }

  /** Works off everything now, so that whatever the caller does next comes after it. */
  drain(): void {
    this.#batcher.drain();
  }

  #ownerOf(person: string): Owner {
    const known = this.#owners.get(person);
    if (known !== undefined) return known;
    const owner = { person, bytes: 0 };
    this.#owners.set(person, owner);
    return owner;
  }

  #release(owner: Owner, bytes: number): void {
    this.#bytes -= bytes;
    owner.bytes -= bytes;
    if (owner.bytes === 0) this.#owners.delete(owner.person);
  }
}

function bytesOf(length: number): number {
  return COMMAND_BYTES + length * BYTES_PER_UNIT;
}
