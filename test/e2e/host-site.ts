import { createServer } from "node:http";
import type { Browser, BrowserContext, BrowserContextOptions, Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import {
  ICON_LEFT_BEHIND,
  launchBrowser,
  launchProfile,
  type ThirdPartyStorage,
  WITH_BACK_FORWARD_CACHE,
} from "../support/browser.ts";
import { quietPort } from "../support/loopback.ts";
import { delayParts } from "./late-parts.ts";

/**
 * Chromium tells of a session that ends while it connects, as when the page signs another user in, and of the socket of a
 * page that it keeps for a way back.
 */
const HARMLESS = /WebSocket is closed before the connection is established|Page entered Back-Forward Cache/;

/** Milliseconds until a wait on a page fails. */
const DEADLINE_MS = 60_000;

/** A site that embeds rooms, on another origin than theirs. */
export interface HostSite {
  /** The origin of its pages: the same site as the room's by default. */
  readonly origin: string;
  /** The same pages on another site than the room's, where browsers partition storage. */
  readonly otherSite: string;
  /** Opens a page with this body. */
  open(body: string, options?: HostOptions): Promise<Page>;
  /** The errors in pages' consoles so far, which the test expects. */
  takeTroubles(): string[];
}

export interface HostOptions extends BrowserContextOptions {
  readonly origin?: string;
  /** Headers of the page, such as a policy. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly head?: string;
  /** Attributes of the page's `html`. */
  readonly html?: string;
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** A browser of its own for the page, with this setting. By default, the tests of a file share one. */
  readonly thirdPartyStorage?: ThirdPartyStorage;
}

export interface SiteOptions {
  /** Whether `EMBED_ORIGINS` lists the site. */
  readonly isListed?: boolean;
  /** Further flags of the browser. */
  readonly flags?: readonly string[];
}

/**
 * Serves the pages of a test file on a port that `EMBED_ORIGINS` lists by default. After each test it closes the pages, and
 * fails the test if one of them logged an error that the test did not take.
 */
export function useHostSite({ flags = [], isListed = true }: SiteOptions = {}): HostSite {
  let port = 0;
  let browser: Browser;
  const troubles: string[] = [];
  const profiles: BrowserContext[] = [];
  let pages = 0;
  const bodies = new Map<string, { readonly text: string; readonly headers: Readonly<Record<string, string>> }>();
  const server = createServer(({ url = "" }, response) => {
    const page = bodies.get(url.split("?")[0] ?? "");
    response.writeHead(page === undefined ? 404 : 200, {
      "content-type": "text/html; charset=utf-8",
      ...page?.headers,
    });
    response.end(page?.text);
  });
  beforeAll(async () => {
    browser = await launchBrowser(WITH_BACK_FORWARD_CACHE, flags);
    port = isListed ? listedPort() : await quietPort();
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
  });
  afterAll(async () => {
    await browser.close();
    // The next file listens on the same port.
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  const takeTroubles = () => troubles.splice(0);
  afterEach(async () => {
    await Promise.all([...browser.contexts(), ...profiles.splice(0)].map((context) => context.close()));
    const found = takeTroubles();
    expect(found).toEqual([]);
  });
  const site: HostSite = {
    get origin() {
      return `http://127.0.0.1:${port}`;
    },
    get otherSite() {
      return `http://localhost:${port}`;
    },
    takeTroubles,
    async open(
      body,
      { head = "", headers = {}, html = "", origin = site.origin, prepare, thirdPartyStorage, ...others } = {},
    ) {
      const options = { locale: "en-GB", ...others };
      const context =
        thirdPartyStorage === undefined
          ? await browser.newContext(options)
          : await launchProfile(thirdPartyStorage, options);
      if (thirdPartyStorage !== undefined) profiles.push(context);
      context.setDefaultTimeout(DEADLINE_MS);
      await delayParts(context);
      const page = await context.newPage();
      page.on("pageerror", (error) => troubles.push(`threw ${error.message}`));
      page.on("console", (message) => {
        const isTrouble = message.type() === "error" || message.type() === "warning";
        const isExpected = HARMLESS.test(message.text()) || ICON_LEFT_BEHIND.test(message.text());
        if (isTrouble && !isExpected) troubles.push(message.text());
      });
      await prepare?.(page);
      pages += 1;
      const path = `/page-${pages}`;
      const text = `<!doctype html><html lang="en" ${html}><head><title>Host</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;
      bodies.set(path, { text, headers });
      await page.goto(origin + path);
      return page;
    },
  };
  return site;
}

/** The port that is this file's while it runs. */
function listedPort(): number {
  const port = inject("hostPorts")[Number(process.env.VITEST_POOL_ID) - 1];
  if (port === undefined) throw new Error("More files run at once than there are ports.");
  return port;
}

/** The frames of rooms in a page, once there are that many. */
export async function roomFrames(page: Page, count = 1): Promise<Frame[]> {
  const found = () =>
    page.frames().filter((frame) => new URL(frame.url(), "about:blank").pathname.startsWith("/embed"));
  await expect.poll(() => found().length, { timeout: DEADLINE_MS }).toBe(count);
  return found();
}
