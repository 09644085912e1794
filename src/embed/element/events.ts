import type { EmbedMessage } from "../contract/messages.ts";

/** Details of the events of `<parley-chat>`. All bubble, and cross shadow roots. */
export interface ParleyEventDetails {
  /** The frame is there. `trusted`: the room lists this page's origin by name. */
  "parley-ready": { readonly room: string; readonly trusted: boolean };
  "parley-status": { readonly status: ParleyStatus; readonly code: number | undefined };
  /** Someone posted a message. */
  "parley-message": EmbedMessage;
  /** The number of messages that the user has not seen. */
  "parley-unread": { readonly count: number };
  /** Someone mentioned the user. */
  "parley-mention": EmbedMessage;
  /** `code` is the room's, or `refused`, `unreachable` or `bad_room` if there is no frame. */
  "parley-error": { readonly code: string; readonly message: string };
  /** The room needs a token, and `token` has none that it accepts. Set `token` to answer. */
  "parley-token-needed": { readonly retry: boolean };
}

/** The state of the connection. `idle` before the frame is needed. */
export type ParleyStatus =
  | "idle"
  | "loading"
  | "connecting"
  | "online"
  | "reconnecting"
  | "refused"
  | "closed"
  | "failed";

/** The events of `<parley-chat>`, by name. */
export type ParleyEvents = {
  readonly [Name in keyof ParleyEventDetails]: CustomEvent<ParleyEventDetails[Name]>;
};
