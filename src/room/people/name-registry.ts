/** A person's name, and for how long it is theirs. */
export interface RegisteredName {
  readonly uid: string;
  readonly username: string;
  /** Of `username`. */
  readonly skeletons: readonly string[];
  /** Milliseconds since 1970 from which on it is nobody's, unless the person is here. */
  readonly until: number;
}

/**
 * Who has which name in one room, those included who are away: a synchronous port, as `History` is.
 * `test/support/name-registry-contract.ts` says by tests what every implementation has to do.
 */
export interface NameRegistry {
  /** What this person is called. */
  get(uid: string): RegisteredName | undefined;
  /** All whose names have one of these skeletons. */
  alike(skeletons: readonly string[]): readonly RegisteredName[];
  /**
   * Keeps a person's name in the place of the one before.
   *
   * @throws where it cannot be stored
   */
  put(name: RegisteredName): void;
  /** The next few people behind this one, in the order of their `uid`s. */
  after(uid: string, limit: number): readonly RegisteredName[];
  /** Forgets a person's name. */
  delete(uid: string): void;
}
