import { KINDS, type Kind } from "./mutate.ts";

/** Faults that are listed; beyond that number they are only counted. */
const MAX_EXAMPLES = 20;
/** Characters of an example that are shown. */
const EXAMPLE_LENGTH = 400;

/** The result of a run. */
export interface FuzzReport {
  readonly frames: number;
  readonly kinds: Readonly<Record<Kind, number>>;
  /** Error replies by code. */
  readonly errors: ReadonlyMap<string, number>;
  /** Closed sockets by code. */
  readonly closes: ReadonlyMap<number, number>;
  /** Violations, in words. */
  readonly broken: readonly string[];
}

/** Counts frames and their results. */
export class FuzzTally implements FuzzReport {
  readonly kinds: Record<Kind, number> = { valid: 0, value: 0, text: 0, bytes: 0, frame: 0, noise: 0 };
  readonly errors = new Map<string, number>();
  readonly closes = new Map<number, number>();
  readonly #broken: string[] = [];
  #further = 0;

  get frames(): number {
    return KINDS.reduce((sum, kind) => sum + this.kinds[kind], 0);
  }

  get broken(): readonly string[] {
    return this.#further === 0 ? this.#broken : [...this.#broken, `and ${this.#further} more`];
  }

  sent(kind: Kind): void {
    this.kinds[kind] += 1;
  }

  /** A client received an error. */
  answered(code: string): void {
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
  }

  /** The server closed a socket. */
  closed(code: number): void {
    this.closes.set(code, (this.closes.get(code) ?? 0) + 1);
  }

  wrong(what: string): void {
    if (this.#broken.length < MAX_EXAMPLES) this.#broken.push(what.slice(0, EXAMPLE_LENGTH));
    else this.#further += 1;
  }
}
