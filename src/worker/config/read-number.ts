import { ConfigError } from "../base/config-error.ts";

type NumberName =
  | "MAX_MESSAGE_CHARACTERS"
  | "MAX_ROOM_SOCKETS"
  | "MAX_SOCKETS_PER_ADDRESS"
  | "MAX_FRAMES_PER_SECOND"
  | "MAX_EVENTS_PER_SECOND"
  | "MAX_EXTRA_BYTES"
  | "KEEP_EVENTS"
  | "JWT_MAX_DAYS"
  | "KEEP_DAYS"
  | "MAX_ROOMS_PER_ADDRESS"
  | "ROOM_IDLE_DAYS"
  | "MAX_ROOM_BYTES"
  | "MAX_FILE_BYTES"
  | "MAX_FILE_BYTES_PER_PERSON"
  | "MAX_FILE_BYTES_PER_ADDRESS"
  | "MAX_ROOM_FILE_BYTES";

/**
 * Reads a variable that is a whole number.
 *
 * @returns `undefined` if it is empty
 * @throws ConfigError if it is anything else, or out of range
 */
export function readNumber(
  env: { readonly [name in NumberName]?: string },
  name: NumberName,
  min: number,
  max?: number,
): number | undefined {
  const value = env[name] ?? "";
  if (value === "") return undefined;
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < min || (max !== undefined && number > max)) {
    const range = max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
    throw new ConfigError(`Invalid ${name}: expected a whole number ${range}, got "${value}".`);
  }
  return number;
}
