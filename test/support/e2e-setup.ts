import type { TestProject } from "vitest/node";
import { startDevServer } from "./dev-server.ts";
import { OWNER_TOKEN } from "./owner-token.ts";
import { HS256 } from "./site.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The origin of this run's server. */
    origin: string;
  }
}

/** One server for all browser tests: each test uses its own rooms. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startDevServer({ vars: { ...HS256, OWNER_TOKEN } });
  project.provide("origin", server.origin);
  return server.stop;
}
