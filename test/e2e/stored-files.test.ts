import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { chosen } from "./file-room.ts";
import { choose, enterAsOwner } from "./message-menu.ts";
import { freshRoom, say, sees, untilLazyPart, useVisitors } from "./visitors.ts";

// Files that the server itself stores and serves.

const visitors = useVisitors();

/** Changes a setting in the moderators' panel, and closes it. */
async function set(page: Page, setting: string, label: string): Promise<void> {
  await page.getByRole("button", { name: "Moderation" }).click();
  const dialog = page.getByRole("dialog", { name: "Moderation" });
  await dialog.getByRole("tab", { name: "Access" }).click();
  await dialog.getByLabel(setting).selectOption({ label });
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("status").getByText("Saved", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
}

/** Sends a picture with a text. */
async function sendPicture(page: Page, name: string, text: string): Promise<void> {
  await untilLazyPart(page);
  await page.locator("input[type=file]").setInputFiles(chosen(name, "image/png", await page.screenshot()));
  await page.getByRole("list", { name: "Attached files" }).getByText(name).waitFor();
  await say(page, text);
}

const pictureIn = (page: Page, name: string) => page.getByRole("button", { name: `Open picture: ${name}` });

/** Waits until the browser has loaded a picture. */
const isLoaded = (page: Page, name: string) =>
  expect
    .poll(() =>
      pictureIn(page, name)
        .locator("img")
        .evaluate((image: HTMLImageElement) => image.naturalWidth),
    )
    .toBeGreaterThan(0);

test("P12.8 a guest's picture is uploaded, loads for others, opens large, and is gone with its message", async () => {
  const room = freshRoom();
  const olga = await enterAsOwner(visitors, room);
  await set(olga, "Who can send files", "Everyone");
  const ben = await visitors.enter(room, "Ben");
  await sendPicture(ben, "window.png", "My window");
  await isLoaded(ben, "window.png");
  await isLoaded(olga, "window.png");
  await pictureIn(olga, "window.png").click();
  const dialog = olga.getByRole("dialog", { name: "Open picture: window.png" });
  const large = dialog.getByRole("img", { name: "window.png" });
  await expect.poll(() => large.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  const address = await large.getAttribute("src");
  const download = olga.waitForEvent("download");
  await dialog.getByRole("link", { name: "Download" }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe("window.png");
  expect((await readFile(await saved.path())).subarray(1, 4).toString()).toBe("PNG");
  await choose(ben, "My window", "Delete");
  await ben.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  // The open picture goes as well.
  await dialog.waitFor({ state: "detached" });
  await olga.getByRole("article").getByText("Message deleted").waitFor();
  expect(await olga.locator(".picture").count()).toBe(0);
  // With a pass, the edge is not asked, which may keep the file for less than a minute.
  const status = async () => (await fetch(new URL(`${address}?pass=none`, visitors.origin))).status;
  await expect.poll(status).toBe(404);
});

test("P12.11 a picture loads by its pass in a room that only members may read", async () => {
  const room = freshRoom();
  const olga = await enterAsOwner(visitors, room);
  const ben = await visitors.enter(room, "Ben");
  await say(ben, "Let me in");
  await sees(olga, "Let me in");
  await choose(olga, "Let me in", "Change role", "Make Ben a member");
  await olga.getByRole("dialog", { name: "Change Ben’s role?" }).getByRole("button", { name: "Change role" }).click();
  await set(olga, "Who can join", "Members");
  await sendPicture(olga, "secret.png", "For members");
  for (const page of [olga, ben]) {
    await isLoaded(page, "secret.png");
    expect(await pictureIn(page, "secret.png").locator("img").getAttribute("src")).toMatch(/\?pass=\d+\.\w+\./);
  }
  await ben.reload();
  await isLoaded(ben, "secret.png");
  const address = await pictureIn(ben, "secret.png").locator("img").getAttribute("src");
  const [path] = String(address).split("?");
  expect((await fetch(new URL(String(path), visitors.origin))).status).toBe(404);
  expect((await fetch(new URL(String(address), visitors.origin))).status).toBe(200);
});

test("P12.1 the owner decides who can send files, and everyone's composer follows at once", async () => {
  const room = freshRoom();
  const olga = await enterAsOwner(visitors, room);
  const ben = await visitors.enter(room, "Ben");
  const clip = (page: Page) => page.getByRole("button", { name: "Attach files" });
  const why = () => clip(ben).getAttribute("title");
  await expect.poll(why).toBe("Only members can send files.");
  expect(await clip(olga).getAttribute("title")).toBe("Attach files");
  await set(olga, "Who can send files", "Everyone");
  await expect.poll(why).toBe("Attach files");
  await ben.getByRole("button", { name: "Record voice message" }).waitFor();
  await set(olga, "Who can send files", "Moderators");
  await expect.poll(why).toBe("Only moderators can send files.");
  await ben.getByRole("button", { name: "Record voice message" }).waitFor({ state: "detached" });
  await set(olga, "Who can send files", "Off");
  for (const page of [olga, ben]) await clip(page).waitFor({ state: "detached" });
  await olga.reload();
  await olga.getByRole("button", { name: "Moderation" }).click();
  const dialog = olga.getByRole("dialog", { name: "Moderation" });
  await dialog.getByRole("tab", { name: "Access" }).click();
  await expect.poll(() => dialog.getByLabel("Who can send files").inputValue()).toBe("off");
});
