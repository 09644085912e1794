import type { TestProject } from "vitest/node";
import { BROWSERS_AT_ONCE } from "./browsers-at-once.ts";
import { startDevServer } from "./dev-server.ts";
import { quietPort } from "./loopback.ts";
import { OWNER_TOKEN } from "./owner-token.ts";
import { HS256 } from "./site.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The origin of this run's server. */
    origin: string;
    /** Ports of the sites that may embed rooms, one for each file that runs at a time (test/e2e/host-site.ts). */
    hostPorts: readonly number[];
  }
}

/** One server for all browser tests: each test uses its own rooms. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const hostPorts = await Promise.all(Array.from({ length: BROWSERS_AT_ONCE }, quietPort));
  const EMBED_ORIGINS = hostPorts.flatMap((port) => [`http://127.0.0.1:${port}`, `http://localhost:${port}`]).join();
  const server = await startDevServer({ vars: { ...HS256, OWNER_TOKEN, EMBED_ORIGINS, ARCHIVE: "public" } });
  project.provide("origin", server.origin);
  project.provide("hostPorts", hostPorts);
  return server.stop;
}
