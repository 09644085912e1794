import type { JsonObject } from "../protocol/json.ts";
import type { CastObject, PresenceObject, ResetReason, TypingObject } from "../protocol/server-objects.ts";
import type { LogEvent } from "./message.ts";
import type { RoomError } from "./room-error.ts";
import type { RoomState, Status } from "./room-state.ts";

/** Events of a {@link RoomClient}, by type. */
export interface RoomEvents<Extra extends object = JsonObject> {
  /** The state changed. Emitted once per frame from the server, no matter how much is in it. */
  change: RoomState<Extra>;
  /** An event of the log: each once, in order (P4.2), after it was applied to `state`. Messages of a reset are not included. */
  event: LogEvent<Extra>;
  /** The log was replaced by the newest messages (P3.4). */
  reset: { readonly reason: ResetReason };
  status: Status;
  /** Users joined or left. */
  presence: PresenceObject;
  /** Another user is typing. */
  typing: TypingObject;
  /** An application's own object, sent by any user including this one. */
  cast: CastObject;
  /** An error that belongs to no promise. */
  error: RoomError;
}
