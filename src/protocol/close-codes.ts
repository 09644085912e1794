/** The codes with which the server closes a socket (P6). */
export const CLOSE = {
  /** The client asked for it. */
  normal: 1000,
  /** A frame of more than 64 KiB (P5). */
  tooLarge: 1009,
  /** The server lost the state of this connection: reconnect. */
  restart: 1012,
  /** No `hello` in time (P3.1): reconnect with backoff. */
  noHello: 4001,
  /** No `ping` in time (P4.5): reconnect with backoff. */
  silent: 4002,
  /** The identity can't be verified right now (P8.5): reconnect with backoff. */
  identityUnavailable: 4003,
  /** Reads too slowly (P3.8): reconnect with backoff, and resume. */
  lagging: 4008,
  /** Sends too many frames (P5.1): reconnect with backoff. */
  flooding: 4029,
  /** The client doesn't speak this protocol: don't reconnect. */
  notThisProtocol: 4400,
  /** The token is invalid or has expired: don't reconnect with it. */
  badToken: 4401,
  /** Removed or not admitted (P9.5): don't reconnect automatically. */
  notAllowed: 4403,
  /** The user lost access while connected (P9.5): don't reconnect automatically. */
  roomClosed: 4404,
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** Whether a client must not reconnect after this code (P6). */
export function isTerminal(code: number): boolean {
  return code >= 4400 && code <= 4499;
}
