/** What one turn of the room may know of the world: time and randomness are arguments. */
export interface Turn {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** A random id that was never given before, of 16 of `a-z 0-9`. */
  readonly newId: () => string;
}
