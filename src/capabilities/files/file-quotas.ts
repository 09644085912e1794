import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { toBase64Url } from "../../room/tokens/base64url.ts";
import type { FileConfig } from "../../worker/config/file-config.ts";
import type { Quota, SqlFileRegistry } from "./sql-file-registry.ts";

export const DAY_MS = 24 * 60 * 60 * 1_000;

/** Bytes that even the smallest file counts for quotas: an upload costs more than its bytes. */
export const LEAST_BYTES = 64 * 1024;

/** The bytes that a file of this size counts for quotas. */
export function countedBytes(size: number): number {
  return Math.max(size, LEAST_BYTES);
}

/** Days since 1970. */
export function dayOf(now: number): number {
  return Math.floor(now / DAY_MS);
}

/** The person who uploads, and the network of their address if it is known. */
export interface Uploader {
  readonly uid: string;
  readonly network: string | undefined;
}

/** Counts what a person, an address and the room have uploaded (P12.13). */
export class FileQuotas {
  readonly #registry: SqlFileRegistry;
  readonly #config: FileConfig;
  readonly #key: () => Uint8Array;

  /** @param key hashes addresses, so that none is stored */
  constructor(registry: SqlFileRegistry, config: FileConfig, key: () => Uint8Array) {
    this.#registry = registry;
    this.#config = config;
    this.#key = key;
  }

  /** Counts bytes, unless a quota has fewer left. */
  take(uploader: Uploader, bytes: number, now: number): boolean {
    const quotas = this.#of(uploader, now);
    if (quotas.some((quota) => this.#registry.spent(quota) + bytes > quota.limit)) return false;
    for (const quota of quotas) this.#registry.spend(quota, bytes);
    return true;
  }

  giveBack(uploader: Uploader, bytes: number, now: number): void {
    if (bytes === 0) return;
    for (const quota of this.#of(uploader, now)) this.#registry.spend(quota, -bytes);
  }

  #of({ network, uid }: Uploader, now: number): Quota[] {
    const day = dayOf(now);
    const { addressBytes, personBytes, roomBytes } = this.#config;
    return [
      { who: uid, day, limit: personBytes },
      ...(network === undefined ? [] : [{ who: this.#hashOf(network), day, limit: addressBytes }]),
      { who: "", limit: roomBytes },
    ];
  }

  /** A keyed hash that no uid equals. It is deleted after a day. */
  #hashOf(network: string): string {
    const mac = hmac(sha256, this.#key(), utf8ToBytes(`file quota\0${network}`));
    return `~${toBase64Url(mac.slice(0, 16))}`;
  }
}
