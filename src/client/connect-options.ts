import type { Clock } from "./clock.ts";
import type { Fetch } from "./fetch-history.ts";
import type { RoomStorage } from "./room-storage.ts";
import type { SocketConstructor } from "./socket-like.ts";

/** Returns a valid token, or nothing for a guest. If it throws, the next attempt calls it again. */
export type TokenSource = () => string | undefined | Promise<string | undefined>;

/**
 * Chooses another name.
 *
 * @param name the one that is taken
 * @param attempt how many names in a row were taken, from 1
 * @returns `undefined` to wait for `retryAs`
 */
export type NameChooser = (name: string, attempt: number) => string | undefined | Promise<string | undefined>;

/** Options for connecting to a room. All are optional. */
export interface ConnectOptions {
  /**
   * Display name, 1 to 32 characters, different from everyone else's (P8.10). Defaults to the last one used, or to one that
   * the server generates.
   */
  readonly username?: string;
  /**
   * Joins as a reader (P3.35): the log, who is online and what changes arrive as usual, but there is no user until `enter`.
   * `false` by default. A server of an earlier version makes a guest with a generated name at once.
   */
  readonly readOnly?: boolean;
  /**
   * Says what to do if the name belongs to someone else (P8.10):
   * - `"suffix"`, the default, tries "Ada 2", "Ada 3" … up to 21,
   * - `"wait"` makes the status `refused` and emits an "error" event; `retryAs` tries another name,
   * - a function returns the next name to try, or `undefined` to wait.
   *
   * Names passed to `enter` are not replaced: its promise rejects.
   */
  readonly onNameTaken?: "suffix" | "wait" | NameChooser;
  /**
   * A token of your own site, to sign the user in (P8.1), or the token of an earlier session. Takes precedence over the one in
   * `storage`. A function is called before each connection, and once more if the server rejects its result. Tokens of your
   * site are never persisted.
   */
  readonly token?: string | TokenSource;
  /** The secret of an invite (P9.7). Sent until the first connection succeeds. */
  readonly invite?: string;
  /**
   * Shows a Turnstile widget and resolves with its token, for rooms that check new guests by one (P10.3). It is called
   * again if the server rejects the token. If it is absent or rejects, the status becomes `failed`, with the error
   * `challenge_needed`. The client solves a proof of work (P10.2) itself.
   *
   * @param siteKey of the widget
   * @param signal aborts when the client is closed
   */
  readonly solveTurnstile?: (siteKey: string, signal: AbortSignal) => Promise<string>;
  /** Persists the token and the outbox, and messages if `cacheMessages` is set. By default they are only in memory. */
  readonly storage?: RoomStorage;
  /** `false` waits for `start`. By default, the first socket opens on the next turn. */
  readonly start?: boolean;
  /** Closes the client when it aborts. */
  readonly signal?: AbortSignal;
  /** Maximum number of unsent commands; 200 by default. */
  readonly outboxLimit?: number;
  /** How many messages to hold, give or take a tenth; 10,000 by default. `loadOlder()` reloads those that were dropped. */
  readonly maxMessages?: number;
  /**
   * How many of the newest messages to save in `storage`, up to 64 Ki UTF-16 units; none by default. The next client shows
   * them before it is connected, and only requests what came since.
   */
  readonly cacheMessages?: number;
  /** The WebSocket constructor; the platform's by default. */
  readonly WebSocket?: SocketConstructor;
  /** Loads pages of messages; the platform's by default. */
  readonly fetch?: Fetch;
  /** Time and timers; the platform's by default. */
  readonly clock?: Clock;
  /** Returns a number from 0 up to, but excluding, 1; `Math.random` by default. */
  readonly random?: () => number;
  /** Generates a unique id of 1 to 36 characters for a command (P3.2); 128 random bits by default. */
  readonly newId?: () => string;
  /**
   * Calls `wake` whenever the client should reconnect or ping at once, and returns a function that stops it. By default, when
   * a page goes online or becomes visible.
   */
  readonly onWake?: (wake: () => void) => () => void;
}
