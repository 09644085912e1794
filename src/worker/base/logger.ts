import { ConfigError } from "./config-error.ts";

/** Kinds of failure in the log. */
export type Failure =
  | "request_failed"
  | "command_not_stored"
  | "turn_not_stored"
  | "departure_not_stored"
  | "move_not_cleared"
  | "bans_unavailable"
  | "job_failed"
  | "job_given_up"
  | "turnstile_unavailable"
  | "scan_unavailable"
  | "room_limit_unavailable";

/** Reasons for a failed sign-in in the log. */
export type SignInFailure = "token_refused" | "claim_ignored" | "keys_unavailable";

/** SQLite error code within an error message. */
const SQLITE_CODE = /\bSQLITE_[A-Z_]+\b/;

/**
 * Logs a failure as one line of JSON: its kind, the name of the error and its stack.
 *
 * The error's message is left out. A parser's message quotes its input, which can contain chat text, a token or an
 * address. Only two parts are safe: SQLite's error code, and our own messages about the configuration.
 */
export function logFailure(failure: Failure, error: unknown, kind?: string): void {
  console.error(JSON.stringify({ failure, ...(kind === undefined ? {} : { kind }), ...describe(error) }));
}

/**
 * Logs why a sign-in failed (P8.1, P8.5). The reason is our own text or an error code of jose, and never contains a
 * token.
 */
export function logSignIn(failure: SignInFailure, reason: string): void {
  console.error(JSON.stringify({ failure, reason }));
}

function describe(error: unknown): object {
  if (error === undefined) return {};
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
 * Returns the stack frames without the message. Returns none if the stack does not start with the exact message,
 * because then the two cannot be separated.
 */
function placesOf({ message, stack = "" }: Error): string[] {
  const afterName = stack.replace(/^\w*(?:: )?/, "");
  if (!afterName.startsWith(`${message}\n`)) return [];
  return afterName
    .slice(message.length + 1)
    .split("\n")
    .map((line) => line.trim());
}
