import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { OWNER_TOKEN } from "./test/support/owner-token.ts";
import { ACCESS, HS256, KEYS } from "./test/support/site.ts";
import { UNLIMITED } from "./test/support/unlimited.ts";

/** What an owner might set, for the tests of what it does. */
const CONFIGURED = {
  ALLOWED_ORIGINS: "https://one.example, https://two.example:8443, http://plain.example, https://xn--bcher-kva.example",
  SYSTEM_NAMES: "ip",
  RESERVED_NAMES: "Ada’s Tea Room, Zoë",
  MAX_ROOM_SOCKETS: "13",
  MAX_SOCKETS_PER_ADDRESS: "12",
  MAX_MESSAGE_CHARACTERS: "10",
  MAX_FRAMES_PER_SECOND: "3",
};

/** Few enough that a test can ask for more. */
const REQUEST_LIMIT = { namespace_id: "1001", simple: { limit: 30, period: 10 } } as const;

/** An owner's site that signs people in by a shared secret, behind Cloudflare Access; and one that does by public keys. */
const SIGNED_IN = { ...UNLIMITED, ...HS256, ...ACCESS, OWNER_TOKEN, ALLOWED_ORIGINS: "https://one.example" };
const BY_KEYS = { ...UNLIMITED, ...KEYS };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          environment: "node",
          // Some of them start the compiler, which takes as long as a busy machine lets it.
          testTimeout: 30_000,
        },
      },
      { test: { name: "package", include: ["test/package/**/*.test.ts"], environment: "node" } },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: { bindings: { ...UNLIMITED, OWNER_TOKEN } },
          }),
        ],
        test: { name: "worker", include: ["test/worker/*.test.ts"] },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: { bindings: CONFIGURED, ratelimits: { REQUEST_LIMIT } },
          }),
        ],
        test: { name: "configured", include: ["test/worker/configured/*.test.ts"] },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" }, miniflare: { bindings: SIGNED_IN } })],
        test: { name: "signed-in", include: ["test/worker/signed-in/*.test.ts"] },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" }, miniflare: { bindings: BY_KEYS } })],
        test: { name: "keys", include: ["test/worker/keys/*.test.ts"] },
      },
      {
        test: {
          name: "reliability",
          include: ["test/reliability/**/*.test.ts"],
          environment: "node",
          // Each has a server and some twenty clients on two cores: files take turns, and a wait for an event may last.
          fileParallelism: false,
          testTimeout: 180_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          environment: "node",
          globalSetup: ["test/support/e2e-setup.ts"],
          // One browser and one server on two cores: files take turns, and a wait for an event may last.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A browser that the machine starves for a moment is no fault of the page: there, and only there, it may try once more.
          retry: process.env.CI === undefined ? 0 : 1,
        },
      },
    ],
  },
});
