/** A command that can't be carried out as it was given. Its message is all that the user needs. */
export class UsageError extends Error {}

/** A command that was fine, and failed for a reason that its message says. */
export class CommandFailed extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}
