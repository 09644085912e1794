// Renders contact sheets of every state of the page: wide and narrow, light and dark, left to right and right to left.
// docs/page.md shows them.
import { mkdir } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { STATES } from "../test/e2e/states.ts";
import { visitorsOf } from "../test/e2e/visitors.ts";
import { FAKE_MICROPHONE, launchBrowser } from "../test/support/browser.ts";
import { startDevServer } from "../test/support/dev-server.ts";
import { writeWebp } from "./webp.ts";

const OUT = new URL("../docs/gallery/", import.meta.url);
/** WebP quality, from 0 to 100: letters stay sharp. */
const QUALITY = 50;

/** Milliseconds for the words of dialogs and menus, which load after the others. */
const WORDS_MS = 300;

/** A viewport, a theme and a language. */
interface Look {
  readonly name: string;
  readonly colorScheme: "light" | "dark";
  readonly viewport: { readonly width: number; readonly height: number };
  /** Width on the sheet, in CSS pixels. */
  readonly tile: number;
  readonly columns: number;
  readonly language: "en" | "ar";
}

const WIDE = { viewport: { width: 1280, height: 720 }, tile: 400, columns: 4 };
const NARROW = { viewport: { width: 390, height: 700 }, tile: 200, columns: 7 };

const LOOKS: readonly Look[] = [
  { name: "wide-light", colorScheme: "light", language: "en", ...WIDE },
  { name: "wide-dark-rtl", colorScheme: "dark", language: "ar", ...WIDE },
  { name: "narrow-light-rtl", colorScheme: "light", language: "ar", ...NARROW },
  { name: "narrow-dark", colorScheme: "dark", language: "en", ...NARROW },
];

/** States that look the same on every sheet. */
const NOT_SHOWN = new Set(["the member list on a narrow page"]);

interface Tile {
  readonly title: string;
  readonly png: string;
}

/** Applies a look to an open page. */
async function dress(page: Page, { colorScheme, language, viewport }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.setViewportSize(viewport);
  // The 404 page has no script and is in English only.
  if ((await page.locator("#app").count()) === 0) return;
  await page.evaluate((chosen) => {
    // Simulates a choice in another tab, so that open dialogs stay open.
    const key = "parley.settings";
    const newValue = JSON.stringify({ ...JSON.parse(localStorage.getItem(key) ?? "{}"), language: chosen });
    dispatchEvent(new StorageEvent("storage", { key, newValue }));
  }, language);
  await page.locator(`html[lang=${language}]`).waitFor({ state: "attached" });
  await page.waitForTimeout(WORDS_MS);
}

/** Writes the sheet for one look. */
async function writeSheet(browser: Browser, { columns, name, tile }: Look, tiles: readonly Tile[]): Promise<void> {
  const page = await browser.newPage({ viewport: { width: columns * (tile + 12) + 12, height: 400 } });
  await page.setContent(`<title>${name}</title><style>
    body { display: grid; grid-template-columns: repeat(${columns}, ${tile}px); gap: 12px; margin: 12px; background: #8b93a1; }
    figure { margin: 0; } img { display: block; width: 100%; } figcaption { font: 11px/1.4 sans-serif; color: #000; }
  </style>${tiles.map(({ png, title }) => `<figure><img src="data:image/png;base64,${png}"><figcaption>${title}</figcaption></figure>`).join("")}`);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: columns * (tile + 12) + 12, height });
  await writeWebp(page, new URL(`${name}.webp`, OUT), QUALITY);
  await page.close();
}

await mkdir(OUT, { recursive: true });
const server = await startDevServer();
const browser = await launchBrowser({}, FAKE_MICROPHONE);
const visitors = visitorsOf({
  origin: () => server.origin,
  newContext: (options) => browser.newContext(options),
  onTrouble: (trouble) => console.error(trouble),
});
try {
  const sheets = new Map<Look, Tile[]>(LOOKS.map((look) => [look, []]));
  for (const [title, reach] of Object.entries(STATES)) {
    if (NOT_SHOWN.has(title)) continue;
    const page = await reach(visitors, { viewport: WIDE.viewport, reducedMotion: "reduce" });
    for (const [look, tiles] of sheets) {
      await dress(page, look);
      tiles.push({ title, png: (await page.screenshot()).toString("base64") });
    }
    await Promise.all(browser.contexts().map((context) => context.close()));
  }
  for (const [look, tiles] of sheets) await writeSheet(browser, look, tiles);
} finally {
  await browser.close();
  await server.stop();
}
