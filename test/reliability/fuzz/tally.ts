import { KINDS, type Kind } from "./mutate.ts";

/** Faults that are told in full; behind that many, the rest is only counted. */
const MAX_EXAMPLES = 20;
/** Characters of an example that are told. */
const EXAMPLE_LENGTH = 400;

/** What came of a run. */
export interface FuzzReport {
  readonly frames: number;
  readonly kinds: Readonly<Record<Kind, number>>;
  /** How often each error was answered, by code. */
  readonly errors: ReadonlyMap<string, number>;
  /** How often a socket was closed with each code. */
  readonly closes: ReadonlyMap<number, number>;
  /** Everything that was not as it should be, in words. */
  readonly broken: readonly string[];
}

/** Counts frames, and what comes of them. */
export class Tally implements FuzzReport {
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

  /** Somebody was answered an error. */
  answered(code: string): void {
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
  }

  /** A socket was closed by the other side. */
  closed(code: number): void {
    this.closes.set(code, (this.closes.get(code) ?? 0) + 1);
  }

  wrong(what: string): void {
    if (this.#broken.length < MAX_EXAMPLES) this.#broken.push(what.slice(0, EXAMPLE_LENGTH));
    else this.#further += 1;
  }
}
