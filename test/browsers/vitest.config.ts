import { defineConfig } from "vitest/config";
import { type InstalledBrowser, installedBrowsers } from "./installed.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The browser of this project. */
    browser: InstalledBrowser;
  }
}

/** Milliseconds after which a test hangs. Not a measure of speed: a busy machine must not reach it. */
const HANGS_AFTER_MS = 120_000;

/** One project for each browser of this machine: the same tests. */
export default defineConfig({
  test: {
    projects: installedBrowsers().map((browser) => ({
      test: {
        name: browser.kind,
        include: ["test/browsers/*.test.ts"],
        environment: "node",
        globalSetup: ["test/support/e2e-setup.ts"],
        provide: { browser },
        fileParallelism: false,
        testTimeout: HANGS_AFTER_MS,
        hookTimeout: HANGS_AFTER_MS,
        expect: { poll: { timeout: HANGS_AFTER_MS / 4 } },
        // In CI, other jobs may starve the browser: a test may run once more there.
        retry: process.env.CI === undefined ? 0 : 1,
      },
    })),
  },
});
