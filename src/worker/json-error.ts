import { ERRORS, type ErrorCode } from "../protocol/error-codes.ts";

/**
 * The answer to a request that fails (P7.3).
 *
 * @param status the HTTP status
 * @param headers further ones, such as `allow`
 */
export function jsonError(code: ErrorCode, status: number, headers: Record<string, string> = {}): Response {
  return Response.json({ error: { code, message: ERRORS[code] } }, { status, headers });
}
