import { parseServerFrame, type ServerObject } from "../../../src/protocol/server-frame.ts";
import { RawWebSocket } from "../../support/raw-web-socket.ts";
import { until } from "../deadline.ts";

/** The room responds at once, but data to read may have queued up. */
const READ_WITHIN_MS = 120_000;

/** A client without a library, because no client library stops reading: it sends a hello and reads only on request. */
export class StallingReader {
  readonly #socket: RawWebSocket;
  /** Objects that the room sent on this connection. */
  readonly objects: ServerObject[] = [];
  /** UTF-16 units of all received frames. */
  received = 0;

  /**
   * @param origin of the server, `http://host:port`
   * @param path of the room's socket
   * @param protocol the dialect; the plain one if absent
   */
  constructor(origin: string, path: string, protocol?: string) {
    this.#socket = new RawWebSocket(origin + path, {
      protocol,
      onText: (text) => {
        this.received += text.length;
        this.objects.push(...parseServerFrame(text));
      },
    });
  }

  /** The code of the room's close frame. */
  get closeCode(): number | undefined {
    return this.#socket.closeCode;
  }

  /** Sends a hello, and reads up to `ready`. */
  async enter(fields: object): Promise<void> {
    this.#socket.send({ type: "hello", v: 1, ...fields });
    await this.waitFor("ready");
  }

  /** Reads until an object of this type arrives. */
  async waitFor(type: ServerObject["type"]): Promise<void> {
    await until(`${type} arrives`, READ_WITHIN_MS, () => this.objects.some((object) => object.type === type));
  }

  /** Reads until the room's close frame arrives. */
  async waitForClose(): Promise<void> {
    await until("the room closes the socket", READ_WITHIN_MS, () => this.closeCode !== undefined);
  }

  /** Stops reading: data fills the buffers of both kernels, then the server's. */
  stall(): void {
    this.#socket.socket.pause();
  }

  /** Resumes reading. */
  resume(): void {
    this.#socket.socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
