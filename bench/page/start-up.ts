import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext, Page } from "playwright-core";

/** A simulated slow network and processor. */
export interface Slowness {
  readonly name: string;
  /** Milliseconds until the response to each request begins. */
  readonly latency: number;
  /** Kilobits per second in each direction. */
  readonly down: number;
  readonly up: number;
  /** The slowdown of the processor. */
  readonly processor: number;
}

export const SLOW: readonly Slowness[] = [
  // https://github.com/WPO-Foundation/webpagetest/blob/master/www/settings/connectivity.ini.sample
  { name: "fast 3G of WebPageTest and Lighthouse", latency: 150, down: 1_600, up: 768, processor: 4 },
  // Chrome's own: 3.75 times the round trip per request, instead of round trips for opening connections.
  { name: "fast 3G of Chrome's DevTools", latency: 562.5, down: 1_440, up: 675, processor: 4 },
];

/** Loads per measurement; the median counts. */
const LOADS = 5;

/** Milliseconds from the start of navigation, each the median of several loads in a fresh profile. */
export interface StartUp {
  /** First contentful paint. */
  readonly painted: number;
  /** The text field has the focus, and the page responds. */
  readonly interactive: number;
  /** The messages are in the page, with their markup. */
  readonly readable: number;
}

/**
 * Measures how soon a page is usable.
 *
 * @param name the name of a returning user; without it, the page only reads
 */
export async function measureStartUp(
  browser: Browser,
  url: string,
  slowness: Slowness,
  name: string | undefined,
): Promise<StartUp> {
  const loads: StartUp[] = [];
  while (loads.length < LOADS) {
    // Each profile is another user, and no two users have the same name (P8.10).
    const ownName = name && `${name} ${randomUUID().slice(0, 8)}`;
    loads.push(await load(browser, url, slowness, ownName));
  }
  return {
    painted: median(loads.map(({ painted }) => painted)),
    interactive: median(loads.map((one) => one.interactive)),
    readable: median(loads.map(({ readable }) => readable)),
  };
}

/** Opens a tab of a phone in a fresh profile, on a slow network and processor. The caller closes its context. */
export async function openSlowTab(
  browser: Browser,
  slowness: Slowness,
): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, locale: "en-GB" });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: slowness.latency,
    downloadThroughput: (slowness.down * 1_000) / 8,
    uploadThroughput: (slowness.up * 1_000) / 8,
  });
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowness.processor });
  return { context, page };
}

async function load(browser: Browser, url: string, slowness: Slowness, name: string | undefined): Promise<StartUp> {
  const { context, page } = await openSlowTab(browser, slowness);
  try {
    await page.addInitScript(noteInteractive, name);
    await page.goto(url);
    await page.waitForFunction(() => {
      const { interactive, readable } = document.documentElement.dataset;
      return interactive !== undefined && readable !== undefined;
    });
    return await page.evaluate(() => ({
      painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
      interactive: Number(document.documentElement.dataset.interactive),
      readable: Number(document.documentElement.dataset.readable),
    }));
  } finally {
    await context.close();
  }
}

/** Runs in the page before its own scripts. */
function noteInteractive(name: string | undefined): void {
  if (name !== undefined) localStorage.setItem("parley.name", name);
  const note = () => {
    // In a separate task: by then, the page's remaining work is done.
    setTimeout(() => {
      document.documentElement.dataset.interactive = String(performance.now());
    });
  };
  document.addEventListener("focusin", note, { once: true });
  const observer = new MutationObserver(() => {
    if (document.querySelector(".message") === null) return;
    observer.disconnect();
    document.documentElement.dataset.readable = String(performance.now());
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** The middle one, or the higher of the two. */
export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
