// What frames of a room remember, in browsers that block or partition the storage of frames.
import type { FrameLocator, Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import type { ParleyChat } from "../../src/embed/index.ts";
import { type HostOptions, roomFrames, useHostSite } from "./host-site.ts";
import { freshRoom } from "./visitors.ts";

const host = useHostSite();

const script = () => `<script type="module" src="${inject("origin")}/embed.js"></script>`;

/** Opens a page on another site than the room's. */
const open = (body: string, options: HostOptions = {}): Promise<Page> =>
  host.open(body, { head: script(), origin: host.otherSite, ...options });

const inFrame = (page: Page, index = 0): FrameLocator =>
  page.locator("parley-chat").nth(index).locator("iframe").contentFrame();

async function online(page: Page, index = 0): Promise<void> {
  const chat = page.locator("parley-chat").nth(index);
  await expect.poll(() => chat.evaluate((element) => (element as ParleyChat).status)).toBe("online");
}

/** Posts a message, as its user does. */
async function sayIn(page: Page, text: string, index = 0): Promise<void> {
  await inFrame(page, index).locator("#composer-text").fill(text);
  await inFrame(page, index).locator("#composer-text").press("Enter");
}

const shownIn = (page: Page, text: string, index = 0) => inFrame(page, index).getByText(text, { exact: true });

/** The items that frames of this page have stored, as one of them sees them; `undefined` if the browser blocks them. */
async function storedIn(page: Page): Promise<readonly string[] | undefined> {
  const [frame] = await roomFrames(page, await page.locator("parley-chat").count());
  return frame?.evaluate(() => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith("parley:"));
    } catch {
      return undefined;
    }
  });
}

/** The items that the page around the frame has stored. */
const storedAround = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("parley:")));

/** The `uid`s of those who posted, in order. */
async function authors(room: string): Promise<readonly string[]> {
  const response = await fetch(`${inject("origin")}/api/rooms/${room}/messages`);
  const { messages } = (await response.json()) as { readonly messages: readonly { readonly uid: string }[] };
  return messages.map(({ uid }) => uid);
}

test("where the browser blocks the storage of frames, the room works from memory", async () => {
  const room = freshRoom();
  const page = await open(`<parley-chat room="${room}"></parley-chat>`, { thirdPartyStorage: "blocked" });
  await online(page);
  expect(await storedIn(page)).toBeUndefined();
  await sayIn(page, "without storage");
  await inFrame(page).getByLabel("Display name").fill("Ada");
  await inFrame(page).getByLabel("Display name").press("Enter");
  await shownIn(page, "without storage").waitFor();
  await page.reload();
  await inFrame(page).getByRole("button", { name: "Join" }).waitFor();
  expect(await storedIn(page)).toBeUndefined();
});

test("where it does, persist=host keeps the visitor all the same", async () => {
  const room = freshRoom();
  const page = await open(`<parley-chat room="${room}" name="Ada" persist="host"></parley-chat>`, {
    thirdPartyStorage: "blocked",
  });
  await online(page);
  expect(await storedIn(page)).toBeUndefined();
  await sayIn(page, "first");
  await shownIn(page, "first").waitFor();
  await page.reload();
  await online(page);
  await sayIn(page, "second");
  await shownIn(page, "second").waitFor();
  const [first, second] = await authors(room);
  expect(second).toBe(first);
});

test("where the browser partitions it, a visitor is one person on each site", async () => {
  const room = freshRoom();
  const page = await open(`<parley-chat room="${room}"></parley-chat>`, { thirdPartyStorage: "partitioned" });
  await sayIn(page, "here");
  await inFrame(page).getByLabel("Display name").fill("Ada");
  await inFrame(page).getByLabel("Display name").press("Enter");
  await shownIn(page, "here").waitFor();
  expect(await storedIn(page)).toContainEqual(expect.stringContaining("#identity"));
  const address = page.url();
  // The room's own site, and another page of it: no one has entered there.
  await page.goto(address.replace(host.otherSite, host.origin));
  await inFrame(page).getByRole("button", { name: "Join" }).waitFor();
  await page.goto(`${inject("origin")}/r/${room}`);
  await page.getByRole("button", { name: "Join" }).waitFor();
  await page.goto(address);
  await inFrame(page).locator(".me").getByText("Ada").waitFor();
});

test.each(["blocked", "partitioned"] as const)(
  "with storage %s, a name that is given to one frame of a room serves the others, which go on with what waited for it",
  async (thirdPartyStorage) => {
    const [room, other] = [freshRoom(), freshRoom()];
    const body = [room, room, other].map((name) => `<parley-chat room="${name}" style="height: 15rem"></parley-chat>`);
    const page = await open(body.join(""), { thirdPartyStorage, viewport: { width: 800, height: 900 } });
    for (const index of [0, 1, 2]) await online(page, index);
    await sayIn(page, "from the first");
    await sayIn(page, "from the second", 1);
    await inFrame(page, 1).getByLabel("Display name").waitFor();
    await inFrame(page).getByLabel("Display name").fill("Ada");
    await inFrame(page).getByLabel("Display name").press("Enter");
    await shownIn(page, "from the second").waitFor();
    await shownIn(page, "from the first", 1).waitFor();
    expect(await inFrame(page, 1).getByLabel("Display name").count()).toBe(0);
    const [first, second] = await authors(room);
    expect(second).toBe(first);
    // A name is given to a room.
    await inFrame(page, 2).getByRole("button", { name: "Join" }).waitFor();
  },
);

test("persist can be added and taken away: the visitor stays the same, and is stored in one place", async () => {
  const room = freshRoom();
  const page = await open(`<parley-chat room="${room}" name="Ada"></parley-chat>`, {
    thirdPartyStorage: "partitioned",
  });
  await online(page);
  await sayIn(page, "in the frame");
  await shownIn(page, "in the frame").waitFor();
  const persist = (value: string) =>
    page.locator("parley-chat").evaluate((chat, now) => void Object.assign(chat, { persist: now }), value);
  await persist("host");
  await expect.poll(() => storedAround(page)).toContainEqual(expect.stringContaining("#identity"));
  expect(await storedIn(page)).toEqual([]);
  await persist("");
  await expect.poll(() => storedIn(page)).toContainEqual(expect.stringContaining("#identity"));
  await expect.poll(() => storedAround(page)).toEqual([]);
  await persist("host");
  await expect.poll(() => storedAround(page)).toContainEqual(expect.stringContaining("#identity"));
  await page.evaluate(() => {
    const { outerHTML } = document.querySelector("parley-chat") ?? document.body;
    document.body.innerHTML = outerHTML;
  });
  await online(page);
  await sayIn(page, "at the host");
  await shownIn(page, "at the host").waitFor();
  const [first, second] = await authors(room);
  expect(second).toBe(first);
});

test("signOut() forgets what an earlier visit has stored, although the frame has not loaded", async () => {
  const room = freshRoom();
  const page = await open(`<parley-chat room="${room}" name="Ada"></parley-chat>`, {
    thirdPartyStorage: "partitioned",
  });
  await online(page);
  await sayIn(page, "first");
  await shownIn(page, "first").waitFor();
  await page.evaluate(() => {
    const chat = document.querySelector("parley-chat");
    const launcher = chat?.cloneNode() as ParleyChat;
    launcher.mode = "launcher";
    launcher.name = "";
    chat?.replaceWith(launcher);
    launcher.signOut();
  });
  await online(page);
  await expect.poll(() => storedIn(page)).toEqual([]);
  await page.getByRole("button", { name: /^Chat/ }).click();
  await inFrame(page).getByRole("button", { name: "Join" }).waitFor();
});
