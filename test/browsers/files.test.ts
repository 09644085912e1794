import { expect, inject, test } from "vitest";
import type { Page } from "./page.ts";
import { freshRoom, say, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** Draws a picture, and chooses it in the page's file field. */
const CHOOSE_PICTURE = `(async () => {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 600, height: 400 });
  const context = canvas.getContext("2d");
  context.fillStyle = "#3b82c4";
  context.fillRect(0, 0, 600, 400);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  const data = new DataTransfer();
  data.items.add(new File([blob], "hill.png", { type: "image/png" }));
  const field = document.querySelector("input[type=file]");
  field.files = data.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
})()`;

/** Waits until a page has loaded an image. */
const isLoaded = (page: Page, selector: string) =>
  expect.poll(() => page.evaluate(`document.querySelector(${JSON.stringify(selector)})?.naturalWidth ?? 0`)).toBe(600);

test("P12.8 a chosen picture is uploaded, loads for another user, and opens in the lightbox", async () => {
  const room = freshRoom();
  const olga = await visitors.enterAsOwner(room, "Olga");
  const ben = await visitors.enter(room, "Ben");
  await olga.shows({ role: "button", name: "Attach files" });
  await olga.evaluate(CHOOSE_PICTURE);
  await olga.shows({ role: "button", name: "Remove hill.png" });
  await say(olga, "From the garden");
  for (const page of [olga, ben]) {
    await page.shows({ role: "button", name: "Open picture: hill.png" });
    await isLoaded(page, ".picture img");
    await page.click({ role: "button", name: "Open picture: hill.png" });
    await page.shows({ role: "link", name: "Download" });
    await isLoaded(page, ".lightbox img");
    await page.press("+");
    await page.shows({ css: ".lightbox img[data-zoomed=true]" });
    await page.press("Escape");
    await page.hides({ role: "dialog" });
  }
});

/** A muted sound plays by the clock, and needs no loudspeaker; Firefox reports an error where there is none. */
const MUTE = "document.querySelectorAll('audio').forEach((audio) => { audio.muted = true; })";

// WebKitGTK has no microphone that a test can replace.
if (inject("browser").kind === "firefox") {
  test("P12.26 a voice message is recorded, sent, and played by another user", async () => {
    const room = freshRoom();
    const olga = await visitors.enterAsOwner(room, "Olga");
    const ben = await visitors.enter(room, "Ben");
    await olga.click({ role: "button", name: "Record voice message" });
    await olga.shows({ css: ".voice-time", text: "0:01" });
    await olga.click({ role: "button", name: "Finish recording" });
    await olga.shows({ role: "group", name: /^Voice message/ });
    await olga.click({ role: "button", name: "Send" });
    await ben.shows({ role: "group", name: /^Voice message/ });
    await ben.evaluate(MUTE);
    await ben.click({ role: "button", name: "Play" });
    await ben.shows({ role: "button", name: "Pause" });
    await ben.shows({ role: "button", name: "Play" });
  });
}
