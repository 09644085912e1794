import { once } from "node:events";

/** Timeout of a wait. */
const DEADLINE_MS = 60_000;

/** A plain chat client as in the PHP tutorial: the platform's WebSocket and JSON, nothing else. */
export class PlainClient {
  readonly #socket: WebSocket;
  readonly #frames: string[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#frames.push(String(data)));
  }

  /** Opens a socket and reads its own "connected". */
  static async open(url: string): Promise<PlainClient> {
    const client = new PlainClient(new WebSocket(url));
    await client.take();
    return client;
  }

  send(object: object): void {
    this.#socket.send(JSON.stringify(object));
  }

  say(message: string, fields: object = {}): void {
    this.send({ type: "message", message, ...fields });
  }

  close(): void {
    this.#socket.close();
  }

  /** The next frame. */
  async take(): Promise<Record<string, unknown>> {
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    while (this.#frames.length === 0) await once(this.#socket, "message", { signal: deadline });
    return JSON.parse(this.#frames.shift() ?? "") as Record<string, unknown>;
  }

  /** The next message, ignoring who comes or goes. */
  async hear(): Promise<Record<string, unknown>> {
    for (;;) {
      const object = await this.take();
      if (object.type === "message") return object;
    }
  }
}
