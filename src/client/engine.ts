import type { ChallengeAnswer } from "../protocol/challenge-answer.ts";
import { CLOSE } from "../protocol/close-codes.ts";
import { normalizeUsername } from "../protocol/normalize-name.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { Connection } from "./connection.ts";
import type { Entrance } from "./entrance.ts";
import type { Fetch } from "./fetch-history.ts";
import { Identity } from "./identity.ts";
import { onDemand } from "./load-on-demand.ts";
import { MessageCache } from "./message-cache.ts";
import { newId } from "./new-id.ts";
import { Outbox } from "./outbox.ts";
import { PersistedState } from "./persisted-state.ts";
import { onReconnectTrigger } from "./reconnect-triggers.ts";
import type { RequestPorts, Requests } from "./requests.ts";
import { RoomError } from "./room-error.ts";
import { RoomSession } from "./room-session.ts";
import type { RoomState, Status } from "./room-state.ts";
import type { ServerUrls } from "./server-url.ts";
import { StateModel } from "./state-model.ts";

/** Entries, of the outbox and of the requests each: more than anyone types in a tunnel. Each can hold a long message. */
const OUTBOX_LIMIT = 200;

/** Messages: a few megabytes, and more than anyone scrolls through. */
const MAX_MESSAGES = 10_000;

/**
 * Replaces a name that is taken.
 *
 * @returns a valid name, or `undefined` to wait for `retryAs`
 */
export type NameReplacer = (taken: string) => Promise<string | undefined>;

/** Wires the parts of a client together, and coordinates what happens between them. */
export class Engine {
  readonly address: ServerUrls;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly model: StateModel;
  readonly outbox: Outbox;
  #requests: Requests | undefined;
  readonly #requestPorts: RequestPorts;
  readonly identity: Identity;
  readonly #connection: Connection;
  readonly #messageCache: MessageCache;
  readonly #ending = new AbortController();
  readonly #solveTurnstile: ConnectOptions["solveTurnstile"];
  readonly #replaceName: NameReplacer | undefined;
  readonly #onWake: NonNullable<ConnectOptions["onWake"]>;
  /** The call of `enter` in progress. */
  entrance: Entrance | undefined;
  #isStarted = false;
  #session: RoomSession | undefined;
  /** The answer to the newest challenge of the room, for the next `hello` (P10.1). */
  #answer: ChallengeAnswer | undefined;
  /** Nested calls of `batch`; the outermost one emits "change". */
  #depth = 0;

  constructor(address: ServerUrls, options: ConnectOptions, replaceName?: NameReplacer) {
    const { clock = systemClock, random = Math.random, signal, storage = new Map<string, string>() } = options;
    this.address = address;
    this.fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.newId = options.newId ?? newId;
    this.#solveTurnstile = options.solveTurnstile;
    this.#replaceName = replaceName;
    this.#onWake = options.onWake ?? onReconnectTrigger;
    this.clock = {
      now: () => clock.now(),
      after: (ms, run) => clock.after(ms, () => this.batch(run)),
    };
    this.model = new StateModel(address.room, options.maxMessages ?? MAX_MESSAGES, this.clock);
    this.model.isReader = options.readOnly === true;
    const { events, members } = this.model;
    const persisted = new PersistedState(storage, address.socket, (error) => events.emit("error", error));
    this.identity = new Identity(options, persisted, (error) => this.batch(() => events.emit("error", error)));
    this.#messageCache = new MessageCache(persisted, this.model.log, this.clock, options.cacheMessages ?? 0);
    this.model.blocks.useStorage(persisted);
    if (this.#messageCache.restore()) this.model.self = this.identity.restored;
    const limit = options.outboxLimit ?? OUTBOX_LIMIT;
    const send = (frame: string) => this.#connection.send(frame);
    this.outbox = new Outbox({
      persisted,
      clock: this.clock,
      random,
      newId: this.newId,
      send,
      stuck: () => this.#connection.drop(),
      changed: () => this.model.touch(),
      limit,
    });
    this.#requestPorts = { clock: this.clock, send, limit };
    // Looked up here and not when this file loads, because not every platform has a `WebSocket`.
    this.#connection = new Connection(address.socket, options.WebSocket ?? WebSocket, this.clock, random, {
      // A reader needs a token only once it enters.
      opening: () => (this.model.isReader ? undefined : this.identity.prepare()),
      opened: () => this.batch(() => this.#opened()),
      crowd: () => members.count + members.readers,
      received: (frame) => this.batch(() => this.#session?.receive(frame)),
      lost: (loss) => this.batch(() => this.#disconnected({ state: "reconnecting", ...loss })),
      unreachable: () => this.batch(() => events.emit("error", new RoomError("unreachable"))),
      canRetry: (code) => this.identity.canRetry(code),
      rejected: (code, reason) => this.batch(() => this.#rejected(code, reason)),
    });
    if (signal?.aborted) {
      this.close();
      return;
    }
    signal?.addEventListener("abort", () => this.close(), { signal: this.ending });
    // Not at once: a framework may create clients that it closes again in the same turn.
    if (options.start !== false) queueMicrotask(() => this.start());
  }

  /** Opens the first socket. */
  start(): void {
    if (this.#isStarted || this.ending.aborted) return;
    this.#isStarted = true;
    this.ending.addEventListener(
      "abort",
      this.#onWake(() => this.wake()),
    );
    this.batch(() => this.#connection.start());
  }

  get state(): RoomState {
    return this.model.snapshot(this.outbox.pending);
  }

  /** Aborts when the client has left the room for good, for whatever reason. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  /** Runs several changes that listeners see as one. */
  batch<T>(run: () => T): T {
    this.#depth += 1;
    try {
      return run();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0 && this.model.takeChange()) {
        this.#messageCache.changed();
        this.model.events.emit("change", this.state);
      }
    }
  }

  /** Sends a frame that may get lost. Returns whether the client is connected. */
  sendNow(frame: string): boolean {
    if (!this.#session?.isLive) return false;
    this.batch(() => this.#connection.send(frame));
    return true;
  }

  /** The requests. Most sessions have none, so the first one brings their code (`on-demand.ts`). */
  requests(create: (ports: RequestPorts) => Requests): Requests {
    if (this.#requests === undefined) {
      this.#requests = create(this.#requestPorts);
      if (this.#session?.isLive) this.#requests.open();
    }
    return this.#requests;
  }

  wake(): void {
    this.batch(() => this.#connection.wake());
  }

  /** @throws RoomError `bad_username` */
  retryAs(username: string): void {
    if (normalizeUsername(username) === undefined) throw badUsername();
    if (this.model.status.state !== "refused") return;
    this.batch(() => this.#tryName(username));
  }

  /** Starts the {@link entrance}, or leaves that to the next `ready`. */
  enter(): void {
    this.batch(() => this.#session?.enter());
  }

  close(): void {
    if (this.ending.aborted) return;
    this.batch(() => {
      this.#connection.stop();
      this.#end({ state: "closed" });
    });
  }

  #opened(): void {
    const { identity, model, outbox } = this;
    this.#session = new RoomSession({
      model,
      outbox,
      requests: () => this.#requests,
      identity,
      connection: this.#connection,
      // With a token, the room knows this guest.
      answer: () => (identity.token === undefined ? this.#answer : undefined),
      entrance: () => this.entrance,
      challenged: (challenge, error) => void this.#challenged(challenge, error),
      nameRejected: (error) => this.#nameRejected(error),
    });
  }

  /**
   * Answers a challenge with no socket open, because a server waits 10 seconds for a `hello`, and then reconnects. For the
   * application, this is a part of connecting.
   */
  async #challenged(challenge: unknown, error: RoomError): Promise<void> {
    this.#connection.rest();
    this.batch(() => {
      this.#disconnected(this.model.status);
      this.model.status = { state: "connecting", isChecking: true };
    });
    try {
      this.#answer = await onDemand((part) =>
        part.answerChallenge(challenge, this.#solveTurnstile, this.clock, this.ending),
      );
      if (!this.ending.aborted) this.batch(() => this.#connection.start());
    } catch {
      if (this.ending.aborted) return;
      this.batch(() => this.#end({ state: "failed", code: CLOSE.notAllowed, reason: "", error }));
    }
  }

  /** Retrying at once would get the same answer: the user has to choose another name. */
  #nameRejected(error: RoomError): void {
    const username = this.identity.sentUsername ?? "";
    this.#connection.rest();
    if (error.code !== "name_taken" || this.#replaceName === undefined) {
      this.#refused(username, error);
      return;
    }
    this.#disconnected(this.model.status);
    void this.#replaceName(username).then((name) => {
      if (this.ending.aborted) return;
      this.batch(() => (name === undefined ? this.#refused(username, error) : this.#tryName(name)));
    });
  }

  #refused(username: string, error: RoomError): void {
    this.#disconnected({ state: "refused", username, error });
    this.model.events.emit("error", error);
  }

  #tryName(username: string): void {
    this.identity.useUsername(username);
    this.model.status = { state: "connecting" };
    this.#connection.start();
  }

  #disconnected(status: Status): void {
    this.#session?.end();
    this.outbox.close();
    this.#requests?.close();
    this.model.members.disconnected();
    if (this.model.status.state !== status.state || status.state === "reconnecting") this.model.status = status;
  }

  /** P6. */
  #rejected(code: number, reason: string): void {
    this.identity.ended(code);
    this.#end({ state: "failed", code, reason, error: this.#session?.lastError });
  }

  #end(status: Status): void {
    this.#disconnected(status);
    this.outbox.end(closed());
    this.#requests?.end(closed());
    this.entrance?.failed((status.state === "failed" && status.error) || closed());
    this.model.roomSettings.mute(undefined);
    this.#messageCache.end();
    this.#ending.abort();
  }
}

/** The error for a name that every room rejects (P5). */
export function badUsername(): RoomError {
  return new RoomError("bad_username");
}

/** The error that pending promises reject with after the client has left the room. */
export function closed(): RoomError {
  return new RoomError("closed");
}
