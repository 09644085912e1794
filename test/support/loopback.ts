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
