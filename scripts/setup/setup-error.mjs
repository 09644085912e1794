/** Something that the person at the keyboard can mend: the message says what is wrong, and then what to do. */
export class SetupError extends Error {
  /** @override */
  name = "SetupError";
}
