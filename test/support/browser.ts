import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../../scripts/setup/chromium.mjs";

/** Keeps Chromium to what a page asks for: no services of its maker, which fail one by one where there is no network. */
const QUIET_FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts a headless Chromium; the caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const found = findChromium();
  if (found === undefined) {
    throw new Error("no Chromium was found: run `npm run setup -- --browser`");
  }
  return await chromium.launch({
    executablePath: found.path,
    env: { ...process.env, ...found.env },
    chromiumSandbox: found.sandbox,
    args: QUIET_FLAGS,
  });
}
