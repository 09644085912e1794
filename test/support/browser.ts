import { type Browser, chromium } from "playwright-core";
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
 * The suggestions of the address bar. Chromium 156 loads two pages of its own for them with each page of a test, although
 * nobody sees them: that took 40 % of the browser's CPU time.
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

/** Starts a headless Chromium, which the caller closes. */
export async function launchBrowser(): Promise<Browser> {
  const found = findChromium();
  if (found === undefined) {
    throw new Error("Chromium not found: run `npm run setup -- --browser`");
  }
  return await chromium.launch({
    executablePath: found.path,
    env: { ...process.env, ...found.env },
    chromiumSandbox: found.sandbox,
    args: QUIET_FLAGS,
  });
}
