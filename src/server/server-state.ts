/** What the server knows of a room in use without asking it. */
export interface OpenRoom {
  sockets: number;
  /** Bytes of its database. */
  bytes: number;
}

/** Counts since the server started. Rooms are evicted and come back; the process keeps these. */
export class ServerState {
  /** Rooms that were used since the start, by name. */
  readonly rooms = new Map<string, OpenRoom>();
  /** Frames that clients sent. */
  frames = 0;
  /** Responses by status. */
  readonly responses = new Map<number, number>();
  /** When the first request came, in milliseconds since 1970. */
  since = 0;
  /** Whether the server is about to stop, and takes no new connection. */
  isStopping = false;
}
