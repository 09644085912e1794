import { ERRORS, type ErrorCode } from "../../protocol/error-codes.ts";

/**
 * Creates an error response (P7.3).
 *
 * @param status HTTP status
 * @param headers additional headers, such as `allow`
 * @param message the error's own sentence by default
 */
export function jsonError(
  code: ErrorCode,
  status: number,
  headers: Record<string, string> = {},
  message: string = ERRORS[code],
): Response {
  return Response.json({ error: { code, message } }, { status, headers });
}

/** Seconds after which a request may meet a room of the same release. */
const COME_BACK_SECONDS = 5;

/** Seconds after which a room that moves may be whole, and those after which its name may lead to the new server. */
const MOVE_SECONDS: Partial<Record<ErrorCode, number>> = { room_moving: 5, room_moved: 60 };

/** The header with which every error of a code comes (P7.18). */
export function retryAfter(code: ErrorCode): Record<string, string> {
  const seconds = MOVE_SECONDS[code];
  return seconds === undefined ? {} : { "retry-after": String(seconds) };
}

/** Creates the response to a request of which the Worker or the room, of another release, can make nothing (P1.11). */
export function comeBack(): Response {
  return jsonError("internal", 503, { "retry-after": String(COME_BACK_SECONDS) });
}

/** Creates the response to a method that an address doesn't take. */
export function wrongMethod(allow: string): Response {
  return jsonError("method_not_allowed", 405, { allow });
}
