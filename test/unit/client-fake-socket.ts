import { vi } from "vitest";
import { type ConnectionEvent, type ConnectOptions, connect } from "../../src/client/connect.ts";

/** A WebSocket whose other end is the test. */
export class FakeSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;

  readonly url: string;
  readonly sent: string[] = [];
  readyState = FakeSocket.CONNECTING;
  binaryType = "blob";

  constructor(url: string) {
    super();
    this.url = url;
  }

  /** The messages among what was sent. */
  get said(): { id: string; username: string; message: string }[] {
    return this.sent.filter((frame) => frame !== "ping").map((frame) => JSON.parse(frame));
  }

  send(frame: string): void {
    if (this.readyState !== FakeSocket.OPEN) throw new Error("sent on a socket that is not open");
    this.sent.push(frame);
  }

  close(): void {
    this.readyState = FakeSocket.CLOSED;
  }

  /** The server accepts. */
  open(): void {
    this.readyState = FakeSocket.OPEN;
    this.dispatchEvent(new Event("open"));
  }

  /** The server sends one frame: an object, or a frame as it is. */
  receive(frame: unknown): void {
    const data = typeof frame === "object" && !(frame instanceof ArrayBuffer) ? JSON.stringify(frame) : frame;
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  /** The server lets us in: its history, then our own "connected" (P2.5). */
  welcome(...history: unknown[]): void {
    this.open();
    for (const frame of history) this.receive(frame);
    this.receive({ type: "system", message: "guest-1 connected" });
  }

  /** The connection ends, without an error where a code was sent. */
  drop(code = 1006, reason = ""): void {
    this.readyState = FakeSocket.CLOSED;
    if (code === 1006) this.dispatchEvent(new Event("error"));
    this.dispatchEvent(Object.assign(new Event("close"), { code, reason }));
  }
}

/** A message as the room sends it. */
export function message(seq: number, fields: { id?: string; uid?: string; message?: string } = {}) {
  const { id = `id-${seq}`, uid = "ada", message: text = `message ${seq}` } = fields;
  return { type: "message", seq, at: 1_000 + seq, uid, id, username: "Ada", message: text };
}

/** A client on fake sockets. Time is vitest's: call `vi.useFakeTimers()` first. */
export function fakeRoom(options: Partial<ConnectOptions> = {}) {
  const sockets: FakeSocket[] = [];
  const events: ConnectionEvent[] = [];
  let ids = 0;
  class Socket extends FakeSocket {
    constructor(url: string) {
      super(url);
      sockets.push(this);
    }
  }
  const connection = connect({
    url: "ws://room.test/ws/lobby",
    onEvent: (event) => events.push(event),
    // The client uses no more of a socket than the fake has.
    WebSocket: Socket as unknown as NonNullable<ConnectOptions["WebSocket"]>,
    random: () => 0.5,
    newId: () => `own-${++ids}`,
    ...options,
  });
  return {
    connection,
    sockets,
    events,
    /** What was told of one type, in order. */
    told: <T extends ConnectionEvent["type"]>(type: T) =>
      events.filter((event): event is Extract<ConnectionEvent, { type: T }> => event.type === type),
    states: () => events.flatMap((event) => (event.type === "status" ? [event.status.state] : [])),
    /** The next attempt's socket, once its wait (milliseconds at most) is over. */
    async nextSocket(within: number): Promise<FakeSocket> {
      const count = sockets.length;
      await vi.advanceTimersByTimeAsync(within);
      const socket = sockets[count];
      if (socket === undefined) throw new Error(`no attempt within ${within} ms`);
      return socket;
    },
  };
}
