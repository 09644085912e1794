import type { Prepared } from "./command-frame.ts";
import type { Pending, Stored } from "./pending.ts";
import type { PersistedEntry } from "./persisted-state.ts";
import { quietly } from "./quietly.ts";
import type { RoomError } from "./room-error.ts";

/** A command in the outbox, and the promise of its result. */
export class OutboxEntry {
  readonly frame: string;
  readonly promise: Promise<Stored>;
  /** The `uid` under which it was sent, if it was. */
  sentAs: string | undefined;
  /** How often the server failed to store or to answer it. */
  attempts = 0;
  #pending: Pending;
  #resolve: (stored: Stored) => void = () => {};
  #reject: (error: RoomError) => void = () => {};

  /** @param at when it was created, in milliseconds since 1970 */
  constructor({ command, frame, id }: Prepared, at: number) {
    this.frame = frame;
    this.#pending = { id, command, at, state: "sending" };
    const promise = new Promise<Stored>((...settle) => {
      [this.#resolve, this.#reject] = settle;
    });
    this.promise = quietly(promise);
  }

  get id(): string {
    return this.#pending.id;
  }

  get pending(): Pending {
    return this.#pending;
  }

  get persisted(): PersistedEntry {
    const { at, error } = this.#pending;
    return {
      frame: this.frame,
      at,
      ...(this.sentAs === undefined ? {} : { sentAs: this.sentAs }),
      ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
    };
  }

  resolve(stored: Stored): void {
    this.#resolve(stored);
  }

  reject(error: RoomError): void {
    this.#reject(error);
  }

  /** Rejects the promise and keeps the entry in the list. */
  fail(error: RoomError): void {
    this.#pending = { ...this.#pending, state: "failed", error };
    this.#reject(error);
  }
}
