import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { launchBrowser } from "../support/browser.ts";

/** Milliseconds until a wait for something on a page fails. */
const DEADLINE_MS = 20_000;

/** What a browser writes to the console when the network fails, which some tests make it do. */
const LOST_CONNECTION = /^WebSocket connection to .* failed/;

/** A room that no other test knows. */
export function freshRoom(): string {
  return `t-${randomUUID()}`;
}

export interface VisitOptions extends BrowserContextOptions {
  /** Path of the page. */
  readonly path?: string;
  /** Where the page is loaded from; the server itself by default. */
  readonly origin?: string;
  /**
   * Whether the browser keeps the page, as it does outside of tests. Without, the page is as over plain HTTP, where there
   * is no service worker; then a test can put itself in the place of any file.
   */
  readonly keepsPage?: boolean;
  /** Called before the page is loaded. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

/** A browser for the tests of one file, whose pages are watched. */
export interface Visitors {
  /** Where the server answers. */
  readonly origin: string;
  /** Opens a page in a browser profile of its own. */
  visit(options?: VisitOptions): Promise<Page>;
  /** Opens a room and enters it under a name. */
  enter(room: string, name: string, options?: VisitOptions): Promise<Page>;
  /** Opens the same address in another tab of a page's profile. */
  openTab(page: Page): Promise<Page>;
}

/**
 * Starts a browser for the tests of a file. After each test it closes the pages, and fails the test if one of them wrote an
 * error to the console, threw, broke the content security policy, or asked another host for anything.
 */
export function useVisitors(): Visitors {
  let browser: Browser;
  let troubles: string[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    const found = troubles;
    troubles = [];
    await Promise.all(browser.contexts().map((context) => context.close()));
    expect(found).toEqual([]);
  });
  return visitorsOf({
    origin: () => inject("origin"),
    newContext: (options) => browser.newContext(options),
    onTrouble: (trouble) => troubles.push(trouble),
  });
}

/** What visitors need of their surroundings. */
export interface VisitorPorts {
  /** Where the server answers. */
  readonly origin: () => string;
  readonly newContext: (options: BrowserContextOptions) => Promise<BrowserContext>;
  /** Told what no page should do, in words. */
  readonly onTrouble: (trouble: string) => void;
}

/** Visitors outside of tests, too. */
export function visitorsOf({ newContext, onTrouble, ...ports }: VisitorPorts): Visitors {
  const visit = async ({
    keepsPage = false,
    origin = ports.origin(),
    path = "/",
    prepare,
    ...options
  }: VisitOptions = {}) => {
    const context = await newContext({ locale: "en-GB", ...options });
    context.setDefaultTimeout(DEADLINE_MS);
    if (!keepsPage) await context.addInitScript(withoutServiceWorker);
    const page = watched(await context.newPage(), origin);
    await prepare?.(page);
    await page.goto(new URL(path, origin).href);
    return page;
  };
  const watched = (page: Page, origin: string) => {
    page.on("pageerror", (error) => onTrouble(`threw ${error.message}`));
    // A policy that was broken is an error on the console as well.
    page.on("console", (message) => {
      const isTrouble = message.type() === "error" || message.type() === "warning";
      if (isTrouble && !LOST_CONNECTION.test(message.text())) onTrouble(`console: ${message.text()}`);
    });
    const { host } = new URL(origin);
    const watch = (url: string) => {
      if (isElsewhere(url, host)) onTrouble(`asked ${url}`);
    };
    page.on("request", (request) => watch(request.url()));
    page.on("websocket", (socket) => watch(socket.url()));
    return page;
  };
  return {
    get origin() {
      return ports.origin();
    },
    visit,
    async enter(room, name, options) {
      const page = await visit({ path: `/r/${room}`, ...options });
      await page.getByLabel("Display name").fill(name);
      await page.keyboard.press("Enter");
      await status(page, "Connected");
      return page;
    },
    async openTab(page) {
      const tab = watched(await page.context().newPage(), page.url());
      await tab.goto(page.url());
      await status(tab, "Connected");
      return tab;
    },
  };
}

/** Whether an address leaves a host. What a page holds itself, such as `data:`, asks nobody. */
export function isElsewhere(url: string, host: string): boolean {
  const { host: asked, protocol } = new URL(url);
  return protocol !== "data:" && protocol !== "blob:" && asked !== host;
}

/** Runs in a page, before its own scripts. */
function withoutServiceWorker(): void {
  Object.defineProperty(Navigator.prototype, "serviceWorker", { value: undefined });
}

/** Waits until the connection's state is said in these words. */
export async function status(page: Page, words: string): Promise<void> {
  await page.getByRole("status").getByText(words, { exact: true }).waitFor();
}

/** Where a page's messages are typed. */
export function composer(page: Page): Locator {
  return page.getByLabel("Message", { exact: true });
}

/** Says something through the page. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press("Enter");
}

/** What a page has copied, as it is pasted into the composer: the page itself may not read it. */
export async function pasted(page: Page): Promise<string> {
  await composer(page).fill("");
  await composer(page).press("Control+v");
  return composer(page).inputValue();
}

/** The stored messages that a page shows, with exactly this text. */
export function shown(page: Page, text: string): Locator {
  return page.locator(".messages .text").getByText(text, { exact: true });
}

/** Waits until a page shows a message. */
export async function sees(page: Page, text: string): Promise<void> {
  await shown(page, text).first().waitFor();
}

/** The texts of all stored messages that a page shows. */
export function log(page: Page): Promise<string[]> {
  return page.locator(".messages .text").allTextContents();
}

/** Waits until a page tells, between the messages, that something happened. */
export async function notes(page: Page, text: string): Promise<void> {
  await page.locator(".note").getByText(text, { exact: true }).waitFor();
}

/** The texts of what a page shows as not sent yet. */
export function unsent(page: Page): Promise<string[]> {
  return page.locator(".unsent .text").allTextContents();
}

/** Puts a page behind another tab, or in front. */
export function showAs(page: Page, state: "hidden" | "visible"): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, "visibilityState", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}
