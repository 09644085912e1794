/** The codes with which the room closes a socket (P6). */
export const CLOSE = {
  /** As asked. */
  normal: 1000,
  /** A frame of more than 64 KiB (P5). */
  tooLarge: 1009,
  /** The room lost what it knew of this socket: come back. */
  restart: 1012,
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];
