import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { letIn, message, playRoom } from "./fake-room.ts";
import { guestIn } from "./guest.ts";
import { composer, freshRoom, log, pasted, say, sees, untilLazyPart, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** The row of a message. */
const line = (page: Page, text: string): Locator => page.getByRole("article").filter({ hasText: text }).last();

/** Chooses an item from a message's menu. */
async function choose(page: Page, text: string, action: string): Promise<void> {
  await line(page, text).focus();
  await line(page, text).getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: action, exact: true }).click();
}

test("P3.2 a user reacts with a quick emoji, and everyone sees who did", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const ben = await visitors.enter(room, "Ben");
  await say(ben, "Cake in the kitchen");
  await sees(ada, "Cake in the kitchen");
  await line(ada, "Cake").focus();
  await line(ada, "Cake").getByRole("button", { name: "React with 👍" }).click();
  await ben.getByRole("button", { name: "👍 1: Ada" }).waitFor();
  await ada.getByRole("button", { name: "👍 1: You", pressed: true }).waitFor();
  // Shows all names without toggling the reaction: a long press, or the context menu key.
  await untilLazyPart(ben);
  await ben.getByRole("button", { name: "👍 1: Ada" }).click({ button: "right" });
  const who = ben.getByRole("dialog", { name: "Who reacted with 👍" });
  await expect.poll(() => who.getByRole("listitem").allTextContents()).toEqual(["Ada"]);
  await ben.keyboard.press("Escape");
  await who.waitFor({ state: "detached" });
  await line(ada, "Cake").getByRole("button", { name: "React with 👍", pressed: true }).click();
  await ben.getByRole("button", { name: "👍 1: Ada" }).waitFor({ state: "detached" });
});

test("a message without a head of its own shows its time while it is pointed at or has the focus", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    timezoneId: "UTC",
    prepare: (page) => playRoom(page, (socket) => letIn(socket, [message(1, "first"), message(2, "second")])),
  });
  await sees(page, "second");
  const time = (text: string) => line(page, text).getByText("8:00", { exact: true });
  expect(await time("second").count()).toBe(0);
  await line(page, "second").hover();
  await time("second").waitFor();
  const [left, text] = await Promise.all([
    time("second").boundingBox(),
    line(page, "second").locator(".said").boundingBox(),
  ]);
  expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual(text?.x ?? 0);
  await line(page, "first").focus();
  await line(page, "first").getByRole("toolbar").waitFor();
  // Once, beside the name.
  expect(await time("first").filter({ visible: true }).count()).toBe(1);
});

test("a user reacts with any emoji, by mouse and keyboard, and the picker loads only then", async () => {
  const room = freshRoom();
  const asked: string[] = [];
  const ada = await visitors.enter(room, "Ada", {
    prepare: async (page) => {
      page.on("request", (request) => asked.push(request.url()));
    },
  });
  const mei = await guestIn(room);
  const target = await mei.says("Cake in the kitchen");
  await sees(ada, "Cake in the kitchen");
  const picker = ada.getByRole("dialog", { name: "Add reaction" });
  await line(ada, "Cake").hover();
  await line(ada, "Cake").getByRole("toolbar").getByRole("button", { name: "Add reaction" }).waitFor();
  expect(asked.filter((url) => url.includes("emoji-picker"))).toEqual([]);
  await line(ada, "Cake").getByRole("toolbar").getByRole("button", { name: "Add reaction" }).click();
  await picker.getByRole("searchbox").fill("birthday");
  await picker.getByRole("gridcell", { name: "birthday cake" }).click();
  expect(await mei.told(({ type }) => type === "reaction")).toMatchObject({ target, emoji: "🎂", on: true });
  await picker.waitFor({ state: "detached" });

  // After the existing reactions, by keyboard: a message's quick emoji and other actions come last.
  await ada.mouse.move(0, 0);
  await line(ada, "Cake").focus();
  await ada.keyboard.press("Tab");
  expect(await ada.evaluate(() => document.activeElement?.ariaLabel)).toBe("🎂 1: You");
  await ada.keyboard.press("Tab");
  await ada.keyboard.press("Enter");
  await picker.getByRole("gridcell").first().waitFor();
  await ada.keyboard.type("rocket");
  await picker.getByRole("grid", { name: "Search results" }).waitFor();
  await ada.keyboard.press("Enter");
  expect(await mei.told(({ emoji }) => emoji === "🚀")).toMatchObject({ type: "reaction", target, on: true });
  await line(ada, "Cake").getByRole("button", { name: "🚀 1: You", pressed: true }).waitFor();
  expect(await ada.evaluate(() => document.activeElement?.ariaLabel)).toBe("Add reaction");
});

test("P3.2 a user replies to a message, and a click on the quote leads to it, loaded or not", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  const old = await mei.says("long ago");
  for (let count = 1; count <= 200; count += 1) mei.send({ type: "message", id: `${count}`, message: `line ${count}` });
  await mei.hears("line 200");
  await mei.says("to the old one", { replyTo: old });
  const ada = await visitors.enter(room, "Ada", { viewport: { width: 400, height: 400 } });
  await sees(ada, "to the old one");
  expect(await log(ada)).not.toContain("long ago");
  await ada.getByRole("button", { name: "In reply to an earlier message" }).click();
  const origin = ada.locator("#m1");
  await origin.waitFor();
  await expect.poll(() => origin.evaluate((element) => element === document.activeElement)).toBe(true);
  const isInSight = await origin.evaluate((origin) => {
    const frame = origin.closest(".log")?.getBoundingClientRect();
    const { bottom, top } = origin.getBoundingClientRect();
    return frame !== undefined && top >= frame.top && bottom <= frame.bottom;
  });
  expect(isInSight).toBe(true);

  await origin.getByRole("button", { name: "More" }).click();
  await ada.getByRole("menuitem", { name: "Reply" }).click();
  await say(ada, "Not so long");
  expect(await mei.hears("Not so long")).toMatchObject({ replyTo: old });
});

test("P3.2 a user edits their own message, but nobody else's", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const ben = await visitors.enter(room, "Ben");
  await say(ada, "Good mornin");
  await sees(ben, "Good mornin");
  await choose(ada, "Good mornin", "Edit");
  expect(await composer(ada).inputValue()).toBe("Good mornin");
  await say(ada, "Good morning");
  await sees(ben, "Good morning");
  await line(ben, "Good morning").getByText("(edited)").waitFor();
  await line(ben, "Good morning").focus();
  await line(ben, "Good morning").getByRole("button", { name: "More" }).click();
  expect(await ben.getByRole("menuitem").allTextContents()).toEqual([
    "Reply",
    "Copy text",
    "Copy link",
    "Block Ada",
    "Report…",
  ]);
});

test("P3.2 a user deletes their own message after confirming, and it is gone for everyone", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const ben = await visitors.enter(room, "Ben");
  await say(ada, "Never mind");
  await sees(ben, "Never mind");
  await choose(ada, "Never mind", "Delete");
  const question = ada.getByRole("dialog", { name: "Delete this message?" });
  expect(await question.getByRole("time").textContent()).toMatch(/^\d\d:\d\d$/);
  await question.getByRole("button", { name: "Cancel" }).click();
  await choose(ada, "Never mind", "Delete");
  await question.getByRole("button", { name: "Delete" }).click();
  for (const page of [ada, ben]) {
    await page.getByText("Message deleted").waitFor();
    expect(await log(page)).toEqual([]);
  }
  // Its actions are gone, but the focus is not lost.
  expect(await ada.evaluate(() => document.activeElement?.classList.contains("message"))).toBe(true);
});

test("a link to a message leads to it", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  await mei.says("long ago");
  for (let count = 1; count <= 100; count += 1) mei.send({ type: "message", id: `${count}`, message: `line ${count}` });
  await mei.hears("line 100");
  const ada = await visitors.enter(room, "Ada", { permissions: ["clipboard-write"] });
  await sees(ada, "line 100");
  await choose(ada, "line 90", "Copy link");
  await ada.getByText("Copied").waitFor();
  const link = await pasted(ada);
  expect(new URL(link).hash).toBe("#m91");
  const tab = await ada.context().newPage();
  await tab.goto(link.replace("#m91", "#m1"));
  await expect.poll(() => tab.evaluate(() => document.activeElement?.textContent)).toContain("long ago");
});

test("P3.7 a rejected command is shown in its place and can be corrected", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(
        page,
        (socket) => letIn(socket, [message(1, "not mine"), message(2, "mine", { uid: "ada", username: "Ada" })]),
        ({ id, type }, socket) => {
          const code = type === "reaction" ? "too_many_reactions" : "target_deleted";
          if (id !== undefined) socket.say({ type: "error", id, code, message: "There is no room for another emoji." });
        },
      ),
  });
  await line(page, "not mine").focus();
  await line(page, "not mine").getByRole("button", { name: "React with 👍" }).click();
  await line(page, "not mine").getByRole("alert").getByText("There is no room for another emoji.").waitFor();
  await line(page, "not mine").getByRole("button", { name: "Close" }).click();
  await line(page, "not mine").getByRole("alert").waitFor({ state: "detached" });

  await choose(page, "mine", "Edit");
  await say(page, "mine, edited");
  const failed = line(page, "mine, edited");
  await failed.getByRole("alert").getByText("Couldn’t save changes. That message was deleted.").waitFor();
  await failed.getByRole("button", { name: "Edit", exact: true }).click();
  expect(await composer(page).inputValue()).toBe("mine, edited");
  expect(await log(page)).toEqual(["not mine", "mine"]);
});
