import type { FrameLocator, Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { expectNoViolations } from "./accessible.ts";
import { useHostSite } from "./host-site.ts";
import { freshRoom, say, useVisitors } from "./visitors.ts";

const host = useHostSite();
const visitors = useVisitors();

const CREAM = "rgb(251, 249, 241)";
const NIGHT = "rgb(11, 18, 32)";

const STYLE = `<style>
  parley-chat { --parley-background: #fbf9f1; --parley-surface: #fbf9f1 }
  .night parley-chat { --parley-background: #0b1220; --parley-surface: #111a2e; --parley-text: #e6edf7 }
  @media (prefers-color-scheme: dark) { parley-chat { --parley-background: #0b1220 } }
</style>`;

/** Opens a page with a themed element in it, in light. */
async function open(room = freshRoom()): Promise<Page> {
  const page = await host.open(`<main><h1>Garden</h1><parley-chat room="${room}" name="Ada"></parley-chat></main>`, {
    head: `<script type="module" src="${inject("origin")}/embed.js"></script>${STYLE}`,
    colorScheme: "light",
  });
  await inFrame(page).getByRole("status").getByText("Connected", { exact: true }).waitFor();
  await expect.poll(() => background(page)).toBe(CREAM);
  return page;
}

const inFrame = (page: Page): FrameLocator => page.locator("parley-chat iframe").contentFrame();

const background = (page: Page): Promise<string> =>
  inFrame(page)
    .locator("html")
    .evaluate((html) => getComputedStyle(html).backgroundColor);

const changes: readonly [name: string, change: (page: Page, isNight: boolean) => Promise<unknown>][] = [
  [
    "setProperty on the element",
    (page, isNight) =>
      page
        .locator("parley-chat")
        .evaluate(
          ({ style }, color) => style.setProperty("--parley-background", color),
          isNight ? "#0b1220" : "#fbf9f1",
        ),
  ],
  [
    "a class of an ancestor",
    (page, isNight) => page.evaluate((on) => document.body.classList.toggle("night", on), isNight),
  ],
  ["a media query", (page, isNight) => page.emulateMedia({ colorScheme: isNight ? "dark" : "light" })],
];

test.each(changes)(
  "each change of the theme by %s reaches the room, and so does the change back",
  async (_, change) => {
    const page = await open();
    for (const isNight of [true, false, true]) {
      await change(page, isNight);
      await expect.poll(() => background(page)).toBe(isNight ? NIGHT : CREAM);
    }
  },
);

test("in a host's dark colors, names and pictures are legible in a light system", async () => {
  const room = freshRoom();
  const page = await open(room);
  const people = ["Ben", "Cleo", "Dan", "Eve"];
  for (const name of people) await say(await visitors.enter(room, name), `I am ${name}`);
  await page.evaluate(() => document.body.classList.add("night"));
  await expect.poll(() => background(page)).toBe(NIGHT);
  await inFrame(page).locator(".messages .text").getByText("I am Eve", { exact: true }).waitFor();
  await expectNoViolations(page);
  const avatar = inFrame(page).locator(".messages .avatar").first();
  const [red = 255] = await avatar.evaluate((element) => {
    const canvas = document.createElement("canvas").getContext("2d");
    if (canvas === null) throw new Error("no canvas");
    canvas.fillStyle = getComputedStyle(element).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  });
  expect(red).toBeLessThan(128);
});
