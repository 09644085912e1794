import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { siteToken } from "../support/site.ts";
import { type Door, letIn, message, playRoom, putDoor } from "./fake-room.ts";
import { guestIn } from "./guest.ts";
import {
  composer,
  freshRoom,
  inView,
  log,
  notes,
  say,
  sees,
  showAs,
  status,
  untilLazyPart,
  useVisitors,
} from "./visitors.ts";

const visitors = useVisitors();

/** The element right below the "new messages" line. */
const firstNew = (page: Page) => page.locator(".new-divider + .messages .text").first().textContent();

test("a hidden tab counts others' messages in its title and icon, until it is visible", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const ben = await visitors.enter(room, "Ben");
  const icon = () => ada.locator('link[rel="icon"]').getAttribute("href");
  const [title, plain] = [await ada.title(), await icon()];
  await say(ben, "before");
  await sees(ada, "before");
  await showAs(ada, "hidden");
  await say(ben, "one");
  await say(ben, "two");
  await sees(ada, "two");
  await expect.poll(() => ada.title()).toBe(`(2) ${title}`);
  expect(decodeURIComponent((await icon()) ?? "")).toMatch(/^data:image\/svg\+xml,.*>2<\/text>/s);
  await showAs(ada, "visible");
  await expect.poll(() => ada.title()).toBe(title);
  expect(new URL((await icon()) ?? "", ada.url()).pathname).toBe(new URL(plain ?? "", ada.url()).pathname);
  // A line marks the first unread message.
  expect(await firstNew(ada)).toBe("one");
  await say(ada, "I am back");
  await ada.locator(".new-divider").waitFor({ state: "detached" });
});

test("P3.42 what a signed-in user reads on one device is no longer unread on another", async () => {
  const room = freshRoom();
  const token = await siteToken({ name: "Ada", sub: `a-${room}` });
  const [laptop, phone] = [
    await visitors.visit({ path: `/r/${room}#token=${token}` }),
    await visitors.visit({ path: `/r/${room}#token=${token}` }),
  ];
  for (const device of [laptop, phone]) {
    await status(device, "Connected");
    await untilLazyPart(device);
  }
  const title = await laptop.title();
  await showAs(laptop, "hidden");
  const mei = await guestIn(room);
  await mei.says("one");
  await mei.says("two");
  await expect.poll(() => laptop.title()).toBe(`(2) ${title}`);
  await inView(phone, "two");
  await showAs(phone, "hidden");
  await expect.poll(() => laptop.title()).toBe(title);
});

test("the next visit shows where the user stopped reading", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  const ada = await visitors.enter(room, "Ada");
  await mei.says("read");
  await sees(ada, "read");
  const { href } = await ada.evaluate(() => location);
  await ada.goto("about:blank");
  await mei.says("said meanwhile");
  await mei.says("and more");
  await ada.goto(href);
  await sees(ada, "and more");
  await ada.getByText(/^New messages since /).waitFor();
  expect(await firstNew(ada)).toBe("said meanwhile");
});

test("a button leads up to the first new message, until its line has been seen", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  const ada = await visitors.enter(room, "Ada", { viewport: { width: 390, height: 500 } });
  await mei.says("read");
  await sees(ada, "read");
  const { href } = await ada.evaluate(() => location);
  await ada.goto("about:blank");
  for (let count = 1; count <= 40; count += 1) mei.send({ type: "message", id: `${count}`, message: `line ${count}` });
  await mei.hears("line 40");
  await ada.goto(href);
  await inView(ada, "line 40");
  const button = ada.getByRole("button", { name: "Jump to first new message" });
  await button.click();
  await inView(ada, "line 1");
  await button.waitFor({ state: "detached" });
  await ada.getByRole("button", { name: "Jump to latest" }).click();
  await inView(ada, "line 40");
  expect(await button.count()).toBe(0);
});

test("new messages are counted, and neither scroll the log nor take the focus of a user who reads further up", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  for (let count = 1; count <= 40; count += 1) mei.send({ type: "message", id: `${count}`, message: `line ${count}` });
  await mei.hears("line 40");
  const ada = await visitors.enter(room, "Ada", { viewport: { width: 400, height: 400 } });
  await inView(ada, "line 40");
  await untilLazyPart(ada);
  const region = ada.getByRole("region", { name: "Messages" });
  await region.focus();
  // The arrow keys move between messages, starting at the lowest visible one.
  await ada.keyboard.press("ArrowUp");
  await ada.keyboard.press("ArrowUp");
  const focused = () => ada.evaluate(() => document.activeElement?.querySelector(".text")?.textContent);
  expect(await focused()).toBe("line 39");
  await ada.keyboard.press("ArrowDown");
  expect(await focused()).toBe("line 40");
  await ada.getByText("line 3", { exact: true }).scrollIntoViewIfNeeded();
  await ada.getByRole("button", { name: "Jump to latest" }).waitFor();
  const place = await region.evaluate((frame) => frame.scrollTop);
  await mei.says("news");
  await mei.says("more news");
  await ada.getByRole("button", { name: "2 new messages" }).waitFor();
  expect(await focused()).toBe("line 40");
  expect(await region.evaluate((frame) => frame.scrollTop)).toBe(place);
  // A user who sends a message wants to see it.
  await say(ada, "an answer");
  await ada.getByRole("button", { name: "Jump to latest" }).waitFor({ state: "detached" });
  await expect
    .poll(() => region.evaluate((frame) => frame.scrollHeight - frame.scrollTop - frame.clientHeight))
    .toBeLessThan(24);
});

test("a long draft that is sent leaves the log at its end, when it is measured before the message is there", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  for (let count = 1; count <= 20; count += 1) mei.send({ type: "message", id: `${count}`, message: `line ${count}` });
  await mei.hears("line 20");
  const ada = await visitors.enter(room, "Ada", { viewport: { width: 400, height: 400 } });
  await composer(ada).fill("one\ntwo\nthree\nfour");
  await inView(ada, "line 20");
  const distance = await ada.evaluate(async () => {
    const log = document.querySelector(".log");
    const field = document.querySelector<HTMLElement>("#composer-text");
    const row = document.createElement("p");
    row.style.height = "66px";
    if (log === null || field === null) throw new Error("no room");
    // As the page does it: the field shrinks, something measures, and the message follows.
    field.style.height = "2.625rem";
    log.scrollTop.toFixed();
    document.querySelector(".rows")?.append(row);
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    return log.scrollHeight - log.scrollTop - log.clientHeight;
  });
  expect(distance).toBeLessThan(24);
  expect(await ada.getByRole("button", { name: "Jump to latest" }).count()).toBe(0);
});

test("P4.3 without a connection the page says that nothing is lost, and sends messages when it is back", async () => {
  const room = freshRoom();
  const doors: Door[] = [];
  const ada = await visitors.enter(room, "Ada", { prepare: async (page) => doors.push(await putDoor(page)) });
  const mei = await guestIn(room);
  for (const door of doors) await door.shut();
  await status(ada, "Reconnecting…");
  await ada.getByText("You’re offline. Messages will send when you reconnect.").waitFor();
  await composer(ada).fill("from the tunnel");
  await composer(ada).press("Enter");
  await ada.getByText("Will send when you’re back online").waitFor();
  for (const door of doors) await door.open();
  await mei.hears("from the tunnel");
  await sees(ada, "from the tunnel");
  // The stored state is shown too, until another user replies.
  await ada.getByText("Sent", { exact: true }).waitFor();
  await ada.getByText("There is no connection.").waitFor({ state: "detached" });
  // Not below a line that is about someone else.
  await guestIn(room, "Noor");
  await notes(ada, "Noor joined");
  expect(await ada.getByText("Sent", { exact: true }).isVisible()).toBe(false);
  await mei.says("welcome back");
  await sees(ada, "welcome back");
  expect(await ada.getByText("Sent", { exact: true }).count()).toBe(0);
  expect(await log(ada)).toEqual(["from the tunnel", "welcome back"]);
});

test("the newest day is called today, and yesterday after midnight", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    timezoneId: "UTC",
    prepare: async (page) => {
      await page.clock.install({ time: new Date("2026-03-01T23:59:50Z") });
      await playRoom(page, (socket) =>
        letIn(socket, [
          message(1, "old", { at: Date.parse("2026-02-27T12:00:00Z") }),
          message(2, "late", { at: Date.parse("2026-02-28T12:00:00Z") }),
          message(3, "new", { at: Date.parse("2026-03-01T12:00:00Z") }),
        ]),
      );
    },
  });
  await page.getByRole("complementary", { name: "People" }).getByText("Ada").waitFor();
  const days = () => page.locator(".day").allTextContents();
  await expect.poll(days).toEqual([expect.stringContaining("27 February 2026"), "Yesterday", "Today"]);
  await page.clock.runFor(15_000);
  await expect
    .poll(days)
    .toEqual([expect.stringContaining("27 February 2026"), expect.stringContaining("28 February 2026"), "Yesterday"]);
});

test("all times follow the time zone of a traveler's device", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) => playRoom(page, (socket) => letIn(socket, [message(1, "on the way")])),
  });
  await page.getByRole("complementary", { name: "People" }).getByText("Ada").waitFor();
  const time = () => page.locator(".messages time").first().textContent();
  const before = await time();
  const client = await page.context().newCDPSession(page);
  // Nepal's offset is its own.
  await client.send("Emulation.setTimezoneOverride", { timezoneId: "Asia/Kathmandu" });
  await showAs(page, "hidden");
  await showAs(page, "visible");
  await expect.poll(time).not.toBe(before);
});
