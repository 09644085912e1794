import puppeteer, { type ConsoleMessage, type HTTPRequest, type Page } from "puppeteer-core";
import type { Driver, Tab } from "./driver.ts";

/** What a page reports without being asked. */
export interface FirefoxWatch {
  /** Called with each error or warning of the console, and with each error that the page does not catch. */
  readonly onConsole: (words: string) => void;
  readonly onRequest: (url: string) => void;
}

/** A mouse, which a Firefox without a window does not have by itself: the bits of a fine pointer that hovers. */
const MOUSE = 6;

/** A microphone that beeps, without asking. */
const FAKE_MICROPHONE = { "media.navigator.streams.fake": true, "media.navigator.permission.disabled": true };

/** Starts Firefox without a window; it speaks WebDriver BiDi. */
export async function startFirefox(executablePath: string, watch: FirefoxWatch): Promise<Driver> {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath,
    headless: true,
    extraPrefsFirefox: {
      ...FAKE_MICROPHONE,
      "ui.primaryPointerCapabilities": MOUSE,
      "ui.allPointerCapabilities": MOUSE,
    },
  });
  return {
    async open() {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      page.on("pageerror", (error) => watch.onConsole(`threw ${error instanceof Error ? error.message : error}`));
      page.on("console", (message: ConsoleMessage) => {
        if (message.type() === "error" || message.type() === "warn") watch.onConsole(message.text());
      });
      page.on("request", (request: HTTPRequest) => watch.onRequest(request.url()));
      return tabOf(page, () => context.close());
    },
    close: () => browser.close(),
  };
}

function tabOf(page: Page, close: () => Promise<void>): Tab {
  return {
    async goto(url) {
      await page.goto(url);
    },
    async reload() {
      await page.reload();
    },
    activate: () => page.bringToFront(),
    evaluate: (expression) => page.evaluate(expression),
    point: (x, y, click) => (click ? page.mouse.click(x, y) : page.mouse.move(x, y)),
    async press(key, modifier) {
      // Puppeteer's own list of keys has every name that the tests use.
      const input = key as Parameters<typeof page.keyboard.press>[0];
      if (modifier === undefined) return page.keyboard.press(input);
      await page.keyboard.down(modifier);
      await page.keyboard.press(input);
      await page.keyboard.up(modifier);
    },
    type: (text) => page.keyboard.type(text),
    resize: (width, height) => page.setViewport({ width, height }),
    screenshot: () => page.screenshot(),
    close,
  };
}
