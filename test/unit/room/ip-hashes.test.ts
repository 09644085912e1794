import { describe, expect, test } from "vitest";
import { IpHashes } from "../../../src/room/limits/ip-hashes.ts";
import { countedKeys, MemoryAddressKeys } from "../../support/memory-ip-hash-keys.ts";

const START = 1_700_000_000_000;
const DAY_MS = 24 * 60 * 60 * 1_000;
const ADDRESS = "203.0.113.7";

describe("P5.6 addresses as keyed hashes", () => {
  test("a network keeps its hash within a period, even after hibernation; other networks have other hashes", () => {
    const keys = new MemoryAddressKeys();
    const newKey = countedKeys();
    const hash = new IpHashes(keys, newKey).of("2001:db8:1:2::1", START);
    expect(hash?.from).toMatch(/^[0-9a-f]{32}$/);
    const woken = new IpHashes(keys, newKey);
    expect(woken.of("2001:db8:1:2::ffff", START + 29 * DAY_MS)).toEqual(hash);
    expect(woken.of("2001:db8:1:3::1", START)?.from).not.toBe(hash?.from);
  });

  test("two rooms hash the same address differently", () => {
    const newKey = countedKeys();
    const one = new IpHashes(new MemoryAddressKeys(), newKey).of(ADDRESS, START);
    expect(new IpHashes(new MemoryAddressKeys(), newKey).of(ADDRESS, START)).not.toEqual(one);
  });

  test("the key rotates after 30 days, and hashes under the previous key still match", () => {
    const keys = new MemoryAddressKeys();
    const hashes = new IpHashes(keys, countedKeys());
    const first = hashes.of(ADDRESS, START);
    const second = hashes.of(ADDRESS, START + 30 * DAY_MS);
    expect(second?.from).not.toBe(first?.from);
    expect(second?.fromBefore).toBe(first?.from);
    expect(hashes.of(ADDRESS, START + 59 * DAY_MS)).toEqual(second);
    const third = hashes.of(ADDRESS, START + 60 * DAY_MS);
    expect(third?.fromBefore).toBe(second?.from);
    expect(keys.kept).toHaveLength(2);
  });

  test("an unused key is deleted, however long the room was empty", () => {
    const keys = new MemoryAddressKeys();
    const hashes = new IpHashes(keys, countedKeys());
    hashes.of(ADDRESS, START);
    expect(hashes.of(ADDRESS, START + 60 * DAY_MS)?.fromBefore).toBeUndefined();
    expect(keys.kept).toEqual([{ since: START + 60 * DAY_MS, key: new Uint8Array(32).fill(2) }]);
  });

  test("a loopback or missing address has no hash and creates no key", () => {
    const keys = new MemoryAddressKeys();
    const hashes = new IpHashes(keys, countedKeys());
    expect(hashes.of("127.0.0.1", START)).toBeUndefined();
    expect(hashes.of(undefined, START)).toBeUndefined();
    expect(keys.kept).toEqual([]);
  });
});
