/** Milliseconds in which the rest of a key or of a paste follows. A person needs longer for the next key. */
const REST_MS = 50;

const ESCAPE = "\u001b";
const PASTE_START = `${ESCAPE}[200~`;
const PASTE_END = `${ESCAPE}[201~`;

/** The start of a key that is a sequence, without its Esc. */
const SEQUENCE_REST = /^[[O]/;

/** Esc, or a line break after other characters; Alt+Enter is a key of two. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal sends them so
const UNSURE = /\u001b$|[^\u001b][\r\n]$/;

export interface KeyReceiver {
  /** Takes characters of keys. */
  readonly pass: (keys: string) => void;
  /** Takes the Esc key. */
  readonly escape: () => void;
}

/**
 * Waits for what belongs to the last character of a read:
 *
 * - Esc is a key, unless the rest of a sequence follows. A key that is pressed right after it isn't Alt with that key, which
 *   a terminal sends in one piece.
 * - A line break after other characters is Enter, unless more follows: then all of it is a paste, of which no line is sent.
 */
export class KeyJoiner {
  readonly #receiver: KeyReceiver;
  #waiting = "";
  #timer: NodeJS.Timeout | undefined;
  /** Within a paste that the terminal marks, nothing is a key. */
  #isPasting = false;

  constructor(receiver: KeyReceiver) {
    this.#receiver = receiver;
  }

  /** Takes what was read at once. */
  take(chunk: string): void {
    if (this.#waiting === ESCAPE && !SEQUENCE_REST.test(chunk)) this.flush();
    const keys = this.#waiting + chunk;
    this.stop();
    const marks = [PASTE_START, PASTE_END].map((mark) => keys.lastIndexOf(mark));
    if (Math.max(...marks) >= 0) this.#isPasting = (marks[0] ?? -1) > (marks[1] ?? -1);
    if (this.#isPasting || !UNSURE.test(keys)) {
      this.#receiver.pass(keys);
      return;
    }
    if (keys.length > 1) this.#receiver.pass(keys.slice(0, -1));
    this.#waiting = keys.slice(-1);
    this.#timer = setTimeout(() => this.flush(), REST_MS);
  }

  /** Takes the last character for a key of its own. */
  flush(): void {
    const key = this.#waiting;
    this.stop();
    if (key === ESCAPE) this.#receiver.escape();
    else if (key !== "") this.#receiver.pass(key);
  }

  /** Forgets what waits. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#waiting = "";
  }
}
