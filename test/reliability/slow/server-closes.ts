import type { SocketConstructor } from "../../../src/client/index.ts";
import { CLOSE } from "../../../src/protocol/close-codes.ts";

/**
 * The platform's WebSocket, which records how the server closed it. A client also closes sockets itself: on a busy machine
 * the test's process reads a `pong` too late, and its clients reconnect.
 *
 * @param codes receives the code of each close that the client did not begin
 */
export function recordServerCloses(codes: number[]): SocketConstructor {
  return class extends WebSocket {
    #isClosing = false;

    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      this.addEventListener("close", ({ code }) => {
        if (!this.#isClosing || code >= CLOSE.noHello) codes.push(code);
      });
    }

    override close(code?: number): void {
      this.#isClosing = true;
      super.close(code);
    }
  };
}
