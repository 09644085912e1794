import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { isElsewhere } from "../e2e/visitors.ts";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import type { Driver } from "./drivers/driver.ts";
import { startFirefox } from "./drivers/firefox.ts";
import { startWebKit } from "./drivers/webkit.ts";
import { Page, type Target } from "./page.ts";

export { freshRoom } from "../e2e/visitors.ts";

/** Messages of a browser's console about a lost network, which some tests cause. */
const LOST_CONNECTION = [
  /^(threw )?Firefox can’t establish a connection to the server at ws:/,
  /^(threw )?The connection to ws:.* was interrupted/,
  /^WebSocket connection to .* failed/,
];

/** The first word of a report of a request. */
const ASKED = "asked ";

export interface VisitOptions {
  /** Path of the page. */
  readonly path?: string;
  /** Origin of the page; the server's by default. */
  readonly origin?: string;
}

/** A browser's notice that sizes changed while it told of others, as by scrolling: it tells of them in the next frame. */
const DEFERRED = /ResizeObserver loop completed with undelivered notifications/;

/** The browser of a test file, whose pages are watched. */
export interface Visitors {
  /** Opens a page in a new browser profile. */
  visit(options?: VisitOptions): Promise<Page>;
  /** Opens a room and joins it under a name. */
  enter(room: string, name: string, options?: VisitOptions): Promise<Page>;
  /** Joins a room as its owner. */
  enterAsOwner(room: string, name: string): Promise<Page>;
}

/**
 * Starts the project's browser for the tests of a file. After each test it closes the pages, and fails the test if one of
 * them logged an error, threw, violated the content security policy, or contacted another host.
 */
export function useVisitors(): Visitors {
  let driver: Driver;
  let pages: Page[] = [];
  let troubles: string[] = [];
  const hosts = new Set<string>();
  const onConsole = (words: string) => {
    if (![...LOST_CONNECTION, DEFERRED].some((pattern) => pattern.test(words))) troubles.push(words);
  };
  const onRequest = (url: string) => {
    if (![...hosts].some((host) => !isElsewhere(url, host))) troubles.push(ASKED + url);
  };
  /** A page's own report of an error or of a request. */
  const onTrouble = (words: string) =>
    words.startsWith(ASKED) ? onRequest(words.slice(ASKED.length)) : onConsole(words);
  beforeAll(async () => {
    const browser = inject("browser");
    driver = await (browser.kind === "firefox"
      ? startFirefox(browser.path, { onConsole, onRequest })
      : startWebKit(browser));
  });
  afterAll(() => driver.close());
  afterEach(async () => {
    await Promise.all(pages.map((page) => page.close()));
    const found = troubles;
    pages = [];
    troubles = [];
    hosts.clear();
    expect(found).toEqual([]);
  });
  const visit = async ({ origin = inject("origin"), path = "/" }: VisitOptions = {}) => {
    // A page that embeds a room asks both for their state.
    for (const one of [origin, inject("origin")]) hosts.add(new URL(one).host);
    const page = new Page(await driver.open(), onTrouble);
    pages.push(page);
    await page.goto(origin + path);
    return page;
  };
  const enter: Visitors["enter"] = async (room, name, options) => {
    const page = await visit({ path: `/r/${room}`, ...options });
    // A link asks for a name at once; other pages only read at first.
    if (options?.path?.includes("#") !== true) await page.click({ role: "button", name: "Join" });
    await join(page, name);
    return page;
  };
  return {
    visit,
    enter,
    async enterAsOwner(room, name) {
      const page = await enter(room, name, { path: `/r/${room}#claim=${encodeURIComponent(OWNER_TOKEN)}` });
      await page.click({ role: "button", name: "Become an owner" });
      await page.shows({ role: "button", name: "Moderation" });
      return page;
    },
  };
}

/** Gives the name that the page asks for. */
async function join(page: Page, name: string): Promise<void> {
  await page.fill({ role: "textbox", name: "Display name" }, name);
  await page.press("Enter");
  await page.shows({ role: "button", name: `${name} – profile` });
}

/** Waits until the page shows this connection state. */
export function status(page: Page, words: string): Promise<void> {
  return page.shows({ text: words, in: { role: "status" } });
}

/** The composer of a page. */
export const composer: Target = { role: "textbox", name: "Message" };

/** Sends a message through the page. */
export async function say(page: Page, text: string): Promise<void> {
  await page.fill(composer, text);
  await page.press("Enter");
}

/** Waits until a page shows a message. */
export function sees(page: Page, text: string): Promise<void> {
  return page.shows({ text, in: { css: ".messages .text" } });
}

/** The texts of all stored messages on a page. */
export function log(page: Page): Promise<string[]> {
  return page.texts({ css: ".messages .text" });
}

/** The texts of a page's unsent messages. */
export function unsent(page: Page): Promise<string[]> {
  return page.texts({ css: ".unsent .text" });
}

/** The row of the last message with this text. */
export function rowOf(text: string): Target {
  return { role: "article", has: text };
}

/** Chooses an item of a message's menu. */
export async function choose(page: Page, text: string, ...path: readonly string[]): Promise<void> {
  await page.focus(rowOf(text));
  await page.click({ role: "button", name: "More", in: rowOf(text) });
  for (const name of path) await page.click({ role: "menuitem", name });
}
