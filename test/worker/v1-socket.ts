import { type Received, TestSocket } from "./test-socket.ts";

/** A v1 client: it sends objects and reads the room's arrays one object at a time. */
export class V1Socket {
  readonly #socket: TestSocket;
  readonly #objects: Received[] = [];
  /** How many frames were read so far. */
  frames = 0;
  /** `welcome`, or `reader` of a reader, after {@link hello} received it. */
  welcome: Received = {};
  /** The objects between `welcome` and `ready`. */
  missed: Received[] = [];

  private constructor(socket: TestSocket) {
    this.#socket = socket;
  }

  get closed(): Promise<{ code: number; reason: string }> {
    return this.#socket.closed;
  }

  /** Frames that came and that nobody took. */
  get untaken(): readonly string[] {
    return this.#socket.untaken;
  }

  /** Opens a socket without sending anything. */
  static async open(room: string, headers: Record<string, string> = {}): Promise<V1Socket> {
    return new V1Socket(await TestSocket.open(room, "", { "sec-websocket-protocol": "parley.v1", ...headers }));
  }

  /** Opens a socket, sends hello, and reads up to `ready`. */
  static async hello(room: string, fields: object = {}, headers: Record<string, string> = {}): Promise<V1Socket> {
    const socket = await V1Socket.open(room, headers);
    await socket.hello(fields);
    return socket;
  }

  async hello(fields: object = {}): Promise<void> {
    this.send({ type: "hello", v: 1, ...fields });
    this.welcome = await this.take();
    this.missed = [];
    if (this.welcome.type !== "welcome" && this.welcome.type !== "reader")
      throw new Error(`no welcome: ${JSON.stringify(this.welcome)}`);
    for (let next = await this.take(); next.type !== "ready"; next = await this.take()) this.missed.push(next);
  }

  /** The client's position in the log, for a later `hello`. */
  position(seq: number): { epoch: unknown; seq: number } {
    return { epoch: this.welcome.epoch, seq };
  }

  send(frame: string | ArrayBuffer | object): void {
    this.#socket.send(frame);
  }

  /** Resolves when the room has received everything from a socket that gets no other replies: a `pong` follows it. */
  async delivered(): Promise<void> {
    this.send("ping");
    const frame = await this.#socket.takeText();
    if (frame !== "pong") throw new Error(`no pong: ${frame}`);
  }

  say(message: string, id: string, fields: object = {}): void {
    this.send({ type: "message", id, message, ...fields });
  }

  close(code: number): void {
    this.#socket.close(code);
  }

  /** The next object except presence, whose timing depends on the room's batching. */
  async take(): Promise<Received> {
    for (;;) {
      const object = await this.#next();
      if (object.type !== "presence") return object;
    }
  }

  /** The next object of a type; others are skipped. */
  async takeOnly(type: string): Promise<Received> {
    for (;;) {
      const object = await this.#next();
      if (object.type === type) return object;
    }
  }

  /** The next presence with this count. */
  async takeCount(count: number): Promise<Received> {
    for (;;) {
      const presence = await this.takeOnly("presence");
      if (presence.count === count) return presence;
    }
  }

  async #next(): Promise<Received> {
    while (this.#objects.length === 0) {
      const frame: unknown = JSON.parse(await this.#socket.takeText());
      this.frames += 1;
      if (!Array.isArray(frame)) throw new Error("a v1 frame is an array");
      this.#objects.push(...frame);
    }
    return this.#objects.shift() ?? {};
  }
}
