import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import type { IpHashKey, IpHashKeyStore } from "../../room/limits/ip-hashes.ts";

const TAG = /^key:(?<since>\d+):(?<key>[0-9a-f]+)$/;

/**
 * The keys of address hashes of a room without tables (P1.5). They are in memory, and in the tags of the sockets whose
 * addresses they hashed, so that a hash means the same after hibernation and once the tables are made.
 */
export class UnmadeIpHashKeys implements IpHashKeyStore {
  #keys: readonly IpHashKey[];

  /** @param tags of the room's sockets */
  constructor(tags: Iterable<string>) {
    const keys = new Map<string, IpHashKey>();
    for (const tag of tags) {
      const { key, since } = TAG.exec(tag)?.groups ?? {};
      if (key !== undefined && since !== undefined) keys.set(tag, { since: Number(since), key: hexToBytes(key) });
    }
    this.#keys = [...keys.values()].sort((a, b) => b.since - a.since).slice(0, 2);
  }

  read(): readonly IpHashKey[] {
    return this.#keys;
  }

  replace(keys: readonly IpHashKey[]): void {
    this.#keys = keys;
  }

  /** The tags of a new socket. */
  get tags(): string[] {
    return this.#keys.map(({ key, since }) => `key:${since}:${bytesToHex(key)}`);
  }
}
