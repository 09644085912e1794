import { closed } from "./engine.ts";
import { RoomError } from "./room-error.ts";

/**
 * Why an HTTP request failed.
 *
 * @param ending aborts when the client has left the room
 * @param signal with which the caller discards the request
 */
export function failureOf(cause: unknown, ending: AbortSignal, signal?: AbortSignal): RoomError {
  if (ending.aborted) return closed();
  if (signal?.aborted) return new RoomError("discarded");
  return cause instanceof RoomError ? cause : new RoomError("http", undefined, { cause });
}
