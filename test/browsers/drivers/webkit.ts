import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Builder, By, Capabilities, Key, Origin, type ThenableWebDriver } from "selenium-webdriver";
import { endWithUs } from "../../support/end-with-us.ts";
import { freePort } from "../../support/loopback.ts";
import type { InstalledBrowser } from "../installed.ts";
import type { Driver, Tab } from "./driver.ts";

type InstalledWebKit = InstalledBrowser & { readonly kind: "webkit" };

/** Milliseconds between two attempts to reach a driver that starts. */
const POLL_MS = 50;
const START_DEADLINE_MS = 30_000;

/** Pixels of the screen; wider than any window of the tests. */
const SCREEN = "2000x1400x24";

/** Root has no sandbox, and the screen no graphics card. */
const ENVIRONMENT = { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", LIBGL_ALWAYS_SOFTWARE: "1" };

/** Starts a screen for WebKitGTK's own browser. Each profile is a driver and a browser of its own. */
export async function startWebKit({ driver, path, xvfb }: InstalledWebKit): Promise<Driver> {
  // The server picks a free display, and prints its number to this descriptor.
  const screen = spawn(xvfb, ["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const endScreen = endOf(screen);
  const [number] = await once(screen.stdout, "data");
  const env = { ...process.env, ...ENVIRONMENT, DISPLAY: `:${String(number).trim()}`, GDK_BACKEND: "x11" };
  return {
    async open() {
      const port = await freePort();
      const server = spawn(driver, [`--port=${port}`], { env, stdio: "ignore" });
      const endServer = endOf(server);
      const url = `http://127.0.0.1:${port}`;
      await untilReady(url);
      const capabilities = new Capabilities()
        .setBrowserName("MiniBrowser")
        .set("webkitgtk:browserOptions", { binary: path, args: ["--automation"] });
      const session = new Builder().usingServer(url).withCapabilities(capabilities).build();
      await session;
      return tabOf(session, async () => {
        await session.quit();
        await endServer();
      });
    },
    close: endScreen,
  };
}

/** A function that ends a process; it also ends with this one. */
function endOf(child: ChildProcess): () => Promise<void> {
  const release = endWithUs(() => child.kill("SIGKILL"));
  return async () => {
    release();
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await once(child, "exit");
  };
}

async function untilReady(url: string): Promise<void> {
  const deadline = performance.now() + START_DEADLINE_MS;
  while (performance.now() < deadline) {
    const response = await fetch(`${url}/status`).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await sleep(POLL_MS);
  }
  throw new Error(`WebKitWebDriver did not answer within ${START_DEADLINE_MS / 1_000} s`);
}

/** Keys by their names in `KeyboardEvent.key`. */
const KEYS: Readonly<Record<string, string>> = {
  ArrowDown: Key.ARROW_DOWN,
  ArrowLeft: Key.ARROW_LEFT,
  ArrowRight: Key.ARROW_RIGHT,
  ArrowUp: Key.ARROW_UP,
  End: Key.END,
  Enter: Key.ENTER,
  Escape: Key.ESCAPE,
  Home: Key.HOME,
  Tab: Key.TAB,
};

const MODIFIERS = { Shift: Key.SHIFT, Control: Key.CONTROL };

/** Pixels: below, the browser's toolbar does not let its window be narrower. */
const NARROWEST_WINDOW = 480;

/** Shows a page in a frame of this size, in place of a window. */
const FRAME = (url: string, width: number, height: number) => `(() => {
  const frame = document.createElement("iframe");
  frame.src = ${JSON.stringify(url)};
  frame.style = "position: fixed; inset: 0; border: 0; width: ${width}px; height: ${height}px";
  document.body.replaceChildren(frame);
  return new Promise((resolve) => { frame.onload = () => resolve(true); });
})()`;

function tabOf(session: ThenableWebDriver, close: () => Promise<void>): Tab {
  const evaluate = (expression: string): Promise<unknown> => session.executeScript(`return (${expression});`);
  return {
    goto: (url) => session.get(url),
    reload: () => session.navigate().refresh(),
    // Each tab is alone in its browser.
    activate: async () => {},
    evaluate,
    async point(x, y, click) {
      const moved = session
        .actions()
        .move({ x: Math.round(x), y: Math.round(y), duration: 0, origin: Origin.VIEWPORT });
      await (click ? moved.click() : moved).perform();
    },
    async press(key, modifier) {
      const keys = session.actions();
      if (modifier !== undefined) keys.keyDown(MODIFIERS[modifier]);
      keys.sendKeys(KEYS[key] ?? key);
      if (modifier !== undefined) keys.keyUp(MODIFIERS[modifier]);
      await keys.perform();
    },
    type: (text) => session.actions().sendKeys(text).perform(),
    async resize(width, height) {
      if (width >= NARROWEST_WINDOW) {
        const frame = await evaluate("[outerWidth - innerWidth, outerHeight - innerHeight]");
        const [dx = 0, dy = 0] = Array.isArray(frame) ? frame.map(Number) : [];
        await session
          .manage()
          .window()
          .setRect({ x: 0, y: 0, width: width + dx, height: height + dy });
        return;
      }
      const url = String(await evaluate("location.href"));
      await session.get(new URL("/404", url).href);
      await evaluate(FRAME(url, width, height));
      await session.switchTo().frame(await session.findElement(By.css("iframe")));
    },
    screenshot: async () => Buffer.from(await session.takeScreenshot(), "base64"),
    close,
  };
}
