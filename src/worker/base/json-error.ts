import { ERRORS, type ErrorCode } from "../../protocol/error-codes.ts";

/**
 * Creates an error response (P7.3).
 *
 * @param status HTTP status
 * @param headers additional headers, such as `allow`
 */
export function jsonError(code: ErrorCode, status: number, headers: Record<string, string> = {}): Response {
  return Response.json({ error: { code, message: ERRORS[code] } }, { status, headers });
}

/** Creates the response to a method that an address doesn't take. */
export function wrongMethod(allow: string): Response {
  return jsonError("method_not_allowed", 405, { allow });
}
