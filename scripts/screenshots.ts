// Makes the pictures of the README: two people talk through real pages, one sees them in light, one in dark.
import { mkdir, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../test/support/browser.ts";
import { startDevServer } from "../test/support/dev-server.ts";

const OUT = fileURLToPath(new URL("../docs/screenshots/", import.meta.url));
const VIEWPORT = { width: 1080, height: 720 };
/** Sharp on a dense screen, and still a small file. */
const SCALE = 1.5;
/** Bytes that a picture may have: it is in every clone. */
const MAX_BYTES = 150_000;

const TALK = [
  ["Ada Lovelace", "Good morning! Is anybody up already?"],
  ["Mei", "Just. Coffee first, then the release notes."],
  ["Mei", "I read your draft on the train. The part about rooms is lovely."],
  ["Ada Lovelace", "Thank you! I nearly cut it. So it stays:\n“A room is a log. What lasts has a number.”"],
  ["Mei", "My train went through a tunnel in the middle of that. It came back by itself, nothing missing."],
  ["Ada Lovelace", "That is the idea :)"],
] as const;

type Person = (typeof TALK)[number][0];

async function enter(browser: Browser, address: string, name: Person, colorScheme: "light" | "dark"): Promise<Page> {
  const context = await browser.newContext({
    viewport: VIEWPORT,
    deviceScaleFactor: SCALE,
    colorScheme,
    reducedMotion: "reduce",
    locale: "en-GB",
  });
  const page = await context.newPage();
  await page.goto(address);
  await page.getByLabel("Your name").fill(name);
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("Entered").waitFor();
  return page;
}

async function shoot(page: Page, name: string): Promise<void> {
  const path = `${OUT}${name}.png`;
  await page.screenshot({ path });
  const { size } = await stat(path);
  if (size > MAX_BYTES) throw new Error(`${path} has ${size} bytes, more than ${MAX_BYTES}`);
  console.log(`docs/screenshots/${name}.png: ${Math.round(size / 1000)} kB`);
}

await mkdir(OUT, { recursive: true });
const server = await startDevServer();
const browser = await launchBrowser();
try {
  const address = `${server.origin}/r/garden`;
  const pages: Record<Person, Page> = {
    "Ada Lovelace": await enter(browser, address, "Ada Lovelace", "light"),
    Mei: await enter(browser, address, "Mei", "dark"),
  };
  for (const [index, [name, text]] of TALK.entries()) {
    const composer = pages[name].getByLabel("Message", { exact: true });
    await composer.fill(text);
    await composer.press("Enter");
    for (const page of Object.values(pages)) await page.locator(".messages .text").nth(index).waitFor();
  }
  await shoot(pages["Ada Lovelace"], "light");
  await shoot(pages.Mei, "dark");
} finally {
  await browser.close();
  await server.stop();
}
