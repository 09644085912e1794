import type { IpHashKey, IpHashKeyStore } from "../../src/room/limits/ip-hashes.ts";

/** In-memory keys for a room's address hashes. */
export class MemoryAddressKeys implements IpHashKeyStore {
  kept: readonly IpHashKey[] = [];

  read(): readonly IpHashKey[] {
    return this.kept;
  }

  replace(keys: readonly IpHashKey[]): void {
    this.kept = keys;
  }
}

/** Keys that differ from each other, and are the same in every run. */
export function countedKeys(): () => Uint8Array {
  let count = 0;
  return () => {
    count += 1;
    return new Uint8Array(32).fill(count);
  };
}
