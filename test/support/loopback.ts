import { createServer, type Server } from "node:net";

/** Listens on a free loopback port, and returns it. */
export function listenOnLoopback(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") {
        reject(new Error("a TCP server has no port"));
      } else {
        resolve(address.port);
      }
    });
  });
}

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnLoopback(server);
  return new Promise((resolve) => server.close(() => resolve(port)));
}

/** Ports below those that systems give to whoever asks for any, so that nobody takes one by chance. */
const LOWEST = 20_000;
const HIGHEST = 29_999;

/** A loopback port that stays free until it is used, however long that is. */
export async function quietPort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
