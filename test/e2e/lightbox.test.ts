import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectLargeTargets, expectNoSidewaysScroll, expectNoViolations } from "./accessible.ts";
import { message } from "./fake-room.ts";
import { pictureOf, playFileRoom } from "./file-room.ts";
import { PHONE, swipe } from "./touching.ts";
import { freshRoom, untilLazyPart, useVisitors, type VisitOptions } from "./visitors.ts";

const visitors = useVisitors();

const SMALL_PHONE = { ...PHONE, viewport: { width: 320, height: 568 } } satisfies VisitOptions;

const PICTURES = [1, 2, 3].map((index) => pictureOf(`p${index}`, 1_200, 900, { alt: `Hill ${index}` }));

/** A page with three pictures. */
async function open(options: VisitOptions): Promise<Page> {
  const page = await visitors.visit({
    ...options,
    path: `/r/${freshRoom()}`,
    name: "Ada",
    prepare: (page) => playFileRoom(page, { messages: [message(1, "", { files: PICTURES })] }),
  });
  await page.locator(".picture").nth(2).waitFor();
  await untilLazyPart(page);
  return page;
}

const thumbnail = (page: Page, index: number) => page.getByRole("button", { name: `Open picture: Hill ${index}` });
const dialog = (page: Page) => page.getByRole("dialog", { name: /^Open picture/ });
const isAt = (page: Page, index: number) => dialog(page).getByText(`${index} of 3`).waitFor();
const zoom = (page: Page, isPressed: boolean) => dialog(page).getByRole("button", { name: "Zoom", pressed: isPressed });

test("on a small phone, a tap opens a picture, swipes lead to the others, and an enlarged one moves under the finger", async () => {
  const page = await open(SMALL_PHONE);
  await thumbnail(page, 1).tap();
  await isAt(page, 1);
  await expectNoSidewaysScroll(page);
  await expectLargeTargets(page);
  await expectNoViolations(page);
  await swipe(page, ".lightbox-slide", -160);
  await isAt(page, 2);
  // Too short to be meant.
  await swipe(page, ".lightbox-slide", -30);
  await swipe(page, ".lightbox-slide", 160);
  await isAt(page, 1);
  // None is before the first.
  await swipe(page, ".lightbox-slide", 160);
  await isAt(page, 1);
  await dialog(page).getByRole("img").tap();
  await zoom(page, true).waitFor();
  const slide = page.locator(".lightbox-slide");
  const scrolled = () => slide.evaluate(({ scrollLeft }) => scrollLeft);
  const before = await scrolled();
  await swipe(page, ".lightbox-slide", -160);
  await expect.poll(scrolled).toBeGreaterThan(before);
  await isAt(page, 1);
  await dialog(page).getByRole("button", { name: "Close" }).tap();
  await dialog(page).waitFor({ state: "detached" });
});

test("from right to left, the arrows and swipes turn around", async () => {
  const page = await open({ ...SMALL_PHONE, locale: "ar" });
  await page.locator(".picture").first().tap();
  const position = () => page.locator(".lightbox-text span").textContent();
  const first = await position();
  await page.keyboard.press("ArrowRight");
  expect(await position()).toBe(first);
  await page.keyboard.press("ArrowLeft");
  await expect.poll(position).not.toBe(first);
  await swipe(page, ".lightbox-slide", -160);
  await expect.poll(position).toBe(first);
});

test("by mouse, a click enlarges a picture, the buttons lead on, the file is downloaded under its name, and one beside it closes", async () => {
  const page = await open({ viewport: { width: 1_280, height: 720 } });
  await thumbnail(page, 2).click();
  await isAt(page, 2);
  await dialog(page).getByRole("img").click();
  await zoom(page, true).waitFor();
  await dialog(page).getByRole("img").click();
  await zoom(page, false).waitFor();
  await dialog(page).getByRole("button", { name: "Next picture" }).click();
  await isAt(page, 3);
  // There is none after it, and the button keeps the focus for the keys.
  await dialog(page).getByRole("button", { name: "Next picture", disabled: true }).click({ force: true });
  await page.keyboard.press("ArrowLeft");
  await isAt(page, 2);
  await page.keyboard.press("ArrowRight");
  await isAt(page, 3);
  const download = page.waitForEvent("download");
  await dialog(page).getByRole("link", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("p3.png");
  await page.locator(".lightbox-slide").click({ position: { x: 4, y: 360 } });
  await dialog(page).waitFor({ state: "detached" });
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Open picture: Hill 2");
});
