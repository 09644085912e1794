import { expect, test } from "vitest";
import { guestIn } from "../e2e/guest.ts";
import { serveHostPage } from "./host-page.ts";
import type { Page } from "./page.ts";
import { freshRoom, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

const isOnline = (page: Page) => page.evaluate("document.querySelector('parley-chat').status === 'online'");
const told = (page: Page) => page.evaluate("told");

test("a tag on another origin joins, tells its page what is said, and posts what is typed or sent", async () => {
  const room = freshRoom();
  const origin = await serveHostPage(`<h1>Garden</h1><parley-chat room="${room}" name="Ada"></parley-chat>`);
  const page = await visitors.visit({ origin });
  await expect.poll(() => isOnline(page)).toBe(true);
  const mei = await guestIn(room);
  await mei.says("Good morning!");
  await expect.poll(() => told(page)).toEqual(expect.arrayContaining([`ready ${room}`, "message Good morning!"]));
  await page.evaluate("document.querySelector('parley-chat').focus()");
  await expect.poll(() => page.evaluate("document.activeElement.localName")).toBe("parley-chat");
  await page.type("typed into the frame");
  await page.press("Enter");
  expect(await mei.hears("typed into the frame")).toMatchObject({ username: "Ada" });
  expect(
    await page.evaluate("document.querySelector('parley-chat').send('from the page').then(({ seq }) => seq > 0)"),
  ).toBe(true);
  await mei.hears("from the page");
});

test("a launcher opens by keyboard, and counts what is unread while it is closed", async () => {
  const room = freshRoom();
  const origin = await serveHostPage(`<parley-chat mode="launcher" room="${room}" name="Ada"></parley-chat>`);
  const page = await visitors.visit({ origin });
  const isOpen = () =>
    page.evaluate("document.querySelector('parley-chat').shadowRoot.querySelector('button').ariaExpanded === 'true'");
  await page.press("Tab");
  await page.press("Enter");
  await expect.poll(() => isOnline(page)).toBe(true);
  expect(await isOpen()).toBe(true);
  await page.evaluate("document.querySelector('parley-chat').close()");
  expect(await isOpen()).toBe(false);
  const mei = await guestIn(room);
  await mei.says("one");
  await mei.says("two");
  await expect.poll(() => told(page)).toContain("unread 2");
  await page.evaluate("document.querySelector('parley-chat').open()");
  await expect.poll(() => told(page)).toContain("unread 0");
});

test.each([
  ["the frame's partitioned storage", ""],
  ["the host's storage", 'persist="host"'],
])("on another site, a reload keeps the visitor, by %s", async (_, persist) => {
  const room = freshRoom();
  const origin = await serveHostPage(`<parley-chat ${persist} room="${room}" name="Ada"></parley-chat>`, "localhost");
  const page = await visitors.visit({ origin });
  const mei = await guestIn(room);
  const says = async (text: string) => {
    await expect.poll(() => isOnline(page)).toBe(true);
    await page.evaluate(`document.querySelector("parley-chat").send("${text}").then(() => true)`);
    return (await mei.hears(text)).uid;
  };
  const before = await says("before");
  await page.reload();
  expect(await says("after")).toBe(before);
});
