import type { Forms } from "../../room/model/effects.ts";
import type { Session } from "../../room/model/session.ts";
import { type Frame, framesFor, type Outgoing } from "./audience.ts";

/** A dialect that broadcasts have a form for. */
export type Dialect = keyof Forms;

/** Broadcasts that go out together, in one dialect: a node of a list, in which each connection has its place. */
export interface Batch {
  readonly frames: (session: Session) => readonly Frame[];
  next: Batch | undefined;
}

/** The broadcasts of a room: those of a turn, until they are sealed into a batch, and the list of batches. */
export class Broadcasts {
  readonly #pending: Record<Dialect, Outgoing[]> = { plain: [], v1: [] };
  readonly #newest: Record<Dialect, Batch> = { plain: emptyBatch(), v1: emptyBatch() };

  add(dialect: Dialect, outgoing: Outgoing): void {
    this.#pending[dialect].push(outgoing);
  }

  /** Whether anything is not in a batch yet. */
  get hasPending(): boolean {
    return this.#pending.v1.length > 0 || this.#pending.plain.length > 0;
  }

  /** The last batch of a dialect: where a connection starts that needs none of the earlier ones. */
  newest(dialect: Dialect): Batch {
    return this.#newest[dialect];
  }

  /**
   * Makes batches of what is pending.
   *
   * @returns whether there was anything
   */
  seal(): boolean {
    const had = this.hasPending;
    for (const dialect of ["plain", "v1"] as const) {
      const outgoing = this.#pending[dialect];
      if (outgoing.length === 0) continue;
      this.#pending[dialect] = [];
      const batch = { frames: framesFor(outgoing), next: undefined };
      this.#newest[dialect].next = batch;
      this.#newest[dialect] = batch;
    }
    return had;
  }
}

export function emptyBatch(): Batch {
  return { frames: () => [], next: undefined };
}
