import { connect, createServer, type Socket } from "node:net";
import { listenOnLoopback } from "./loopback.ts";

/** A connection between a client and the server under test, which a test can cut. */
export interface Relay {
  readonly origin: string;
  readonly port: number;
  /** Resets every open connection (RST): neither end gets a close. New connections pass. */
  cut(): void;
  /** Cuts, and resets every new connection at once, until {@link unblock}. */
  block(): void;
  unblock(): void;
  /** Cuts, and forwards new connections to another port from now on. */
  pointTo(port: number): void;
  close(): Promise<void>;
}

/** Starts a relay on a free loopback port that forwards every connection to `targetPort`. */
export async function startRelay(targetPort: number): Promise<Relay> {
  const open = new Set<Socket>();
  let blocked = false;
  let target = targetPort;

  const cut = () => {
    for (const socket of open) {
      socket.resetAndDestroy();
    }
  };

  const server = createServer((near) => {
    if (blocked) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(target, "127.0.0.1");
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.setNoDelay();
      socket.pipe(other);
      // However one end closed, the other is reset; after an orderly close it is already gone.
      socket.on("error", () => other.resetAndDestroy());
      socket.on("close", () => {
        open.delete(socket);
        other.destroySoon();
      });
    }
  });

  const port = await listenOnLoopback(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    cut,
    block: () => {
      blocked = true;
      cut();
    },
    unblock: () => {
      blocked = false;
    },
    pointTo: (to) => {
      target = to;
      cut();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
