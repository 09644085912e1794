import { ConfigError } from "./config/config-error.ts";
import type { SignInFailure } from "./identity/verifier.ts";

/** What the Worker logs. */
export type Failure = "request_failed" | "command_not_stored";

/** What SQLite's messages name an error by. */
const SQLITE_CODE = /\bSQLITE_[A-Z_]+\b/;

/**
 * Tells the owner that something failed, as one line of JSON: what it was, the error's kind and where it was thrown.
 *
 * The error's message is left out. A parser's repeats what it was given, so it can hold what somebody said, a token or an
 * address, and none of those belongs into a log. Two things in it are safe: the code that SQLite gives, and what we
 * wrote ourselves about a setting.
 */
export function logFailure(failure: Failure, error: unknown): void {
  console.error(JSON.stringify({ failure, ...describe(error) }));
}

/** Tells the owner why somebody was not signed in (P8.1, P8.5). The reason is ours or a library's code, and quotes no token. */
export function logSignIn(failure: SignInFailure, reason: string): void {
  console.error(JSON.stringify({ failure, reason }));
}

function describe(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error };
  const { message, name } = error;
  const sqlite = SQLITE_CODE.exec(message)?.[0];
  return {
    error: /^\w+$/.test(name) ? name : "Error",
    ...(sqlite === undefined ? {} : { sqlite }),
    ...(error instanceof ConfigError ? { message } : {}),
    at: placesOf(error),
  };
}

/**
 * The lines of a stack behind its message. Where the message does not stand in front of them to the letter, nobody can
 * tell one from the other.
 */
function placesOf({ message, stack = "" }: Error): string[] {
  const afterName = stack.replace(/^\w*(?:: )?/, "");
  if (!afterName.startsWith(`${message}\n`)) return [];
  return afterName
    .slice(message.length + 1)
    .split("\n")
    .map((line) => line.trim());
}
