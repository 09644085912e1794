/** A problem that the user can fix. The message says what is wrong, then what to do. */
export class SetupError extends Error {
  /** @override */
  name = "SetupError";
}
