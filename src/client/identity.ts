import { CLOSE } from "../protocol/close-codes.ts";
import type { Member, WelcomeObject } from "../protocol/server-objects.ts";
import type { ConnectOptions, TokenSource } from "./connect-options.ts";
import type { PersistedIdentity, PersistedState } from "./persisted-state.ts";
import { RoomError } from "./room-error.ts";

type IdentityOptions = Pick<ConnectOptions, "username" | "token" | "invite" | "readOnly">;

/** The fields of `hello` that say who this client is. */
export interface Credentials {
  readonly username: string | undefined;
  readonly token: string | undefined;
  readonly nonce: string | undefined;
  readonly invite: string | undefined;
}

/**
 * Decides who this client is.
 *
 * The token of a `hello` is the first of these that exists:
 * 1. the result of the `token` function, which is called before each connection,
 * 2. the `token` option, until the first welcome,
 * 3. the token of a site, from the last welcome,
 * 4. the room's own token, from the storage,
 *
 * and if there is none, a nonce stands in for it (P8.15). The name is the first of these: the one passed to `retryAs` or `enter`, the
 * `username` option until the first welcome, the current name of the user. After the first welcome the options are stale:
 * the name or the token may have changed since, here or in another tab.
 */
export class Identity {
  readonly #options: IdentityOptions;
  readonly #persisted: PersistedState;
  readonly #failed: (error: RoomError) => void;
  #wasWelcomed = false;
  /** The token that the function returned for this connection. */
  #fromFunction: string | undefined;
  /** Whether the server has just rejected that token. */
  #wasRejected = false;
  /** A name to replace the one that the server rejected. */
  #nextUsername: string | undefined;
  /**
   * The user of a token that isn't the room's (P8.1). Not persisted: the application has the token and can revoke it, and
   * without it the same storage belongs to a different user.
   */
  #external: PersistedIdentity | undefined;
  /** The credentials of the last `hello`. */
  #sent: Credentials | undefined;
  /** Whether the token of the last `hello` came from the application. */
  #sentExternal = false;
  /** The token of this connection: the one sent in `hello`, replaced by the one of the welcome. */
  #sessionToken: string | undefined;

  /** @param failed called if the token function throws */
  constructor(options: IdentityOptions, persisted: PersistedState, failed: (error: RoomError) => void) {
    this.#options = options;
    this.#persisted = persisted;
    this.#failed = failed;
  }

  /** Authenticates HTTP requests as the user of this room (P8.8). */
  get token(): string | undefined {
    const token = this.#sessionToken ?? this.#current?.token;
    return token === "" ? undefined : token;
  }

  /** The user of the persisted messages, so that their own can be told apart before the welcome. */
  get restored(): Member | undefined {
    const { readOnly, token, username } = this.#options;
    const identity = this.#current;
    if (readOnly || identity === undefined || (token !== undefined && token !== identity.token)) return undefined;
    // Roles aren't persisted: the server sends the current one in each welcome.
    return { uid: identity.uid, username: username ?? identity.username, role: "guest" };
  }

  /** Gets a token for the next connection, if the application provides a function for it. Rejects if that fails. */
  prepare(): Promise<void> | undefined {
    const { token } = this.#options;
    return typeof token === "function" ? this.#call(token) : undefined;
  }

  /** The credentials for the next `hello`. */
  next(): Credentials {
    // An empty token stands for a gateway's, which the gateway itself adds to each request.
    if (this.#external?.token === "") this.#external = undefined;
    const { invite, token: option, username }: IdentityOptions = this.#wasWelcomed ? {} : this.#options;
    const external = this.#fromFunction ?? (typeof option === "string" ? option : this.#external?.token);
    const token = external ?? this.#current?.token;
    this.#sentExternal = external !== undefined;
    this.#sessionToken = token;
    this.#sent = {
      username: this.#nextUsername ?? username ?? this.#current?.username,
      token,
      nonce: token === undefined ? this.#persisted.nonce() : undefined,
      invite,
    };
    return this.#sent;
  }

  /** The name of the last `hello`. */
  get sentUsername(): string | undefined {
    return this.#sent?.username;
  }

  /**
   * Takes over the identity that the server assigned.
   *
   * @returns `false` if another tab got an identity in the meantime; this client has to reconnect as the same user
   */
  welcomed({ token, uid, username }: Pick<WelcomeObject, "uid" | "token" | "username">): boolean {
    const current = this.#current;
    if (this.#sent?.token === undefined && current !== undefined && current.uid !== uid) return false;
    this.#sessionToken = token;
    const identity = { uid, token, username };
    // The room issues a new token each time. One that it returns unchanged is the application's, an empty one a gateway's.
    if (token === "" || (this.#sentExternal && token === this.#sent?.token)) this.#external = identity;
    else this.#persisted.identity = identity;
    this.#persisted.forgetNonce();
    this.#wasWelcomed = true;
    return true;
  }

  /** The connection is usable: what it started with was accepted. */
  accepted(): void {
    this.#wasRejected = false;
    this.#nextUsername = undefined;
  }

  /** Tries another name at the next `hello`; `undefined` is the one from before. */
  useUsername(username: string | undefined): void {
    this.#nextUsername = username;
  }

  /** The room replaced its token of this user (P8.18, P8.19). */
  renewed({ token, uid, username }: PersistedIdentity): void {
    this.#sessionToken = token;
    this.#persisted.identity = { uid, token, username };
    // A token of this room that the application had passed is revoked.
    this.#external = undefined;
  }

  renamed(uid: string, username: string): void {
    const { identity } = this.#persisted;
    if (this.#external?.uid === uid) this.#external = { ...this.#external, username };
    else if (identity?.uid === uid) this.#persisted.identity = { ...identity, username };
  }

  /** Whether to reconnect after this close code: a token may have expired in transit, so the function gets a second try. */
  canRetry(code: number): boolean {
    if (code !== CLOSE.badToken || typeof this.#options.token !== "function" || this.#wasRejected) return false;
    this.#wasRejected = true;
    return true;
  }

  /**
   * The room rejected a token of its own (P8.20): the next `hello` is that of another guest.
   *
   * @returns `false` if the token came from the application, which has to decide
   */
  forgetGuest(): boolean {
    if (this.#sentExternal) return false;
    this.ended(CLOSE.badToken);
    return true;
  }

  /** The server closed the connection for good. Forgets a rejected token, unless another tab has replaced it by now. */
  ended(code: number): void {
    const isWorthless = code === CLOSE.badToken && this.#current?.token === this.#sessionToken;
    if (isWorthless && this.#external === undefined) this.#persisted.identity = undefined;
  }

  get #current(): PersistedIdentity | undefined {
    return this.#external ?? this.#persisted.identity;
  }

  async #call(source: TokenSource): Promise<void> {
    try {
      this.#fromFunction = await source();
    } catch (cause) {
      this.#failed(new RoomError("token", undefined, { cause }));
      throw cause;
    }
  }
}
