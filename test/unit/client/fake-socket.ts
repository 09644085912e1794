import type { SocketLike } from "../../../src/client/socket-like.ts";

/** What a test has the server say. */
export interface ServerSays {
  readonly type: string;
  readonly [field: string]: unknown;
}

type Listeners = {
  open: () => void;
  error: () => void;
  message: (event: { readonly data: unknown }) => void;
  close: (event: { readonly code: number; readonly reason: string }) => void;
};

/** A socket whose other end is the test. */
export class FakeSocket implements SocketLike {
  binaryType = "blob";
  readonly url: string;
  readonly protocols: readonly string[];
  /** Every frame that the client sent. */
  readonly frames: string[] = [];
  state: "connecting" | "open" | "closed" = "connecting";
  /** The code with which the client closed it. */
  closedWith: number | undefined;
  readonly #listeners: { [Type in keyof Listeners]: Listeners[Type][] } = {
    open: [],
    error: [],
    message: [],
    close: [],
  };

  constructor(url: string, protocols: string[]) {
    this.url = url;
    this.protocols = protocols;
  }

  addEventListener<Type extends keyof Listeners>(type: Type, listener: Listeners[Type]): void {
    this.#listeners[type].push(listener);
  }

  send(frame: string): void {
    if (this.state !== "open") throw new Error("sent on a socket that is not open");
    this.frames.push(frame);
  }

  close(code?: number): void {
    this.state = "closed";
    this.closedWith = code;
  }

  /** The objects that the client sent, `ping`s left out. */
  get sent(): ServerSays[] {
    return this.frames.filter((frame) => frame !== "ping").flatMap((frame) => JSON.parse(frame));
  }

  /** The commands among them: what is not `hello` and not `ack`. */
  get commands(): ServerSays[] {
    return this.sent.filter(({ type }) => type !== "hello" && type !== "ack");
  }

  get hello(): ServerSays | undefined {
    return this.sent[0];
  }

  get pings(): number {
    return this.frames.filter((frame) => frame === "ping").length;
  }

  /** The server accepts. */
  open(): this {
    this.state = "open";
    for (const listener of this.#listeners.open) listener();
    return this;
  }

  /** The server sends a frame as it is. */
  receive(data: unknown): void {
    for (const listener of this.#listeners.message) listener({ data });
  }

  /** The server sends objects, in one frame. */
  say(...objects: ServerSays[]): void {
    this.receive(JSON.stringify(objects));
  }

  /** The connection ends; without a code of the server's, by an error first. */
  drop(code = 1006, reason = ""): void {
    this.state = "closed";
    if (code === 1006) for (const listener of this.#listeners.error) listener();
    for (const listener of this.#listeners.close) listener({ code, reason });
  }
}
