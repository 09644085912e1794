import type { BlockStore } from "../../src/capabilities/blocks/block-store.ts";
import type { Deletion, DeletionStore } from "../../src/capabilities/deletion/deletion-store.ts";
import type { Erasure, ErasureStore } from "../../src/capabilities/privacy/erasure-store.ts";

/** The people who are being erased, in memory. */
export class MemoryErasureStore implements ErasureStore {
  readonly #erasures = new Map<string, Erasure>();

  next(): Erasure | undefined {
    return this.#erasures.values().next().value;
  }

  put(erasure: Erasure): void {
    this.#erasures.set(erasure.uid, erasure);
  }

  delete(uid: string): void {
    this.#erasures.delete(uid);
  }
}

/** The blocks of a room in memory. */
export class MemoryBlockStore implements BlockStore {
  #blocks: (readonly [uid: string, blocked: string])[] = [];

  of(uid: string): readonly string[] {
    return this.#blocks.filter(([by]) => by === uid).map(([, blocked]) => blocked);
  }

  put(uid: string, blocked: string): void {
    this.delete(uid, blocked);
    this.#blocks.push([uid, blocked]);
  }

  delete(uid: string, blocked: string): void {
    this.#blocks = this.#blocks.filter(([by, other]) => by !== uid || other !== blocked);
  }

  forget(uid: string): void {
    this.#blocks = this.#blocks.filter((pair) => !pair.includes(uid));
  }
}

/** Deletions that are not finished, in memory. */
export class MemoryDeletionStore implements DeletionStore {
  readonly #deletions = new Map<string, Deletion>();

  next(): Deletion | undefined {
    return this.#deletions.values().next().value;
  }

  put(deletion: Deletion): void {
    this.#deletions.set(deletion.uid, deletion);
  }

  delete(uid: string): void {
    this.#deletions.delete(uid);
  }
}
