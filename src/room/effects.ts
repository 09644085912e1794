import type { JsonObject } from "../protocol/json.ts";
import type { PlainObject } from "../protocol/messages.ts";
import type { Session, SessionId } from "./session.ts";

/**
 * What the room wants done, in this order, once what it wrote to its history is committed (P4.1). The shell carries it
 * out and decides nothing.
 */
export type Effect =
  /** Send to one socket. */
  | { readonly type: "reply"; readonly to: SessionId; readonly object: PlainObject }
  /** Send to every socket of the room, the sender's included. */
  | { readonly type: "broadcast"; readonly object: PlainObject | JsonObject }
  /** Keep this beside the socket, so that it is there after hibernation. */
  | { readonly type: "remember"; readonly session: Session };
