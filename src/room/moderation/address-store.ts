import type { Ban } from "../../protocol/lists.ts";

/** Someone who posted and left, for a ban or a mute of their address (P9.13). */
export interface RecentAuthor {
  readonly uid: string;
  readonly username: string;
  /** Keyed hash of the address (P5.6). */
  readonly hash: string;
}

/** Hashes of the addresses that are banned or muted, and of those that people recently wrote from. */
export interface AddressStore {
  /** Adds addresses to the ban of `uid`. They are banned until that ban ends or is lifted. */
  ban(uid: string, hashes: readonly string[]): void;
  /** The ban that applies to one of these addresses. */
  banOf(hashes: readonly string[], now: number): Ban | undefined;

  /** Replaces the addresses muted with `uid`. Guests from them are muted until the mute ends or is lifted. */
  mute(uid: string, hashes: readonly string[]): void;
  /** The addresses that are muted with `uid`. */
  mutedWith(uid: string): string[];
  /** When the mute of these addresses ends, in milliseconds since 1970; 0 if there is none. */
  mutedUntil(hashes: readonly string[], now: number): number;

  /** Remembers an author who left, until a time in milliseconds since 1970, and forgets those whose time has passed. */
  rememberAuthor(author: RecentAuthor, until: number, now: number): void;
  /** The addresses of an author who left, newest first. */
  recentAuthor(uid: string, now: number): RecentAuthor[];
  /** Forgets an author who left (P11.3). */
  forgetAuthor(uid: string): void;

  /** Every address stored about a person (P11.1). */
  of(uid: string): string[];
}
