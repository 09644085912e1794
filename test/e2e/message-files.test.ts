import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { message } from "./fake-room.ts";
import { type FileRoomOptions, fileOf, pictureOf, playFileRoom } from "./file-room.ts";
import { freshRoom, untilLazyPart, useVisitors, type VisitOptions } from "./visitors.ts";

const visitors = useVisitors();

async function open(
  messages: readonly object[],
  options: VisitOptions = {},
  room: FileRoomOptions = {},
): Promise<Page> {
  return visitors.enter(freshRoom(), "Ada", {
    ...options,
    prepare: (page) => playFileRoom(page, { ...room, messages }),
  });
}

const picture = (page: Page, name: string) => page.getByRole("button", { name: `Open picture: ${name}` });

/** Waits until the browser shows a picture. */
const isShown = (image: Locator) =>
  expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(0);

test("the places of pictures are there before they load, in a log that stays at its end", async () => {
  const files = [1, 2, 3, 4, 5].map((index) => pictureOf(`p${index}`, 3_000, 4_000));
  const sound = fileOf("talk", "talk.wav", "audio/wav");
  const messages = [message(1, "", { files: [pictureOf("one", 3_000, 4_000), sound] }), message(2, "", { files })];
  let release = () => {};
  const isHeld = new Promise<void>((resolve) => {
    release = resolve;
  });
  const page = await open(messages, {}, { hold: isHeld });
  await picture(page, "p5.png").waitFor();
  const heights = () =>
    page.evaluate(() => [...document.querySelectorAll(".message")].map((row) => row.getBoundingClientRect().height));
  // The pictures are held back.
  await expect.poll(async () => Math.min(...(await heights()))).toBeGreaterThan(300);
  const before = await heights();
  const fromEnd = () =>
    page
      .locator(".log")
      .evaluate(({ clientHeight, scrollHeight, scrollTop }) => scrollHeight - scrollTop - clientHeight);
  expect(await fromEnd()).toBeLessThan(2);
  release();
  const isLoaded = () =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLImageElement>("#m2 img")].every((image) => image.naturalWidth > 0),
    );
  await expect.poll(isLoaded).toBe(true);
  expect(await heights()).toEqual(before);
  expect(await fromEnd()).toBeLessThan(2);
  // It stays there while a phone is turned.
  for (const viewport of [
    { width: 320, height: 640 },
    { width: 640, height: 320 },
    { width: 320, height: 640 },
  ]) {
    await page.setViewportSize(viewport);
    await expect.poll(fromEnd).toBeLessThan(2);
  }
  expect(await page.getByRole("button", { name: "Jump to latest" }).count()).toBe(0);
});

test("pictures open by keyboard, and the arrows, + and Esc work there", async () => {
  const files = [pictureOf("first", 1_200, 900, { alt: "Hills" }), pictureOf("second", 1_200, 900)];
  const page = await open([message(1, "", { files })]);
  await untilLazyPart(page);
  await page.locator("#m1").focus();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Open picture: Hills");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("1 of 2").waitFor();
  expect(await dialog.getByRole("link", { name: "Download" }).getAttribute("download")).toBe("first.png");
  await page.keyboard.press("ArrowRight");
  await dialog.getByText("2 of 2").waitFor();
  await page.keyboard.press("+");
  await dialog.getByRole("button", { name: "Zoom", pressed: true }).waitFor();
  const large = dialog.getByRole("img", { name: "second.png" });
  await expect.poll(async () => (await large.boundingBox())?.width).toBeGreaterThan(1_300);
  await page.keyboard.press("-");
  await page.keyboard.press("ArrowLeft");
  await dialog.getByText("1 of 2").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Open picture: Hills");
});

test("a covered picture is loaded only once it is uncovered, a deleted one says so, and a quote says what it is", async () => {
  const page = await open([
    message(1, "", { files: [pictureOf("end", 1_200, 900, { spoiler: true })] }),
    message(2, "", { files: [pictureOf("gone", 320, 240)] }),
    message(3, "", { files: [fileOf("plan", "plan.pdf", "application/pdf"), fileOf("b", "b.txt", "text/plain")] }),
    message(4, "Thanks", { replyTo: 3 }),
  ]);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.getByText("This file was deleted.").waitFor();
  expect(asked.filter((url) => url.includes("/end/"))).toEqual([]);
  await page.getByRole("button", { name: "Spoiler: show" }).click();
  await picture(page, "end.png").waitFor();
  await expect.poll(() => asked.some((url) => url.includes("/end/"))).toBe(true);
  await page.getByRole("link", { name: /plan\.pdf/ }).waitFor();
  expect(await page.getByRole("link", { name: /plan\.pdf/ }).getAttribute("download")).toBe("plan.pdf");
  await page.locator("#m4 .quote").getByText("2 files").waitFor();
});

test("a GIF stands still for those who prefer less motion, and a picture without a network comes when it is back", async () => {
  const gif = fileOf("moving", "moving.gif", "image/gif", { width: 200, height: 100 });
  const page = await open(
    [message(1, "", { files: [gif] }), message(2, "", { files: [pictureOf("later", 320, 240)] })],
    {
      reducedMotion: "reduce",
      // Fails the first two requests: the picture's and the one that asks why.
    },
    { isLost: (id, request) => id === "later" && request <= 2 },
  );
  await page.locator("#m1 canvas").waitFor();
  expect(await page.locator("#m1 img:visible").count()).toBe(0);
  await page.locator("#m2").getByText("Loads when you’re back online").waitFor();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await picture(page, "later.png").waitFor();
});

test("a damaged picture says so in the log and in the lightbox, and can be tried again", async () => {
  let isDamaged = true;
  const files = [pictureOf("good", 320, 240), pictureOf("bad", 320, 240)];
  const page = await open([message(1, "", { files })], {}, { isDamaged: (id) => id === "bad" && isDamaged });
  const row = page.locator("#m1");
  await row.getByText("Couldn’t load this file.").waitFor();
  await picture(page, "good.png").click();
  await page.keyboard.press("ArrowRight");
  const dialog = page.getByRole("dialog", { name: "Open picture: bad.png" });
  await dialog.getByText("Couldn’t load this file.").waitFor();
  isDamaged = false;
  await dialog.getByRole("button", { name: "Retry" }).click();
  await isShown(dialog.getByRole("img", { name: "bad.png" }));
  await page.keyboard.press("Escape");
  await row.getByRole("button", { name: "Retry" }).click();
  await isShown(picture(page, "bad.png").locator("img"));
});

test("P12.11 in a room that not everyone may read, files are asked for with a pass", async () => {
  const messages = [message(1, "", { files: [pictureOf("secret", 320, 240)] })];
  const page = await open(messages, {}, { settings: { read: "members", files: "everyone" }, pass: "1.read.mac" });
  await picture(page, "secret.png").waitFor();
  await expect
    .poll(() => page.locator("#m1 img").getAttribute("src"))
    .toBe("/files/test/secret/secret.png?pass=1.read.mac");
});
