import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { letIn, message, playRoom } from "./fake-room.ts";
import { Guest } from "./guest.ts";
import { composer, freshRoom, leave, notes, say, sees, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** Waits until the page shows this many users. */
const here = (page: Page, count: number) =>
  page.getByRole("button", { name: `${count} online`, exact: true }).waitFor();

test("P3.6 a page shows who joins and leaves, and who is in the room", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  await here(ada, 1);
  const ben = await visitors.enter(room, "Ben");
  await notes(ada, "Ben joined");
  await here(ada, 2);
  const people = ada.getByRole("complementary", { name: "People" });
  expect(await people.locator("bdi").allTextContents()).toEqual(["Ada", "Ben"]);
  expect(await people.getByText("you").count()).toBe(1);
  await ben.close();
  await notes(ada, "Ben left");
  await here(ada, 1);
  expect(await people.locator("bdi").allTextContents()).toEqual(["Ada"]);
  // Users are not told about themselves.
  expect(await ada.locator(".system-message").getByText(/^Ada/).count()).toBe(0);
});

const member = (username: string) => ({ uid: username.toLowerCase(), username, role: "guest" });

test("P3.6 many joins and leaves are one line with a count, which expands to the names", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) => {
        letIn(socket, []);
        const presence = (joined: string[], left: string[], count: number) =>
          socket.say({ type: "presence", joined: joined.map(member), left, count });
        presence(["Ben", "Cleo", "Dan", "Eve", "Fay", "Gus"], [], 7);
        presence([], ["ben"], 6);
      }),
  });
  await notes(page, "5 people joined · Ben left");
  const all = page.getByText("Cleo, Dan, Eve, Fay and Gus joined · Ben left");
  expect(await all.isVisible()).toBe(false);
  await page.getByText("5 people joined").press("Enter");
  await all.waitFor();
});

test("P3.6 a join stands above what that person wrote before it was announced, and a leave below everything", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) => {
        letIn(socket, [message(1, "old")], { members: [member("Ada"), member("Mei")], count: 2 });
        socket.say(message(2, "hello", { uid: "cleo", username: "Cleo" }));
        socket.say({ type: "presence", joined: [member("Cleo")], left: [], count: 3 });
        const notice = { type: "notice", notice: "rename", seq: 3, at: Date.now(), uid: "mei", id: "n3" };
        socket.say({ ...notice, username: "Mei-Lin", previous: "Mei", message: "Mei is now known as Mei-Lin." });
        socket.say({ type: "presence", joined: [], left: ["mei"], count: 2 });
      }),
  });
  await notes(page, "Mei is now Mei-Lin");
  const lines = page.locator(".rows .text, .rows .system-message");
  await expect
    .poll(() => lines.allTextContents())
    .toEqual(["old", "Cleo joined", "hello", "Mei is now Mei-Lin", expect.stringMatching(/^Mei.* left$/)]);
});

test("a user who turns off join and leave messages sees none, now and on the next visit", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const ben = await visitors.enter(room, "Ben");
  await notes(ada, "Ben joined");
  await ada.getByRole("button", { name: "Settings" }).click();
  await ada.getByLabel("Show join and leave messages").uncheck();
  await ada.keyboard.press("Escape");
  expect(await ada.locator(".system-message").getByText("joined").count()).toBe(0);
  await ada.reload();
  await here(ada, 2);
  await ben.close();
  await here(ada, 1);
  expect(await ada.locator(".system-message").getByText("Ben left").count()).toBe(0);
  await ada.getByRole("button", { name: "Settings" }).click();
  await ada.getByLabel("Show join and leave messages").check();
  await ada.keyboard.press("Escape");
  await notes(ada, "Ben left");
});

test("users are listed by name in the language's order, the user first", async () => {
  const others = ["Zoë", "Ängla", "anna", "Bo 10", "Bo 9"].map(member);
  const prepare = (page: Page) =>
    playRoom(page, (socket) => letIn(socket, [], { members: [...others, member("Ada")], count: 6 }));
  const page = await visitors.enter(freshRoom(), "Ada", { prepare });
  const names = page.getByRole("complementary", { name: "People" }).locator("bdi");
  await expect.poll(() => names.allTextContents()).toEqual(["Ada", "Ängla", "anna", "Bo 9", "Bo 10", "Zoë"]);
});

test("the member list is open on a page with plenty of room, until the user closes it; a narrow one has a dialog", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", { viewport: { width: 1100, height: 720 } });
  const column = page.getByRole("complementary", { name: "People" });
  const button = page.getByRole("button", { name: "1 online" });
  expect(await button.getAttribute("aria-expanded")).toBe("false");
  await page.setViewportSize({ width: 1200, height: 720 });
  await column.waitFor();
  await button.click();
  await column.waitFor({ state: "detached" });
  await page.reload();
  await button.waitFor();
  expect(await column.count()).toBe(0);
  await button.click();
  await column.waitFor();
  expect(await button.getAttribute("aria-expanded")).toBe("true");
  await page.setViewportSize({ width: 390, height: 844 });
  await column.waitFor({ state: "detached" });
  await button.click();
  const dialog = page.getByRole("dialog", { name: "People" });
  await dialog.getByText("Ada").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
});

test("people are grouped by role, and whoever has left sees nobody", async () => {
  const people = [
    { ...member("Ada"), role: "member" },
    { ...member("Ben"), role: "owner" },
    { ...member("Cleo"), role: "moderator" },
    member("Dan"),
    { ...member("Eve"), role: "member" },
  ];
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) => playRoom(page, (socket) => letIn(socket, [], { members: people, count: 5 })),
  });
  const column = page.getByRole("complementary", { name: "People" });
  await column.getByText("Eve").waitFor();
  expect(await column.getByRole("heading").allTextContents()).toEqual([
    "People",
    "Owners · 1",
    "Moderators · 1",
    "Members · 2",
    "Guests · 1",
  ]);
  expect(await column.locator("bdi").allTextContents()).toEqual(["Ben", "Cleo", "Ada", "Eve", "Dan"]);
  await leave(page);
  await column.getByText("You’ve left this room.").waitFor();
  expect(await column.locator("bdi").count()).toBe(0);
});

test("P3.4 in a large room the page shows the count, and says that members are not listed", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) => playRoom(page, (socket) => letIn(socket, [], { members: [], count: 1_234 })),
  });
  await page.getByRole("button", { name: "1,234 online" }).waitFor();
  await page.getByText("Too many people to list").waitFor();
});

test("P3.4 if more users are in the room than listed, the list says how many", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) => playRoom(page, (socket) => letIn(socket, [], { members: [member("Ada")], count: 202 })),
  });
  await page.getByRole("button", { name: "202 online" }).waitFor();
  await page.getByText("and 201 more").waitFor();
});

test("P3.4 two tabs of a user are one member, and show the same", async () => {
  const room = freshRoom();
  const ben = await visitors.enter(room, "Ben");
  const ada = await visitors.enter(room, "Ada");
  await here(ben, 2);
  const tab = await visitors.openTab(ada);
  await say(ada, "from one");
  await sees(tab, "from one");
  await say(tab, "from the other");
  for (const page of [ada, ben, tab]) {
    await sees(page, "from the other");
    await here(page, 2);
    expect(await page.locator(".messages").count()).toBe(1);
  }
  expect(await tab.locator(".messages").getByText("you", { exact: true }).count()).toBe(1);
  await tab.close();
  // If the other tab had left, it would be announced before the next user who joins.
  const guest = await Guest.enter(room, "Mei");
  onTestFinished(() => guest.close());
  await notes(ben, "Mei joined");
  await here(ben, 3);
});

test("P3.6 a quiet line shows who is typing, until the message is sent", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const ben = await visitors.enter(room, "Ben");
  await here(ada, 2);
  const line = ada.getByText("Ben is typing…");
  // Immediate in a quiet room; this one has just announced Ben, and gets the signal again while he types (P3.9).
  await expect
    .poll(
      async () => {
        await composer(ben).pressSequentially("l");
        return line.count();
      },
      { timeout: 60_000 },
    )
    .toBe(1);
  expect(await line.getAttribute("aria-live")).toBe("off");
  expect(await ben.getByText("is typing").count()).toBe(0);
  await composer(ben).fill("Hello");
  await composer(ben).press("Enter");
  await sees(ada, "Hello");
  await line.waitFor({ state: "detached" });
});
