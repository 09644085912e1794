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
 * | `http` | the HTTP request failed, or its response is not a page; or code that is loaded on demand could not be |
 * | `storage` | the storage threw; the data is in memory only |
 * | `unreachable` | three sockets in a row never opened; the client goes on trying |
 *
 * A later version of the server may send other codes.
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
  | "unreachable";

export interface RoomErrorOptions extends ErrorOptions {
  readonly retryAfter?: number | undefined;
  readonly reason?: string | undefined;
  /** The limit that was exceeded, for the sentence. */
  readonly limit?: number;
}

/** What the client knows of errors besides their codes. */
export interface ErrorFacts {
  /** A sentence for an error that doesn't come from the server. */
  sentence(code: string, limit?: number): string;
  /** Whether an error without a `retryAfter` may not occur again. */
  isTemporary(code: string): boolean;
}

let facts: ErrorFacts = { sentence: (code) => code, isTemporary: () => false };

/** Sets the facts of errors. The chat page has its own words, and doesn't load these. */
export function setErrorFacts(next: ErrorFacts): void {
  facts = next;
}

/** The error of every rejected promise of a {@link RoomClient}. */
export class RoomError extends Error {
  override readonly name = "RoomError";
  /** For programs to act on. `message` is for people, and may change. */
  readonly code: RoomErrorCode;
  /** Milliseconds to wait before trying again, if the server said so. */
  readonly retryAfter?: number;
  /**
   * Tells apart what the code doesn't: `reserved`, `expired`, `signed_out`, `erased` (P8.25, P8.26), and of `bad_query` the part
   * that is wrong (P14.17).
   */
  readonly reason?: string;

  /**
   * @param code of the server or of the client
   * @param message the server's, or a sentence for the code
   */
  constructor(code: string, message?: string, { limit, reason, retryAfter, ...options }: RoomErrorOptions = {}) {
    super(message ?? facts.sentence(code, limit), options);
    // A later version of the server may send a code that this one doesn't know. No program compares with it either.
    this.code = code as RoomErrorCode;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
    if (reason !== undefined) this.reason = reason;
  }

  /** Whether the same command may be accepted later, after `retryAfter` if it is present. */
  get retryable(): boolean {
    return this.retryAfter !== undefined || facts.isTemporary(this.code);
  }
}
