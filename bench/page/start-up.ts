import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";

/** A network and a processor that are slower than ours. */
export interface Slowness {
  readonly name: string;
  /** Milliseconds until the answer to each request begins. */
  readonly latency: number;
  /** Kilobits in a second, either way. */
  readonly down: number;
  readonly up: number;
  /** How many times slower the processor is. */
  readonly processor: number;
}

export const SLOW: readonly Slowness[] = [
  // https://github.com/WPO-Foundation/webpagetest/blob/master/www/settings/connectivity.ini.sample
  { name: "fast 3G of WebPageTest and Lighthouse", latency: 150, down: 1_600, up: 768, processor: 4 },
  // Chrome's own: 3.75 times the round trip for each request, in place of those that open a connection.
  { name: "fast 3G of Chrome's DevTools", latency: 562.5, down: 1_440, up: 675, processor: 4 },
];

/** Loads of which the middle one counts. */
const LOADS = 5;

/** Milliseconds from the navigation on, each the median of several loads in a fresh profile. */
export interface StartUp {
  /** Something can be seen. */
  readonly painted: number;
  /** The field that one writes in has the focus, and the page answers. */
  readonly interactive: number;
}

/**
 * Measures how soon a page can be used.
 *
 * @param name under which one was here before; without, the page asks for one
 */
export async function measureStartUp(
  browser: Browser,
  url: string,
  slowness: Slowness,
  name: string | undefined,
): Promise<StartUp> {
  const loads: StartUp[] = [];
  while (loads.length < LOADS) {
    // Each profile is another person, and no two of them have one name (P8.10).
    const ownName = name && `${name} ${randomUUID().slice(0, 8)}`;
    loads.push(await load(browser, url, slowness, ownName));
  }
  return {
    painted: median(loads.map(({ painted }) => painted)),
    interactive: median(loads.map((one) => one.interactive)),
  };
}

async function load(browser: Browser, url: string, slowness: Slowness, name: string | undefined): Promise<StartUp> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, locale: "en-GB" });
  try {
    const page = await context.newPage();
    await page.addInitScript(noteInteractive, name);
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: slowness.latency,
      downloadThroughput: (slowness.down * 1_000) / 8,
      uploadThroughput: (slowness.up * 1_000) / 8,
    });
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowness.processor });
    await page.goto(url);
    await page.waitForFunction(() => document.documentElement.dataset.interactive !== undefined);
    return await page.evaluate(() => ({
      painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
      interactive: Number(document.documentElement.dataset.interactive),
    }));
  } finally {
    await context.close();
  }
}

/** Runs in the page, before its own scripts. */
function noteInteractive(name: string | undefined): void {
  if (name !== undefined) localStorage.setItem("parley.name", name);
  const note = () => {
    // In a task of its own: by then, what the page still did with the processor is done.
    setTimeout(() => {
      document.documentElement.dataset.interactive = String(performance.now());
    });
  };
  document.addEventListener("focusin", note, { once: true });
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
