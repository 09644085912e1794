import { parseServerFrame, type ServerObject } from "../../../src/protocol/server-frame.ts";
import { RawWebSocket } from "../../support/raw-web-socket.ts";
import { until } from "../deadline.ts";

/** The room answers at once; what is read here may have piled up for a while. */
const READ_WITHIN_MS = 30_000;

/** A client by hand, because no client library stops reading: it says hello, and then reads as long as it is told to. */
export class StallingReader {
  readonly #socket: RawWebSocket;
  /** What the room said on this connection. */
  readonly objects: ServerObject[] = [];
  /** UTF-16 units of all frames that came. */
  received = 0;

  /**
   * @param origin of the server, `http://host:port`
   * @param path of the room's socket
   * @param protocol the dialect; without it, the plain one
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

  /** Says hello, and reads up to `ready`. */
  async enter(fields: object): Promise<void> {
    this.#socket.send({ type: "hello", v: 1, ...fields });
    await this.waitFor("ready");
  }

  /** Reads until an object of this type came. */
  async waitFor(type: ServerObject["type"]): Promise<void> {
    await until(`the room said ${type}`, READ_WITHIN_MS, () => this.objects.some((object) => object.type === type));
  }

  /** Reads until the room's close frame came. */
  async waitForClose(): Promise<void> {
    await until("the room closed", READ_WITHIN_MS, () => this.closeCode !== undefined);
  }

  /** Reads no more: what comes fills the buffers of both kernels, and then the server's. */
  stall(): void {
    this.#socket.socket.pause();
  }

  /** Reads again. */
  resume(): void {
    this.#socket.socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
