import { EXIT } from "../exit-codes.ts";
import { printed } from "../text/print.ts";
import { CommandFailed } from "../usage-error.ts";

/**
 * Prints the number of a message that the room has stored.
 *
 * @throws CommandFailed if stdout can't be written to: the message is posted, and must not be posted again
 */
export async function printNumber(seq: number): Promise<void> {
  try {
    await printed(String(seq));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new CommandFailed(
      `The message is posted as number ${seq}, but stdout can't be written to${code}.`,
      EXIT.failed,
    );
  }
}
