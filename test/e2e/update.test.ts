import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { startDevServer } from "../support/dev-server.ts";
import { copyTree } from "../support/tree.ts";
import { composer, freshRoom, say, sees, status, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** Milliseconds: a separate server and a second build. */
const TIMEOUT = 180_000;

/** A separate server, whose page can be redeployed. */
async function deployment() {
  const tree = await copyTree();
  onTestFinished(() => tree.remove());
  const server = await startDevServer({ root: tree.root });
  onTestFinished(() => server.stop());
  const index = async () => (await fetch(server.origin)).text();
  return {
    origin: server.origin,
    /** Deploys a page in which every script changed. */
    async renew() {
      const before = await index();
      await tree.plant([
        {
          file: "scripts/build/page.mjs",
          from: "  minify: true,\n",
          to: '  minify: true,\n  banner: { js: "globalThis.isRenewed = true;" },\n',
        },
        // wrangler rebuilds when a source file of the page changes.
        { file: "src/page/html/index.html", from: "<body>", to: '<body data-build="renewed">' },
      ]);
      await expect.poll(index, { timeout: TIMEOUT / 2 }).not.toBe(before);
    },
  };
}

/** Paths of a page's scripts that load on demand. */
function lazyScripts(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    const paths = requests.flat().map(({ url }) => new URL(url).pathname);
    return paths.filter(
      (path) => path.endsWith(".js") && document.querySelector(`[src="${path}"],[href="${path}"]`) === null,
    );
  });
}

/** Hides a page, as when the user switches to another tab. */
async function putAside(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
}

test(
  "a newer page takes over once this one is hidden: until then its files stay available, and then no draft is lost",
  async () => {
    const { origin, renew } = await deployment();
    const page = await visitors.enter(freshRoom(), "Ada", { origin, keepsPage: true });
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
    await say(page, "said before");
    await sees(page, "said before");
    await composer(page).fill("half a thought");
    const lazy = await lazyScripts(page);
    expect(lazy).not.toEqual([]);
    await page.evaluate(() => {
      document.body.dataset.loaded = "before";
      navigator.serviceWorker.addEventListener("controllerchange", () => {
        document.body.dataset.takenOver = "yes";
      });
    });

    await renew();
    await page.locator("body[data-taken-over=yes]").waitFor({ state: "attached" });
    await status(page, "Connected");
    // The page is still the previous one, and works.
    expect(await page.locator("body").getAttribute("data-loaded")).toBe("before");
    for (const path of lazy) {
      expect((await fetch(origin + path)).status).toBe(404);
      expect(await page.evaluate(async (url) => (await fetch(url)).status, path)).toBe(200);
    }
    expect(await composer(page).inputValue()).toBe("half a thought");

    let loads = 0;
    page.on("load", () => {
      loads += 1;
    });
    await putAside(page);
    await page.locator("body[data-build=renewed]").waitFor({ state: "attached" });
    await status(page, "Connected");
    await sees(page, "said before");
    await putAside(page);
    await say(page, "said after");
    await sees(page, "said after");
    expect(loads).toBe(1);
  },
  TIMEOUT,
);
