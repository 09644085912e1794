import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { freshRoom, join, pasted, say, sees, status, untilLazyPart, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** Opens the room's menu. */
async function openRooms(page: Page): Promise<void> {
  await page.getByRole("button", { name: /, Rooms$/ }).click();
  await page.getByRole("dialog", { name: "Rooms" }).getByLabel("Create or join a room").waitFor();
}

/** The rooms that a page lists, in order. */
const listed = (page: Page) => page.getByRole("navigation", { name: "Recent rooms" }).locator("a").allTextContents();

test("copying the link to a room confirms it, and the link works for others", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada", { permissions: ["clipboard-write"] });
  await openRooms(ada);
  await ada.getByRole("dialog").getByRole("button", { name: "Copy link" }).click();
  await ada.getByRole("status").getByText("Copied").waitFor();
  const link = await ada.getByLabel("Link to this room").inputValue();
  expect(link).toBe(ada.url());
  await ada.keyboard.press("Escape");
  expect(await pasted(ada)).toBe(link);

  const ben = await visitors.enter("", "Ben", { path: new URL(link).pathname });
  await say(ben, "found it");
  await sees(ada, "found it");
});

test("if the browser blocks copying, the page says so and selects the link", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      page.addInitScript(() => {
        navigator.clipboard.writeText = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
      }),
  });
  await openRooms(page);
  await page.getByRole("dialog").getByRole("button", { name: "Copy link" }).click();
  await page.getByRole("alert").getByText("to copy.").waitFor();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(page.url());
});

test("if the system can share, the button shares the room's link", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      page.addInitScript(() => {
        navigator.canShare = () => true;
        navigator.share = async (data) => {
          document.documentElement.dataset.shared = JSON.stringify(data);
          throw new DOMException("given up", "AbortError");
        };
      }),
  });
  await openRooms(page);
  await page.getByRole("button", { name: "Share…" }).click();
  const shared = await page.evaluate(() => document.documentElement.dataset.shared);
  expect(JSON.parse(shared ?? "")).toMatchObject({ url: page.url() });
});

test("if it cannot, there is no share button", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) => page.addInitScript(() => Object.assign(Navigator.prototype, { canShare: undefined })),
  });
  await openRooms(page);
  expect(await page.getByRole("button", { name: "Share…" }).count()).toBe(0);
});

test("P1.1 a room is created under a chosen name, and an invalid name is explained", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await openRooms(page);
  const name = page.getByLabel("Create or join a room");
  for (const [typed, reason] of [
    ["", "Enter a room name."],
    ["café", "Use only letters (a–z), numbers, - and _."],
    ["-x", "Start with a letter or number."],
    ["x".repeat(65), "Room names can have up to 64 characters."],
  ] as const) {
    await name.fill(typed);
    await name.press("Enter");
    await page.getByRole("alert").getByText(reason, { exact: true }).waitFor();
    expect(await name.getAttribute("aria-invalid")).toBe("true");
    expect(await name.evaluate((input) => input === document.activeElement)).toBe(true);
  }
  const room = freshRoom();
  await name.fill(`My ${room}`);
  await name.press("Enter");
  await page.waitForURL(`**/r/my-${room}`);
  await status(page, "Connected");
});

test("P1.1 a room is created under a random name that another user can be given", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await openRooms(page);
  await page.getByRole("button", { name: "Generate a private name" }).click();
  const room = await page.getByLabel("Create or join a room").inputValue();
  expect(room).toMatch(/^[a-z2-9-]{23}$/);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/r/${room}`);
  await status(page, "Connected");
  const ben = await visitors.enter(room, "Ben");
  await say(ben, "hello in here");
  await sees(page, "hello in here");
});

test("visited rooms are listed, newest first; a user can switch between and forget them", async () => {
  const [first, second] = [freshRoom(), freshRoom()];
  const page = await visitors.enter(first, "Ada");
  await say(page, "in the first");
  await sees(page, "in the first");
  // It remembers the room.
  await untilLazyPart(page);
  await page.goto(new URL(`/r/${second}`, page.url()).href);
  await status(page, "Connected");
  await openRooms(page);
  expect(await listed(page)).toEqual([`#${second}`, `#${first}`, "#lobby"]);
  expect(await page.getByRole("link", { name: `#${second}` }).getAttribute("aria-current")).toBe("page");

  await page.getByRole("link", { name: `#${first}` }).click();
  await page.waitForURL(`**/r/${first}`);
  await sees(page, "in the first");
  await page.goBack();
  await page.waitForURL(`**/r/${second}`);
  await status(page, "Connected");

  await openRooms(page);
  await page.getByRole("button", { name: `Remove #${first} from the list` }).click();
  await page.getByText(`Removed #${first}`).waitFor();
  expect(await listed(page)).toEqual([`#${second}`, "#lobby"]);
  // The focus moved to the next item and was not lost.
  expect(await page.evaluate(() => document.activeElement?.closest("nav") !== null)).toBe(true);
  await page.reload();
  await openRooms(page);
  expect(await listed(page)).toEqual([`#${second}`, "#lobby"]);
});

test("reading a room is not a visit, and joining it is one", async () => {
  const room = freshRoom();
  const page = await visitors.visit({ path: `/r/${room}` });
  await status(page, "Connected");
  expect(await page.evaluate(() => localStorage.getItem("parley.rooms"))).toBeNull();
  await join(page, "Ada");
  await openRooms(page);
  expect(await listed(page)).toEqual([`#${room}`, "#lobby"]);
});

test.each([
  ["wide", { width: 1280, height: 800 }],
  ["narrow", { width: 320, height: 640 }],
])("on a %s page rooms can be opened, used and left by keyboard alone", async (_, viewport) => {
  const page = await visitors.enter(freshRoom(), "Ada", { viewport });
  const button = page.getByRole("button", { name: /, Rooms$/ });
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Rooms" });
  await dialog.getByRole("link", { name: "#lobby" }).waitFor();
  const lobby = dialog.getByRole("link", { name: "#lobby" });
  while (!(await lobby.evaluate((link) => link === document.activeElement))) await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
});
