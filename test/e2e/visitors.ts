import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext, BrowserContextOptions, ConsoleMessage, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { ICON_LEFT_BEHIND, launchBrowser } from "../support/browser.ts";
import { delayParts } from "./late-parts.ts";

/** Milliseconds until a wait on a page fails. */
const DEADLINE_MS = 60_000;

/** Milliseconds between two looks at a page. */
const POLL_EVERY_MS = 50;

/** A browser's console errors for a lost network, which some tests cause, perhaps while the page still fetches something. */
const LOST_CONNECTION = /^(?:WebSocket connection to .* failed|Failed to load resource: net::ERR_CONNECTION_RESET)/;

/** A browser's console errors for an upload or a file that the server refuses: not allowed, deleted, too large, or too much. */
const REFUSED = /^Failed to load resource: the server responded with a status of (?:403|404|413|429) /;

/** A browser's console error for an operator's request with no operator's token, or for a room that has not reported itself yet. */
const UNKNOWN = /^Failed to load resource: the server responded with a status of (?:401|403|404) /;
const OF_OPERATOR = /^https?:\/\/[^/]+\/api\/operator(?:\/|$)/;

const isUnknownToOperator = (message: ConsoleMessage) =>
  UNKNOWN.test(message.text()) && OF_OPERATOR.test(message.location().url);

/** The addresses that files are uploaded to and loaded from. */
const OF_FILES = /^https?:\/\/[^/]+\/(?:api\/rooms\/[^/]+\/files$|files\/)/;

const isRefusedFile = (message: ConsoleMessage) =>
  REFUSED.test(message.text()) && OF_FILES.test(message.location().url);

/** A room that no other test uses. */
export function freshRoom(): string {
  return `t-${randomUUID()}`;
}

export interface VisitOptions extends BrowserContextOptions {
  /** The name that the browser remembers from an earlier visit. Without one, the page only reads. */
  readonly name?: string;
  /** Path of the page. */
  readonly path?: string;
  /** Origin of the page; the server's by default. */
  readonly origin?: string;
  /**
   * Whether the service worker is allowed, as it is outside of tests. Without it, the page is as over plain HTTP, and a
   * test can replace any file.
   */
  readonly keepsPage?: boolean;
  /** Called before the page loads. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

/** A browser for one test file, whose pages are watched. */
export interface Visitors {
  /** The server's origin. */
  readonly origin: string;
  /** Opens a page in a new browser profile. */
  visit(options?: VisitOptions): Promise<Page>;
  /** Opens a room as a returning user, who enters at once. */
  enter(room: string, name: string, options?: VisitOptions): Promise<Page>;
  /** Opens the same address in another tab of a page's profile. */
  openTab(page: Page): Promise<Page>;
}

/**
 * Starts a browser for the tests of a file. After each test it closes the pages, and fails the test if one of them
 * logged an error, threw, violated the content security policy, or contacted another host.
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

/** The ports of visitors. */
export interface VisitorPorts {
  /** The server's origin. */
  readonly origin: () => string;
  readonly newContext: (options: BrowserContextOptions) => Promise<BrowserContext>;
  /** Called with each violation, in words. */
  readonly onTrouble: (trouble: string) => void;
}

/** Creates visitors, also outside of tests. */
export function visitorsOf({ newContext, onTrouble, ...ports }: VisitorPorts): Visitors {
  const visit = async ({
    keepsPage = false,
    name,
    origin = ports.origin(),
    path = "/",
    prepare,
    ...options
  }: VisitOptions = {}) => {
    const context = await newContext({ locale: "en-GB", ...options });
    context.setDefaultTimeout(DEADLINE_MS);
    await delayParts(context);
    if (!keepsPage) await context.addInitScript(withoutServiceWorker);
    if (name !== undefined) await context.addInitScript(rememberName, name);
    const page = watched(await context.newPage(), origin);
    await prepare?.(page);
    await page.goto(new URL(path, origin).href);
    return page;
  };
  const watched = (page: Page, origin: string) => {
    page.on("pageerror", (error) => onTrouble(`threw ${error.message}`));
    // A policy violation is a console error too.
    page.on("console", (message) => {
      const isTrouble = message.type() === "error" || message.type() === "warning";
      const isExpected = [LOST_CONNECTION, ICON_LEFT_BEHIND].some((known) => known.test(message.text()));
      if (isTrouble && !isExpected && !isRefusedFile(message) && !isUnknownToOperator(message))
        onTrouble(`console: ${message.text()}`);
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
      const page = await visit({ path: `/r/${room}`, name, ...options });
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

/** Whether a URL is on another host. URLs with their own content, such as `data:`, are not. */
export function isElsewhere(url: string, host: string): boolean {
  const { host: asked, protocol } = new URL(url);
  return protocol !== "data:" && protocol !== "blob:" && asked !== host;
}

/** Runs in a page before its own scripts. A name that was chosen since stays. */
function rememberName(name: string): void {
  try {
    localStorage.setItem("parley.name", localStorage.getItem("parley.name") ?? name);
  } catch {
    // A frame of another origin has no storage.
  }
}

/** Runs in a page before its own scripts. */
function withoutServiceWorker(): void {
  Object.defineProperty(Navigator.prototype, "serviceWorker", { value: undefined });
}

/** Waits until the page shows this connection state. */
export async function status(page: Page, words: string): Promise<void> {
  await page.getByRole("status").getByText(words, { exact: true }).waitFor();
}

/** The form that asks a reader for a name. */
export function namePrompt(page: Page): Locator {
  return page.getByRole("form", { name: /^Join #/ });
}

/** Joins the room that a page only reads. */
export async function join(page: Page, name: string): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Join" }).click();
  await namePrompt(page).getByLabel("Display name").fill(name);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: `${name} – profile` }).waitFor();
}

/** Chooses an item of the user's own menu. */
export async function chooseForMe(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: / – profile$/ }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

/** Leaves the room, and confirms it. */
export async function leave(page: Page): Promise<void> {
  await chooseForMe(page, "Leave room");
  await page.getByRole("dialog").getByRole("button", { name: "Leave room" }).click();
}

/** The composer of a page. */
export function composer(page: Page): Locator {
  return page.getByLabel("Message", { exact: true });
}

/** Sends a message through the page. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press("Enter");
}

/** The page's clipboard, pasted into the composer: the page itself may not read it. */
export async function pasted(page: Page): Promise<string> {
  await composer(page).fill("");
  await composer(page).press("Control+v");
  return composer(page).inputValue();
}

/** The stored messages on a page with exactly this text. */
export function shown(page: Page, text: string): Locator {
  return page.locator(".messages .text").getByText(text, { exact: true });
}

/** Waits until a page shows a message. */
export async function sees(page: Page, text: string): Promise<void> {
  await shown(page, text).first().waitFor();
}

/** Waits until a message is within the visible part of the log. */
export function inView(page: Page, text: string): Promise<void> {
  return expect
    .poll(() =>
      shown(page, text).evaluate((line) => {
        const frame = line.closest(".log")?.getBoundingClientRect();
        const { bottom, top } = line.getBoundingClientRect();
        return frame !== undefined && top >= frame.top && bottom <= frame.bottom;
      }),
    )
    .toBe(true);
}

/** The texts of all stored messages on a page. */
export function log(page: Page): Promise<string[]> {
  return page.locator(".messages .text").allTextContents();
}

/** Waits until a page shows a system message. */
export async function notes(page: Page, text: string): Promise<void> {
  await page.locator(".system-message").getByText(text, { exact: true }).waitFor();
}

/** The texts of a page's unsent messages. */
export function unsent(page: Page): Promise<string[]> {
  return page.locator(".unsent .text").allTextContents();
}

/** Waits until the lazy part of a page has loaded: gestures before are lost, as those of a quick user would be. */
export async function untilLazyPart(page: Page): Promise<void> {
  // As a text: the test runner rewrites the `import()` of its own code.
  const isLoaded = () =>
    page.evaluate(`(async () => {
      const part = performance.getEntriesByType("resource").find(({ name }) => name.includes("/assets/parts-"));
      if (part === undefined) return false;
      await import(part.name);
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
      return true;
    })()`);
  // Without `expect`: the gallery waits as well.
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await isLoaded())) {
    if (Date.now() > deadline) throw new Error("The lazy part does not load.");
    await page.waitForTimeout(POLL_EVERY_MS);
  }
}

/** Hides a page as another tab would, or shows it. */
export function showAs(page: Page, state: "hidden" | "visible"): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, "visibilityState", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}
