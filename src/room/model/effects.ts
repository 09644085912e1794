import type { CloseCode } from "../../protocol/close-codes.ts";
import type { LogEvent } from "../../protocol/events.ts";
import type { JsonObject } from "../../protocol/json.ts";
import type { PlainObject, V1Object } from "../../protocol/server-objects.ts";
import type { Session, SessionId } from "./session.ts";

/** An object in the forms of both dialects. */
export interface Forms {
  readonly plain?: PlainObject | JsonObject;
  readonly v1?: V1Object;
}

/**
 * Actions for the shell, in order, after the turn's writes are committed (P4.1). The shell carries it
 * out and decides nothing.
 */
export type Effect =
  /** Send to one socket: one frame to a v1 socket, one for each object to a plain one. */
  | {
      readonly type: "reply";
      readonly to: SessionId;
      readonly objects: readonly (PlainObject | V1Object)[];
    }
  /**
   * Send to everyone present, in the form of their dialect; an absent form is not sent. The people in
   * `instead`, by `uid`, get another object in its place (P9.21).
   */
  | ({
      readonly type: "broadcast";
      readonly instead?: ReadonlyMap<string, Forms>;
      /** In place of `v1`, for moderators. */
      readonly toModerators?: V1Object;
    } & Forms)
  /** Send an event that is hidden from all but one person and moderators, to each as they get it (P9.9). */
  | { readonly type: "broadcast-hidden"; readonly onlyFor: string; readonly plain?: PlainObject; readonly v1: LogEvent }
  /** Send to the sockets of one person, in the form of their dialect. */
  | { readonly type: "send-to-user"; readonly to: string; readonly plain?: JsonObject; readonly v1: V1Object }
  /**
   * Keep this beside the socket, so that it is there after hibernation. `head` comes with a hello: the client has every
   * event up to it, and acknowledges those after it (P3.8).
   */
  | { readonly type: "persist-session"; readonly session: Session; readonly head?: number }
  /** Close the socket. Its departure is announced in the same turn. */
  | { readonly type: "close"; readonly session: Session; readonly code: CloseCode };
