import { RoomError } from "./room-error.ts";

/**
 * The error in the body of a response (P7.3).
 *
 * @param body JSON
 * @returns `undefined` if it has none
 */
export function errorIn(body: string): RoomError | undefined {
  const { error }: { error?: { code?: unknown; message?: unknown; retryAfter?: unknown } } = JSON.parse(body);
  if (typeof error?.code !== "string") return undefined;
  const retryAfter = typeof error.retryAfter === "number" ? error.retryAfter : undefined;
  return new RoomError(error.code, String(error.message), { retryAfter });
}
