import type { Clock } from "./clock.ts";
import type { Fetch } from "./fetch-history.ts";
import type { RoomStorage } from "./room-storage.ts";
import type { SocketConstructor } from "./socket-like.ts";

/** Gives a token that holds now. Where it throws, the next attempt asks again. */
export type TokenSource = () => string | Promise<string>;

/** How to enter a room. Everything is optional. */
export interface ConnectOptions {
  /**
   * What to be called, 1 to 32 characters; nobody else may be called so, or alike (P8.10). Without it, the name used last, or
   * one that the room makes up.
   */
  readonly username?: string;
  /**
   * The token of an earlier session, to be the same person, or one of your own site, which signs people in (P8.1); it goes
   * before the one in `storage`. A function is asked before each connection, and once more where the room does not take
   * what it gave. A token of your site is never kept in `storage`.
   */
  readonly token?: string | TokenSource;
  /** The secret of an invitation (P9.7); it is said until the room has let us in. */
  readonly invite?: string;
  /** Keeps token and outbox, and messages if `remember` says so; by default in memory, which ends with this client. */
  readonly storage?: RoomStorage;
  /** Closes the room when it aborts. */
  readonly signal?: AbortSignal;
  /** How many commands may wait for the room; 200 by default. */
  readonly outboxLimit?: number;
  /** How many messages to hold, give or take a tenth; 10,000 by default. The oldest go first, and `history()` brings them back. */
  readonly keep?: number;
  /**
   * How many of the newest messages to keep in `storage`, 64 Ki UTF-16 units at most; none by default. The next client
   * shows them before it has the room, and asks the room only for what came since.
   */
  readonly remember?: number;
  /** The socket's constructor; the platform's own by default. */
  readonly WebSocket?: SocketConstructor;
  /** Reads pages of messages; the platform's own by default. */
  readonly fetch?: Fetch;
  /** Time; the platform's own by default. */
  readonly clock?: Clock;
  /** Gives a number from 0 up to 1; `Math.random` by default. */
  readonly random?: () => number;
  /** Makes the id of a command: 1 to 36 characters, never the same twice (P3.2); 128 random bits by default. */
  readonly newId?: () => string;
  /**
   * Tells when there is reason to look for the room at once, and returns what ends that. By default a page's `online`,
   * and its becoming visible.
   */
  readonly onWake?: (wake: () => void) => () => void;
}
