import { safeLines } from "./safe-text.ts";

/**
 * Prints lines for a person on stdout. Commands print here and with {@link tell}, so that nothing that a server or a person
 * wrote reaches a terminal as it is.
 */
export function print(text: string): void {
  process.stdout.write(`${safeLines(text).join("\n")}\n`);
}

/**
 * The same, for a line that must not be lost unnoticed.
 *
 * @throws Error of the system, such as ENOSPC or EPIPE
 */
export function printed(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${safeLines(text).join("\n")}\n`, (error) => (error ? reject(error) : resolve()));
  });
}

/** Tells the person at the terminal something, on stderr. */
export function tell(text: string): void {
  process.stderr.write(`${safeLines(text).join("\n")}\n`);
}
