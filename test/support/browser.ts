import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../../scripts/setup/chromium.mjs";

/** Limits Chromium to requests of the page: its own services would fail one by one without a network. */
const QUIET_FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
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
