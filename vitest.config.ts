import { availableParallelism } from "node:os";
import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { BROWSERS_AT_ONCE } from "./test/support/browsers-at-once.ts";
import { LongestFirst } from "./test/support/longest-first.ts";
import { answerElsewhere } from "./test/support/other-sites.ts";
import { OWNER_TOKEN } from "./test/support/owner-token.ts";
import { ACCESS, HS256, KEYS, OPERATOR_AUD, TURNSTILE } from "./test/support/site.ts";
import { UNLIMITED } from "./test/support/unlimited.ts";
import { receiveHook } from "./test/support/webhook-receiver.ts";

/** Variables that an owner might set. */
const CONFIGURED = {
  ALLOWED_ORIGINS: "https://one.example, https://two.example:8443, http://plain.example, https://Bücher.example:443",
  SYSTEM_NAMES: "ip",
  RESERVED_NAMES: "Ada’s Tea Room, Zoë",
  MAX_ROOM_SOCKETS: "13",
  MAX_SOCKETS_PER_ADDRESS: "12",
  MAX_MESSAGE_CHARACTERS: "10",
  MAX_FRAMES_PER_SECOND: "3",
  MAX_ROOMS_PER_ADDRESS: "5",
  UPLOADS: "everyone",
};

/** A limit low enough for a test to exceed. */
const REQUEST_LIMIT = { namespace_id: "1001", simple: { limit: 30, period: 10 } } as const;

/** A site that signs users in with a shared secret, behind Cloudflare Access. */
const SIGNED_IN = {
  ...UNLIMITED,
  ...HS256,
  ...ACCESS,
  ...TURNSTILE,
  OWNER_TOKEN,
  ALLOWED_ORIGINS: "https://one.example",
  DEPLOYMENT_BANS: "on",
  ACCESS_OPERATOR_AUD: OPERATOR_AUD,
};
/** A site that shows the logs of its open rooms. */
const ARCHIVE = { ...UNLIMITED, OWNER_TOKEN, ARCHIVE: "public", DIRECTORY: "public" };
/** A site that signs users in with public keys. */
const BY_KEYS = { ...UNLIMITED, ...KEYS };

/** Milliseconds after which a test hangs. Not a measure of speed: a busy machine must not reach it. */
const HANGS_AFTER_MS = 120_000;

/** Deadlines of every project. */
const PATIENT = {
  testTimeout: HANGS_AFTER_MS,
  hookTimeout: HANGS_AFTER_MS,
  expect: { poll: { timeout: HANGS_AFTER_MS / 2 } },
};

/** Files that run at a time: on two cores one waits while the other computes. Elsewhere, one core is left to vitest. */
const FILES_AT_ONCE = Math.max(2, availableParallelism() - 1);

/** Projects that run inside workerd: each is the same Worker with another configuration. */
const WORKER_PROJECTS = [
  // A proof of work takes many times as long in an isolate that has run the other files.
  {
    name: "newcomers",
    include: "test/worker/newcomers/*.test.ts",
    miniflare: { bindings: { ...UNLIMITED, OWNER_TOKEN } },
  },
  {
    name: "worker",
    include: "test/worker/*.test.ts",
    miniflare: { bindings: { ...UNLIMITED, OWNER_TOKEN }, r2Buckets: { BUCKET: "bucket" } },
  },
  {
    name: "configured",
    include: "test/worker/configured/*.test.ts",
    miniflare: { bindings: CONFIGURED, ratelimits: { REQUEST_LIMIT } },
  },
  { name: "signed-in", include: "test/worker/signed-in/*.test.ts", miniflare: { bindings: SIGNED_IN } },
  {
    name: "archive",
    include: "test/worker/archive/*.test.ts",
    miniflare: { bindings: ARCHIVE, r2Buckets: { FILES: "files" } },
  },
  {
    name: "previews",
    include: "test/worker/previews/*.test.ts",
    miniflare: { bindings: { ...UNLIMITED, OWNER_TOKEN, PREVIEWS: "on" }, outboundService: answerElsewhere },
  },
  {
    name: "webhooks",
    include: "test/worker/webhooks/*.test.ts",
    miniflare: { bindings: { ...UNLIMITED, OWNER_TOKEN, DEPLOYMENT_BANS: "on" }, outboundService: receiveHook },
  },
  { name: "keys", include: "test/worker/keys/*.test.ts", miniflare: { bindings: BY_KEYS } },
];

export default defineConfig({
  test: {
    maxWorkers: FILES_AT_ONCE,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          environment: "node",
          ...PATIENT,
        },
      },
      {
        test: {
          name: "house",
          include: ["test/house/**/*.test.ts"],
          environment: "node",
          ...PATIENT,
        },
      },
      {
        test: {
          name: "package",
          include: ["test/package/**/*.test.ts"],
          environment: "node",
          // Each file builds the package, into the same folder.
          fileParallelism: false,
          ...PATIENT,
        },
      },
      {
        test: {
          name: "cli",
          include: ["cli/test/*.test.ts"],
          environment: "node",
          globalSetup: ["cli/test/setup.ts"],
          ...PATIENT,
        },
      },
      ...WORKER_PROJECTS.map(({ include, miniflare, name }) => ({
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" }, miniflare })],
        test: { name, include: [include], ...PATIENT },
      })),
      {
        test: {
          name: "reliability",
          include: ["test/reliability/**/*.test.ts", "test/conformance/**/*.test.ts"],
          environment: "node",
          // Each file starts a server and about twenty clients on two cores, so files run one at a time.
          fileParallelism: false,
          ...PATIENT,
          testTimeout: 5 * HANGS_AFTER_MS,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          environment: "node",
          globalSetup: ["test/support/e2e-setup.ts"],
          maxWorkers: BROWSERS_AT_ONCE,
          // After the projects that run more files at once.
          sequence: { groupOrder: 1 },
          ...PATIENT,
          testTimeout: 2 * HANGS_AFTER_MS,
          // In CI, other jobs may starve the browser: a test may run once more there.
          retry: process.env.CI === undefined ? 0 : 1,
        },
      },
    ],
  },
});
