import type { ErrorCode } from "../protocol/error-codes.ts";

/**
 * Why something could not be done: a code of the room (PROTOCOL.md lists them), or one of the client's own.
 *
 * | code | means |
 * |---|---|
 * | `outbox_full` | too much waits for the room already; nothing was kept |
 * | `closed` | the room was closed here, or the room told us to stay away; what is in the outbox stays there |
 * | `uncertain` | sent earlier as somebody else, with no answer: it may be stored |
 * | `unanswered` | sent, with no answer: it may be stored, or done |
 * | `discarded` | taken back with `discard` |
 * | `superseded` | the log was replaced while a page of it was being read; ask again |
 * | `token` | the function that gives the token threw; it is asked again |
 * | `http` | the room's answer over HTTP was none, or no page |
 * | `storage` | the storage threw; what it was to keep is in memory only |
 */
export type RoomErrorCode =
  | ErrorCode
  | "outbox_full"
  | "closed"
  | "uncertain"
  | "unanswered"
  | "discarded"
  | "superseded"
  | "token"
  | "http"
  | "storage"
  // A room of a later version may know more; the intersection keeps the known ones in an editor's suggestions.
  | (string & {});

/** What more there is to tell of an error. */
export interface RoomErrorOptions extends ErrorOptions {
  readonly retryAfter?: number | undefined;
}

/** The error that every promise of a {@link RoomClient} rejects with. */
export class RoomError extends Error {
  override readonly name = "RoomError";
  /** What to act on; `message` is for people and may change. */
  readonly code: RoomErrorCode;
  /** Milliseconds, from when the room said so, after which it takes the same again; absent where it does not say. */
  readonly retryAfter?: number;

  constructor(code: RoomErrorCode, message: string, { retryAfter, ...options }: RoomErrorOptions = {}) {
    super(message, options);
    this.code = code;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }
}
