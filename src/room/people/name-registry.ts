/** A person's name, with the time until which it is reserved. */
export interface RegisteredName {
  readonly uid: string;
  readonly username: string;
  /** Skeletons of `username`. */
  readonly skeletons: readonly string[];
  /**
   * Expiry of the reservation, in milliseconds since 1970. The name stays reserved longer while the person is in the
   * room.
   */
  readonly until: number;
  /** Keyed hash of the address that a guest's reserved name counts for (P8.17). */
  readonly from?: string;
}

/**
 * Names of one room, including those of people who are away. A synchronous port, like `EventLog`. Every implementation
 * passes `test/support/name-registry-contract.ts`.
 */
export interface NameRegistry {
  /** The name registered for this person. */
  get(uid: string): RegisteredName | undefined;
  /** All names that share one of these skeletons. */
  alike(skeletons: readonly string[]): readonly RegisteredName[];
  /**
   * Stores a person's name and replaces their previous one.
   *
   * @throws if it cannot be stored
   */
  put(name: RegisteredName): void;
  /** Names that count for one of these addresses and are reserved after `now`, the one that expires first before others. */
  heldFrom(hashes: readonly string[], now: number): readonly RegisteredName[];
  /** The next `limit` entries after this `uid`, ordered by `uid`. */
  after(uid: string, limit: number): readonly RegisteredName[];
  /** Removes a person's name. */
  delete(uid: string): void;
}
