import { CLOSE } from "../protocol/close-codes.ts";
import { normalizeUsername } from "../protocol/normalize-name.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { ConnectOptions, TokenSource } from "./connect-options.ts";
import { Connection } from "./connection.ts";
import { Emitter } from "./emitter.ts";
import { MessageCache } from "./message-cache.ts";
import { newId } from "./new-id.ts";
import { Outbox } from "./outbox.ts";
import { PersistedState } from "./persisted-state.ts";
import { onReconnectTrigger } from "./reconnect-triggers.ts";
import { Requests } from "./requests.ts";
import { RoomError } from "./room-error.ts";
import type { RoomEvents } from "./room-events.ts";
import { RoomSession } from "./room-session.ts";
import type { RoomState, Status } from "./room-state.ts";
import type { ServerUrls } from "./server-url.ts";
import { StateModel } from "./state-model.ts";

/** Entries, of the outbox and of the orders: more than anybody types while a train is in a tunnel. Each may hold a long message, so they are bounded. */
const OUTBOX_LIMIT = 200;

/** Messages: some megabytes, and more than anybody scrolls through. */
const KEEP = 10_000;

/** Puts the parts of a client together, and leads what happens from one to the next. */
export class Engine {
  readonly events = new Emitter<RoomEvents>();
  readonly clock: Clock;
  readonly newId: () => string;
  readonly model: StateModel;
  readonly outbox: Outbox;
  readonly orders: Requests;
  readonly #options: ConnectOptions;
  readonly #vault: PersistedState;
  readonly #connection: Connection;
  readonly #logKeeper: MessageCache;
  /** Aborts with `close`: ends what is being read, and every listening of ours. */
  readonly #ending = new AbortController();
  #session: RoomSession | undefined;
  /** What the function of {@link ConnectOptions.token} gave for this connection. */
  #given: string | undefined;
  /** Whether the room has just refused what that function gave. */
  #isRefused = false;
  /** The name with which to come after the one before was refused. */
  #asked: string | undefined;
  /** Calls into this object that are under way; a change is told at the end of the outermost. */
  #depth = 0;

  constructor(address: ServerUrls, options: ConnectOptions) {
    const { clock = systemClock, random = Math.random, signal, storage = new Map<string, string>() } = options;
    this.#options = options;
    this.newId = options.newId ?? newId;
    this.clock = {
      now: () => clock.now(),
      after: (ms, run) => clock.after(ms, () => this.batch(run)),
    };
    this.model = new StateModel(address.room, options.keep ?? KEEP, this.clock);
    this.#vault = new PersistedState(storage, address.socket, (error) => this.events.emit("error", error));
    this.#logKeeper = new MessageCache(this.#vault, this.model.log, this.clock, options.remember ?? 0);
    if (this.#logKeeper.restore()) this.#recallSelf();
    this.outbox = new Outbox({
      vault: this.#vault,
      clock: this.clock,
      random,
      newId: this.newId,
      send: (frame) => this.#connection.send(frame),
      stuck: () => this.#connection.drop(),
      changed: () => this.model.touch(),
      limit: options.outboxLimit ?? OUTBOX_LIMIT,
    });
    this.orders = new Requests({
      clock: this.clock,
      send: (frame) => this.#connection.send(frame),
      limit: options.outboxLimit ?? OUTBOX_LIMIT,
    });
    // The platform's is looked up here, not when this file loads: not every platform that loads it has one.
    this.#connection = new Connection(address.socket, options.WebSocket ?? WebSocket, this.clock, random, {
      opening: () => this.#askForToken(),
      opened: () => this.batch(() => this.#opened()),
      received: (frame) => this.batch(() => this.#session?.receive(frame)),
      lost: () => this.batch(() => this.#left({ state: "reconnecting" })),
      mayRetry: (code) => this.#mayRetry(code),
      refused: (code, reason) => this.batch(() => this.#refused(code, reason)),
    });
    if (signal?.aborted) {
      this.close();
      return;
    }
    signal?.addEventListener("abort", () => this.close(), { signal: this.ending });
    const stopWaking = (options.onWake ?? onReconnectTrigger)(() => this.wake());
    this.ending.addEventListener("abort", stopWaking);
    this.#connection.start();
  }

  get state(): RoomState {
    return this.model.snapshot(this.outbox.pending);
  }

  /** Aborts when the room is left, in whatever way. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  /** Does several things that are one change to whoever listens. */
  batch<T>(run: () => T): T {
    this.#depth += 1;
    try {
      return run();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0 && this.model.takeChange()) {
        this.#logKeeper.changed();
        this.events.emit("change", this.state);
      }
    }
  }

  /** Sends a frame that need not arrive. Returns whether there is a room to send it to. */
  sendNow(frame: string): boolean {
    if (!this.#session?.isLive) return false;
    this.batch(() => this.#connection.send(frame));
    return true;
  }

  wake(): void {
    this.batch(() => this.#connection.wake());
  }

  /** @throws RoomError `bad_username` */
  enter(username: string): void {
    if (normalizeUsername(username) === undefined) throw badUsername();
    if (this.model.status.state !== "refused") return;
    this.batch(() => {
      this.#asked = username;
      this.#setStatus({ state: "connecting" });
      this.#connection.start();
    });
  }

  close(): void {
    if (this.ending.aborted) return;
    this.batch(() => {
      this.#connection.stop();
      this.#end({ state: "disconnected" });
    });
  }

  /** The token of whoever is in the room, to prove it over HTTP as well (P8.8). */
  get token(): string | undefined {
    const token = this.#session?.token ?? this.#vault.identity?.token;
    return token === "" ? undefined : token;
  }

  /** An application whose tokens expire gives one for each connection. */
  #askForToken(): Promise<void> | undefined {
    const { token } = this.#options;
    if (typeof token !== "function") return undefined;
    return this.#take(token);
  }

  async #take(source: TokenSource): Promise<void> {
    try {
      this.#given = await source();
    } catch (cause) {
      this.batch(() => this.events.emit("error", new RoomError("token", "No token could be had.", { cause })));
      throw cause;
    }
  }

  /** A token may have expired on its way: a function is asked once more. */
  #mayRetry(code: number): boolean {
    if (code !== CLOSE.badToken || typeof this.#options.token !== "function" || this.#isRefused) return false;
    this.#isRefused = true;
    return true;
  }

  #opened(): void {
    // What a gateway says of us is for it to say again, and nothing that we could.
    if (this.#vault.brought?.token === "") this.#vault.brought = undefined;
    const { identity } = this.#vault;
    // What the application chose counts until we were in, and were told the limits; from then on, what came of it, here or
    // in another tab.
    const chosen = this.model.limits === undefined ? this.#options : {};
    const username = this.#asked ?? chosen.username ?? identity?.username;
    const { invite, token: option } = chosen;
    const brought = this.#given ?? (typeof option === "string" ? option : this.#vault.brought?.token);
    const token = brought ?? identity?.token;
    const nonce = token === undefined ? this.#vault.nonce() : undefined;
    this.#session = new RoomSession(
      { username, token, isBrought: brought !== undefined, nonce, invite },
      {
        model: this.model,
        outbox: this.outbox,
        orders: this.orders,
        vault: this.#vault,
        events: this.events,
        send: (frame) => this.#connection.send(frame),
        resume: () => this.#connection.drop(),
        nameRefused: (error) => this.#nameRefused(username ?? "", error),
        entered: () => this.#entered(),
      },
    );
  }

  /** Among the messages of an earlier client, own ones are to be told from others'. */
  #recallSelf(): void {
    const { token, username } = this.#options;
    const { identity } = this.#vault;
    if (identity === undefined || (token !== undefined && token !== identity.token)) return;
    // The role is the room's to tell, each time.
    this.model.self = { uid: identity.uid, username: username ?? identity.username, role: "guest" };
  }

  /** Asked again at once, the room would say the same: it is up to whoever has another name. */
  #nameRefused(username: string, error: RoomError): void {
    this.#connection.rest();
    this.#left({ state: "refused", username, error });
  }

  #entered(): void {
    this.#isRefused = false;
    this.#asked = undefined;
    this.#connection.entered();
    this.#setStatus({ state: "entered" });
  }

  /** The socket is gone. */
  #left(status: Status): void {
    this.#session?.end();
    this.outbox.close();
    this.orders.close();
    this.model.people.lost();
    if (this.model.status.state !== status.state) this.#setStatus(status);
  }

  /** P6. */
  #refused(code: number, reason: string): void {
    // This session's token is worth nothing; another tab may have put a better one in its place by now.
    const isWorthless = code === CLOSE.badToken && this.#vault.identity?.token === this.#session?.token;
    if (isWorthless && this.#vault.brought === undefined) this.#vault.identity = undefined;
    const error = this.#session?.lastWord;
    this.#end({ state: "failed", code, reason, ...(error === undefined ? {} : { error }) });
  }

  #end(status: Status): void {
    this.#left(status);
    this.outbox.end(closed());
    this.orders.end(closed());
    this.model.standing.mute(undefined);
    this.#logKeeper.end();
    this.#ending.abort();
  }

  #setStatus(status: Status): void {
    this.model.status = status;
    this.events.emit("status", status);
  }
}

/** What a name is refused with that no room takes (P5). */
export function badUsername(): RoomError {
  return new RoomError("bad_username", "This can be nobody's name.");
}

/** What every promise rejects with once the room is left. */
export function closed(): RoomError {
  return new RoomError("closed", "The room was left.");
}
