/** A command of the program. */
export interface Command {
  /** One line, for the list of commands. */
  readonly summary: string;
  /** The text of `--help`. */
  readonly help: string;
  /** @throws UsageError, ApiError */
  readonly run: (args: readonly string[]) => Promise<void>;
}
