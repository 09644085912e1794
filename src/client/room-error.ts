import type { ErrorCode } from "../protocol/error-codes.ts";

/**
 * Why something failed: a code from the server (PROTOCOL.md lists them), or one of the client's own.
 *
 * | code | means |
 * |---|---|
 * | `outbox_full` | there are too many unsent commands; this one was not added |
 * | `closed` | the client has left the room, or the server closed it for good; the outbox stays persisted |
 * | `uncertain` | sent as a different user, without an answer: it may have been stored |
 * | `unanswered` | sent, without an answer: it may have been stored or carried out |
 * | `discarded` | removed with `discard` |
 * | `superseded` | the log was replaced while a page was being loaded; try again |
 * | `token` | the `token` function threw; it will be called again |
 * | `http` | the HTTP request failed, or its response is not a page |
 * | `storage` | the storage threw; the data is in memory only |
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
  // A later version of the server may add codes. The intersection keeps the known ones in editor suggestions.
  | (string & {});

export interface RoomErrorOptions extends ErrorOptions {
  readonly retryAfter?: number | undefined;
}

/** The error of every rejected promise of a {@link RoomClient}. */
export class RoomError extends Error {
  override readonly name = "RoomError";
  /** For programs to act on. `message` is for people, and may change. */
  readonly code: RoomErrorCode;
  /** Milliseconds to wait before trying again, if the server said so. */
  readonly retryAfter?: number;

  constructor(code: RoomErrorCode, message: string, { retryAfter, ...options }: RoomErrorOptions = {}) {
    super(message, options);
    this.code = code;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }
}
