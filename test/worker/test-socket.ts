import { env, exports } from "cloudflare:workers";

/** Timeout of a wait, which a busy machine must not reach. */
export const DEADLINE_MS = 60_000;

/** A received object, whose fields a test reads. */
export type Received = Record<string, unknown>;

/** A room that no other test uses. */
export function freshRoom(): string {
  return `t-${crypto.randomUUID()}`;
}

/** The object of a room. */
export function stubOf(room: string) {
  return env.CHAT_ROOM.getByName(room);
}

/** What Cloudflare's network adds to a request: the data center it came through. */
export const CLOUDFLARE = { colo: "TST" } as const;

/** Sends a request to the Worker as a client on the internet would, through Cloudflare's network. */
export function request(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Response> {
  return exports.default.fetch(`https://chat.example${path}`, { method, headers, cf: CLOUDFLARE });
}

/** A chat client that reads one frame at a time, in order, with a deadline. */
export class TestSocket {
  readonly #socket: WebSocket;
  readonly #frames: string[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  #wake: (() => void) | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      socket.addEventListener("close", ({ code, reason }) => resolve({ code, reason }));
    });
    socket.addEventListener("message", ({ data }) => {
      this.#frames.push(String(data));
      this.#wake?.();
    });
    socket.accept();
  }

  /** Opens a socket without reading its "connected". */
  static async open(room: string, query = "", headers: Record<string, string> = {}): Promise<TestSocket> {
    const response = await request(`/ws/${room}${query}`, { upgrade: "websocket", ...headers });
    if (response.webSocket === null) throw new Error(`no socket: ${response.status} ${await response.text()}`);
    return new TestSocket(response.webSocket);
  }

  /** Opens a socket and reads up to its own "connected". */
  static async join(room: string, headers: Record<string, string> = {}): Promise<TestSocket> {
    const socket = await TestSocket.open(room, "", headers);
    await socket.take();
    return socket;
  }

  /** Frames that came and that nobody took. */
  get untaken(): readonly string[] {
    return this.#frames;
  }

  send(frame: string | ArrayBuffer | object): void {
    const raw = typeof frame === "string" || frame instanceof ArrayBuffer;
    this.#socket.send(raw ? frame : JSON.stringify(frame));
  }

  say(message: string, fields: object = {}): void {
    this.send({ type: "message", message, ...fields });
  }

  /** @param code absent for a close frame without one */
  close(...code: [] | [number]): void {
    this.#socket.close(...code);
  }

  /** The next frame as text. */
  async takeText(): Promise<string> {
    const deadline = Date.now() + DEADLINE_MS;
    for (;;) {
      const frame = this.#frames.shift();
      if (frame !== undefined) return frame;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error("no frame came in time");
      let timer = 0;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        timer = setTimeout(resolve, left);
      });
      clearTimeout(timer);
    }
  }

  /** The next frame as an object. */
  async take(): Promise<Received> {
    return JSON.parse(await this.takeText()) as Received;
  }
}
