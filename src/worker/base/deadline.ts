/**
 * Aborts a request that takes too long: `using deadline = new Deadline(ms)`. Unlike that of `AbortSignal.timeout`, its timer ends
 * with the scope. A pending timer keeps an object in memory, and billed, long after the answer.
 */
export class Deadline implements Disposable {
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;

  /** @param ms milliseconds */
  constructor(ms: number) {
    const abort = () => this.#controller.abort(new DOMException("It took too long.", "TimeoutError"));
    this.#timer = setTimeout(abort, ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
