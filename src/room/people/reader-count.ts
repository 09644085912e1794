/** Number of readers, and whether its change is still to be announced (P3.39). */
export class ReaderCount {
  #count: number;
  /** The number that clients know; undefined if it is certain to differ. */
  #announced: number | undefined;

  /** @param count readers restored after hibernation */
  constructor(count: number) {
    this.#count = count;
    this.#announced = count;
  }

  get count(): number {
    return this.#count;
  }

  /** Whether clients know another number. A reader who came and went in between changes nothing. */
  get hasChanged(): boolean {
    return this.#count !== this.#announced;
  }

  joined(): void {
    this.#count += 1;
  }

  /** @param wasCounted false for a socket that had already closed when the room was restored */
  left(wasCounted = true): void {
    if (wasCounted) this.#count -= 1;
    else this.#announced = undefined;
  }

  announced(): void {
    this.#announced = this.#count;
  }

  /** The field of `presence`, and of the answers to `hello`: absent if there are none. */
  get field(): { readonly readers?: number } {
    return this.#count === 0 ? {} : { readers: this.#count };
  }
}
