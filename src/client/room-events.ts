import type { LogEvent } from "../protocol/events.ts";
import type { CastObject, PresenceObject, ResetReason, TypingObject } from "../protocol/server-objects.ts";
import type { RoomError } from "./room-error.ts";
import type { RoomState, Status } from "./room-state.ts";

/** What a {@link RoomClient} tells its listeners, by type. */
export interface RoomEvents {
  /** The state changed; once for each frame of the room, however much is in it. */
  change: RoomState;
  /** An event of the log: each once, in order (P4.2). `state` has it already. What a reset stands for is not told again. */
  event: LogEvent;
  /** What was known of the log is void, and the newest messages are in its place (P3.4). */
  reset: { readonly reason: ResetReason };
  status: Status;
  /** Somebody came or went. */
  presence: PresenceObject;
  /** Somebody else is typing. */
  typing: TypingObject;
  /** Somebody, we included, sent an object that is the clients' own business. */
  cast: CastObject;
  /** Something failed that belongs to no promise. */
  error: RoomError;
}
