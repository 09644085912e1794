/** Codes that stand for a connection that broke off. */
const NO_CODE = 1006;

/** An object that a server sent. */
type Received = Record<string, unknown>;

/** A client of one case: it sends what the case says, and hands out what it receives, one object at a time. */
export class Actor {
  readonly #socket: WebSocket;
  readonly #dialect: "v1" | "plain";
  readonly #within: number;
  readonly #received: (Received | string)[] = [];
  /** Called when something was received, or the socket was closed. */
  #wake = () => {};
  #code: number | undefined;

  /** @param within milliseconds to wait for each answer */
  constructor(url: string, dialect: "v1" | "plain", within: number) {
    this.#dialect = dialect;
    this.#within = within;
    this.#socket = new WebSocket(url, dialect === "v1" ? ["parley.v1"] : []);
    this.#socket.addEventListener("open", () => this.#wake());
    this.#socket.addEventListener("message", ({ data }) => this.#take(String(data)));
    this.#socket.addEventListener("close", ({ code }) => {
      this.#code = code;
      this.#wake();
    });
  }

  /** Resolves when the socket is open. */
  async opened(): Promise<void> {
    await this.#until("the socket to open", () =>
      this.#socket.readyState === WebSocket.OPEN || this.#code !== undefined ? true : undefined,
    );
    if (this.#code !== undefined) throw new Error(`the socket was refused or closed (${this.#code})`);
  }

  send(frame: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(frame);
  }

  /** The next text that is no JSON, such as `pong`. Objects before it stay. */
  text(): Promise<string> {
    return this.#until("a text", () => {
      const index = this.#received.findIndex((item) => typeof item === "string");
      return index < 0 ? undefined : String(this.#received.splice(index, 1)[0]);
    });
  }

  /** The next object. Presence can change at any time, so its objects only count if they are asked for. */
  object(type: unknown): Promise<Received> {
    const skipped = new Set(["presence", "system"]);
    return this.#until(`an object${typeof type === "string" ? ` of the type ${type}` : ""}`, () => {
      const index = this.#received.findIndex((item) => {
        if (typeof item === "string") return false;
        const isSkipped = skipped.has(String(item.type));
        return typeof type === "string" && skipped.has(type) ? item.type === type : !isSkipped;
      });
      const [item] = index < 0 ? [] : this.#received.splice(index, 1);
      return typeof item === "string" ? undefined : item;
    });
  }

  /** The code with which the server closes. */
  closed(): Promise<number> {
    return this.#until("a close", () => this.#code);
  }

  close(): void {
    this.#socket.close(1000);
  }

  /** Resolves when `look` finds something; rejects when the time is over, or nothing more can come. */
  async #until<T>(what: string, look: () => T | undefined): Promise<T> {
    const deadline = Date.now() + this.#within;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (this.#code !== undefined) throw new Error(`closed with ${this.#code ?? NO_CODE}, instead of ${what}`);
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`no answer within ${this.#within} ms, instead of ${what}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  #take(text: string): void {
    const isJson = text.startsWith("{") || text.startsWith("[");
    const value: unknown = isJson ? JSON.parse(text) : text;
    // A v1 frame is an array of objects, a plain one is an object.
    if (isJson && Array.isArray(value) !== (this.#dialect === "v1")) throw new Error(`not a frame: ${text}`);
    this.#received.push(...(Array.isArray(value) ? value : [value]));
    this.#wake();
  }
}
