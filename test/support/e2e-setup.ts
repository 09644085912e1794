import type { TestProject } from "vitest/node";
import { startDevServer } from "./dev-server.ts";
import { quietPort } from "./loopback.ts";
import { OWNER_TOKEN } from "./owner-token.ts";
import { HS256 } from "./site.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The origin of this run's server. */
    origin: string;
    /** The port of the site that may embed rooms, which a test can serve (test/e2e/host-site.ts). */
    hostPort: number;
  }
}

/** One server for all browser tests: each test uses its own rooms. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const hostPort = await quietPort();
  const EMBED_ORIGINS = `http://127.0.0.1:${hostPort}, http://localhost:${hostPort}`;
  const server = await startDevServer({ vars: { ...HS256, OWNER_TOKEN, EMBED_ORIGINS, ARCHIVE: "public" } });
  project.provide("origin", server.origin);
  project.provide("hostPort", hostPort);
  return server.stop;
}
