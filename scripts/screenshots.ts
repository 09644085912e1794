// Takes the README's pictures of one conversation, Ada's wide and light, Mei's narrow and dark, and the operator's overview.
import { mkdir } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { connect } from "../src/client/index.ts";
import { keepToken, PLAYED_TOKEN, playOperatorServer } from "../test/e2e/operator-answers.ts";
import { launchBrowser } from "../test/support/browser.ts";
import { startDevServer } from "../test/support/dev-server.ts";
import { writeWebp } from "./webp.ts";

const OUT = new URL("../docs/screenshots/", import.meta.url);
/** Sharp on dense screens, and still a small file. */
const SCALE = 1.5;
/** Milliseconds between two keystrokes. */
const KEY_MS = 200;
/** WebP quality, from 0 to 100: visually lossless. */
const QUALITY = 85;

/** A viewport and a theme. */
interface Look {
  readonly name: string;
  readonly colorScheme: "light" | "dark";
  readonly viewport: { readonly width: number; readonly height: number };
}

// Equally high, because they are shown side by side.
const WIDE: Look = { name: "wide", colorScheme: "light", viewport: { width: 1080, height: 720 } };
const NARROW: Look = { name: "narrow", colorScheme: "dark", viewport: { width: 375, height: 720 } };
const OPERATOR: Look = { name: "operator", colorScheme: "light", viewport: { width: 1080, height: 900 } };

async function enter(browser: Browser, address: string, name: string, look: Look): Promise<Page> {
  const { colorScheme, viewport } = look;
  const context = await browser.newContext({
    viewport,
    colorScheme,
    reducedMotion: "reduce",
    locale: "en-GB",
  });
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByLabel("Display name").fill(name);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: `${name} – profile` }).waitFor();
  return page;
}

/** Sends a message from one page and waits until all pages show it. */
async function say(speaker: Page, text: string, pages: readonly Page[]): Promise<void> {
  const composer = speaker.getByLabel("Message", { exact: true });
  await composer.fill(text);
  await composer.press("Enter");
  for (const page of pages) await page.locator(".messages .text").getByText(text).waitFor();
}

/** The operator's page, with played numbers. */
async function operate(browser: Browser, origin: string): Promise<Page> {
  const { colorScheme, viewport } = OPERATOR;
  const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce", locale: "en-GB" });
  await playOperatorServer(page);
  await page.addInitScript(keepToken, PLAYED_TOKEN);
  await page.goto(`${origin}/admin`);
  await page.getByRole("slider", { name: "Stored" }).waitFor();
  return page;
}

await mkdir(OUT, { recursive: true });
const server = await startDevServer();
const browser = await launchBrowser();
// A third person, who replies, edits and reacts.
const noor = connect(`${server.origin}/ws/garden`, { username: "Noor al-Hashimi" });
try {
  const ada = await enter(browser, `${server.origin}/r/garden`, "Ada Lovelace", WIDE);
  const mei = await enter(browser, `${server.origin}/r/garden`, "Mei", NARROW);
  const pages = [ada, mei];
  for (const page of pages) await page.getByRole("button", { name: "3 online" }).waitFor();
  await ada.getByRole("button", { name: "3 online" }).click();
  await say(ada, "Good morning! Is anybody up already?", pages);
  await say(mei, "Just. Coffee first, then the release notes.", pages);
  await say(mei, "@Ada Lovelace, I read your draft on the train. The part about rooms is lovely.", pages);
  const praise = noor.state.messages.at(-1)?.seq ?? 0;
  await noor.react(praise, "❤️");
  const { seq } = await noor.send("It is. Please keep it as it was!", { replyTo: praise });
  await noor.edit(seq, "It is. Please keep it just as it is!");
  await say(ada, "Then it stays:\n“A room is a log. What lasts has a number.”", pages);
  await noor.react(noor.state.messages.at(-1)?.seq ?? 0, "☕");
  await mei.getByRole("button", { name: "☕ 1" }).click();
  await say(
    mei,
    "My train went through a tunnel in the middle of that. It came back by itself, nothing missing.",
    pages,
  );
  // Repeated like keystrokes: a single signal could be lost among other traffic (P3.9).
  const keys = setInterval(() => noor.typing(), KEY_MS);
  for (const page of pages) {
    await page.getByRole("button", { name: "☕ 2" }).waitFor();
    await page.getByText("(edited)").waitFor();
    await page.getByText("Noor al-Hashimi is typing…").waitFor();
  }
  clearInterval(keys);
  for (const [page, { name }] of [
    [ada, WIDE],
    [mei, NARROW],
    [await operate(browser, server.origin), OPERATOR],
  ] as const) {
    await writeWebp(page, new URL(`${name}.webp`, OUT), QUALITY, SCALE);
  }
} finally {
  noor.close();
  await browser.close();
  await server.stop();
}
