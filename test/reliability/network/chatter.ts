import {
  type Clock,
  connect,
  type LogEvent,
  type RoomClient,
  RoomError,
  type RoomState,
} from "../../../src/client/index.ts";
import type { Random } from "../random.ts";

/** Commands that may be pending at once; more than the network carries would only queue up. */
const MAX_WAITING = 5;
/** Milliseconds between two actions of a user. */
const PAUSE_MS = { from: 5, to: 40 };
const EMOJI = ["👍", "🎉", "😀"];

/** The result of a command, as its promise reports it. */
export type Outcome = { readonly seq: number } | { readonly code: string };

/** A command that a user issued. */
export interface Asked {
  readonly id: string;
  /** Whether it is a message, which the room has no reason to reject; other commands may concern deleted messages. */
  readonly isMessage: boolean;
  /** In order. A promise settles once, so there is never more than one. */
  readonly outcomes: Outcome[];
}

/** A user of the real client library, who chats and reloads the page from time to time. */
export class Chatter {
  readonly name: string;
  readonly #url: string;
  readonly #random: Random;
  readonly #clock: Clock;
  /** Outlives the client, as a browser's storage outlives a page. */
  readonly #storage = new Map<string, string>();
  /** All commands, in order. */
  readonly asked: Asked[] = [];
  /** Violations in the events that the library emitted, in words. */
  readonly broken: string[] = [];
  reloads = 0;
  #room: RoomClient;
  #position = 0;
  #ids = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(name: string, url: string, random: Random, clock: Clock) {
    this.name = name;
    this.#url = url;
    this.#random = random;
    this.#clock = clock;
    this.#room = this.#enter();
    this.#rest();
  }

  get state(): RoomState {
    return this.#room.state;
  }

  /** Commands that the room may still accept; rejected ones stay visible but do not count. */
  get waiting(): number {
    return this.state.pending.filter(({ state }) => state === "sending").length;
  }

  /** Stops issuing commands; pending ones are still in flight. */
  finish(): void {
    clearTimeout(this.#timer);
  }

  close(): void {
    this.finish();
    this.#room.close();
  }

  #enter(): RoomClient {
    const room = connect(this.#url, {
      username: this.name,
      storage: this.#storage,
      clock: this.#clock,
      random: this.#random.next,
      newId: () => `${this.name}-${this.#ids++}`,
    });
    room.on("event", (event) => this.#heard(event));
    room.on("reset", () => {
      this.#position = room.state.position?.seq ?? 0;
    });
    return room;
  }

  /** P4.2. */
  #heard({ seq }: LogEvent): void {
    if (seq !== this.#position + 1) this.broken.push(`${this.name} received ${seq} after ${this.#position}`);
    this.#position = seq;
  }

  #rest(): void {
    this.#timer = setTimeout(
      () => {
        this.#act();
        this.#rest();
      },
      this.#random.between(PAUSE_MS.from, PAUSE_MS.to),
    );
  }

  #act(): void {
    const random = this.#random;
    if (random.chance(0.005)) this.#reload();
    // Network errors reach the promise, and are not what this tests.
    if (random.chance(0.02)) this.#room.loadOlder().catch(() => {});
    if (random.chance(0.1)) this.#room.typing();
    if (this.waiting >= MAX_WAITING) return;
    const { messages, self } = this.#room.state;
    const present = messages.slice(-10).filter(({ deleted }) => !deleted);
    const own = present.filter(({ uid }) => uid === self?.uid);
    const kind = random.next();
    if (kind < 0.15 && own.length > 0) {
      this.#ask(() => this.#room.edit(random.pick(own).seq, `edited by ${this.#ids}`));
    } else if (kind < 0.25 && own.length > 0) {
      this.#ask(() => this.#room.delete(random.pick(own).seq));
    } else if (kind < 0.45 && present.length > 0) {
      this.#ask(() => this.#room.react(random.pick(present).seq, random.pick(EMOJI), random.chance(0.7)));
    } else {
      this.#ask(() => this.#room.send(`said as ${this.#ids}`), true);
    }
  }

  #ask(command: () => Promise<{ readonly seq: number }>, isMessage = false): void {
    const asked: Asked = { id: `${this.name}-${this.#ids}`, isMessage, outcomes: [] };
    this.asked.push(asked);
    command().then(
      ({ seq }) => asked.outcomes.push({ seq }),
      (error: unknown) => asked.outcomes.push({ code: error instanceof RoomError ? error.code : String(error) }),
    );
  }

  #reload(): void {
    this.reloads += 1;
    this.#room.close();
    this.#room = this.#enter();
  }
}
