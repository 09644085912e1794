import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
} from "playwright-core";
import { findChromium } from "../../scripts/setup/chromium.mjs";

/** What Playwright turns off (its `chromiumSwitches.ts`). Chromium heeds only the last flag of a name, so ours repeats them. */
const OFF_BY_PLAYWRIGHT = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "TcpPortRandomizationWin",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
];

/**
 * Chromium's console error for an icon of the manifest that it still fetched when the page was left. Whether the icons are
 * there is a test of its own.
 */
export const ICON_LEFT_BEHIND = /^Error while trying to use the following icon from the Manifest: .*Download error/;

/**
 * The suggestions of the address bar. Chromium 156 loads two pages of its own for them with each page of a test, although
 * no one sees them: that took 40 % of the browser's CPU time.
 */
const ADDRESS_BAR = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"];

/** Limits Chromium to requests of the page: its own services would fail one by one without a network. */
const QUIET_FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--disable-features=${[...OFF_BY_PLAYWRIGHT, ...ADDRESS_BAR].join()}`,
];

/**
 * Starts a headless Chromium, which the caller closes.
 *
 * @param flags further ones
 */
export async function launchBrowser(options: LaunchOptions = {}, flags: readonly string[] = []): Promise<Browser> {
  return await chromium.launch({ ...launchOptions(flags), ...options });
}

/** A microphone that beeps, and a browser that allows it without asking. */
export const FAKE_MICROPHONE = [
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--mute-audio",
] as const;

/** As people have it: Playwright turns the back/forward cache off. */
export const WITH_BACK_FORWARD_CACHE = { ignoreDefaultArgs: ["--disable-back-forward-cache"] } satisfies LaunchOptions;

/** What a browser lets the frames of other sites store: nothing, or apart for each site that embeds them. */
export type ThirdPartyStorage = "blocked" | "partitioned";

/** Chromium's numbers for its setting "Third-party cookies", which is about all storage. */
const COOKIE_CONTROLS = { blocked: 1, partitioned: 0 } satisfies Record<ThirdPartyStorage, number>;

/** Starts a headless Chromium as people have it, with a profile of its own on disk. The caller closes it. */
export async function launchProfile(
  storage: ThirdPartyStorage,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const folder = await mkdtemp(join(tmpdir(), "parley-profile-"));
  await mkdir(join(folder, "Default"));
  const preferences = { profile: { cookie_controls_mode: COOKIE_CONTROLS[storage] } };
  await writeFile(join(folder, "Default", "Preferences"), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(folder, {
    ...options,
    ...launchOptions(),
    // Playwright turns off the partitions of storage, without which Chromium blocks all of it. The last list of features counts.
    args: storage === "blocked" ? QUIET_FLAGS : [...QUIET_FLAGS, "--disable-features=Translate"],
  });
  context.on("close", () => void rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return context;
}

function launchOptions(flags: readonly string[] = []): LaunchOptions {
  const found = findChromium();
  if (found === undefined) throw new Error("Chromium not found: run `npm run setup -- --browser`");
  const { env, path, sandbox } = found;
  return {
    executablePath: path,
    env: { ...process.env, ...env },
    chromiumSandbox: sandbox,
    args: [...QUIET_FLAGS, ...flags],
  };
}
