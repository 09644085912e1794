/** The codes with which the room closes a socket (P6). */
export const CLOSE = {
  /** As asked. */
  normal: 1000,
  /** A frame of more than 64 KiB (P5). */
  tooLarge: 1009,
  /** The room lost what it knew of this socket: come back. */
  restart: 1012,
  /** No `hello` in time (P3.1): come back with a delay. */
  noHello: 4001,
  /** No sign of life (P4.5): come back with a delay. */
  silent: 4002,
  /** Who this is cannot be verified now (P8.5): come back with a delay. */
  identityUnavailable: 4003,
  /** Reads too slowly (P3.8): come back with a delay, and resume. */
  lagging: 4008,
  /** Sends too many frames (P5.1): come back with a delay. */
  flooding: 4029,
  /** Not this protocol: do not come back. */
  notThisProtocol: 4400,
  /** The token is not valid, or is so no longer: do not come back with it. */
  badToken: 4401,
  /** Put out, or not let in (P9.5): do not come back by yourself. */
  notAllowed: 4403,
  /** The room was closed to this person while they were here (P9.5): do not come back by yourself. */
  roomClosed: 4404,
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** Whether a client that was closed with this code stays away (P6). */
export function isTerminal(code: number): boolean {
  return code >= 4400 && code <= 4499;
}
