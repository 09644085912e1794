import type { Locator, Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { Guest } from "./guest.ts";
import { choose, enterAsOwner } from "./message-menu.ts";
import { composer, freshRoom, log, say, sees, status, untilLazyPart, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** Presses Tab or Shift+Tab until the focused element has this name; not at all if it already does. */
async function tabTo(page: Page, name: RegExp, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  /** More than the number of controls in any state. */
  const limit = 60;
  for (let count = 0; count < limit; count += 1) {
    const focused = await page.evaluate(() => {
      const { activeElement: element } = document;
      const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
      const labels = isField ? [...(element.labels ?? [])] : [];
      return [element?.ariaLabel, ...labels.map(({ textContent }) => textContent), element?.textContent]
        .filter(Boolean)
        .join(" ")
        .trim();
    });
    if (name.test(focused)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not reach ${name}`);
}

/** Moves from the composer up to a message of the log: the newest, or one a few messages above it. */
async function upToMessage(page: Page, above = 0): Promise<void> {
  await untilLazyPart(page);
  await tabTo(page, /^Message/);
  await tabTo(page, /^Messages/, "Shift+Tab");
  for (let count = 0; count <= above; count += 1) await page.keyboard.press("ArrowUp");
}

test("a whole conversation by keyboard alone: write, join, reply, react, edit, delete, rename, settings, another room, leave", async () => {
  const room = freshRoom();
  const page = await visitors.visit({ path: `/r/${room}` });
  const { keyboard } = page;
  await status(page, "Connected");
  const mei = await Guest.enter(room, "Mei");
  onTestFinished(() => mei.close());

  // The composer has the focus first, then the name field, then the composer again.
  await keyboard.type("Good morning!");
  await keyboard.press("Enter");
  await page.getByLabel("Display name").and(page.locator(":focus")).waitFor();
  await keyboard.type("Ada");
  await keyboard.press("Enter");
  await mei.hears("Good morning!");
  await keyboard.type("Two");
  await keyboard.press("Shift+Enter");
  await keyboard.type("lines");
  await keyboard.press("Enter");
  const { seq: own, uid } = await mei.hears("Two\nlines");

  const question = await mei.says("Coffee?");
  await sees(page, "Coffee?");
  await upToMessage(page);
  await tabTo(page, /^React with 👍/);
  await keyboard.press("Enter");
  await mei.told((told) => told.type === "reaction" && told.uid === uid && told.target === question);

  await tabTo(page, /^Reply$/);
  await keyboard.press("Enter");
  await tabTo(page, /^Message/);
  await keyboard.type("Yes, please");
  await keyboard.press("Enter");
  await mei.told(({ message, replyTo }) => message === "Yes, please" && replyTo === question);

  await upToMessage(page, 2);
  await tabTo(page, /^More/);
  await keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Edit" }).waitFor();
  await keyboard.press("Enter");
  await tabTo(page, /^Message/);
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("One line");
  await keyboard.press("Enter");
  await mei.told(({ message, target, type }) => type === "edit" && target === own && message === "One line");

  await upToMessage(page, 2);
  await tabTo(page, /^More/);
  await keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Delete" }).waitFor();
  await keyboard.press("End");
  await keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Delete this message?" }).waitFor();
  await tabTo(page, /^Delete$/);
  await keyboard.press("Enter");
  await mei.told(({ target, type }) => type === "delete" && target === own);
  await page.getByRole("dialog").waitFor({ state: "hidden" });

  await tabTo(page, /– profile/);
  await keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Change your name" }).waitFor();
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("Countess");
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await mei.told(({ type, username }) => type === "notice" && username === "Countess");

  await tabTo(page, /^Settings/);
  await keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Settings" }).waitFor();
  await tabTo(page, /^System/);
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowRight");
  await page.locator("html[data-theme=dark]").waitFor();
  await keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });

  const other = freshRoom();
  await tabTo(page, /, Rooms$/, "Shift+Tab");
  await keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Rooms" }).waitFor();
  await tabTo(page, /^Create or join a room/);
  await keyboard.type(other);
  await keyboard.press("Enter");
  await page.waitForURL(`**/r/${other}`);
  await status(page, "Connected");
  await page.goBack();
  // The previous state is shown first, then the result.
  await status(page, "Connected");
  expect(await log(page)).toEqual(["Good morning!", "Coffee?", "Yes, please"]);

  await tabTo(page, /– profile/);
  await keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Leave room" }).waitFor();
  await keyboard.press("End");
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo(page, /^Leave room$/);
  await keyboard.press("Enter");
  await status(page, "Disconnected");
  // The next action has the focus.
  await keyboard.press("Enter");
  await status(page, "Connected");
  expect(await composer(page).evaluate((field) => field === document.activeElement)).toBe(true);
});

test("in the log, arrows move between messages, Enter opens the actions, R replies, E edits, and Esc leads back", async () => {
  const room = freshRoom();
  const page = await visitors.enter(room, "Ada");
  const mei = await Guest.enter(room, "Mei");
  onTestFinished(() => mei.close());
  const { keyboard } = page;
  await say(page, "my own, with a [link](https://example.com/)");
  await page.locator(".messages a").waitFor();
  await mei.says("Coffee? See https://example.com/menu\n```\nbrew(2)\n```");
  await page.locator(".messages a").nth(1).waitFor();
  await untilLazyPart(page);
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);

  // Neither a link nor a block of code is a Tab stop on the way from the composer to the log.
  const stops: unknown[] = [];
  await composer(page).focus();
  for (let count = 0; count < 8 && stops.at(-1) !== "log"; count += 1) {
    await keyboard.press("Shift+Tab");
    stops.push(await page.evaluate(() => document.activeElement?.className));
  }
  expect(stops).toEqual(["log"]);

  await keyboard.press("ArrowUp");
  await keyboard.press("Tab");
  expect(await focused()).toBe("https://example.com/menu");
  // Code that does not scroll is skipped here as well.
  await keyboard.press("Tab");
  expect(await focused()).toBe("👍");
  await keyboard.press("Escape");
  expect(await focused()).toMatch(/^m\d+$/);
  await keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Reply" }).waitFor();
  expect(await page.getByRole("menuitem", { name: "Edit" }).count()).toBe(0);
  await keyboard.press("Escape");
  await page.getByRole("menu").waitFor({ state: "detached" });
  expect(await focused()).toMatch(/^m\d+$/);
  await keyboard.press("r");
  await page.getByText("Replying to Mei").waitFor();
  expect(await focused()).toBe("composer-text");
  expect(await composer(page).inputValue()).toBe("");
  await keyboard.press("Escape");
  await page.getByText("Replying to Mei").waitFor({ state: "detached" });

  await page.getByRole("region", { name: "Messages" }).focus();
  await keyboard.press("ArrowUp");
  // Only one's own message can be edited.
  await keyboard.press("e");
  expect(await page.getByText("Editing message").count()).toBe(0);
  await keyboard.press("ArrowUp");
  await keyboard.press("e");
  await page.getByText("Editing message").waitFor();
  await keyboard.press("Escape");

  await page.getByRole("region", { name: "Messages" }).focus();
  await keyboard.press("ArrowUp");
  await keyboard.press("Escape");
  expect(await focused()).toBe("composer-text");
});

test("letters typed after a click in the log go to the composer; keys with a modifier, Space and Enter do not", async () => {
  const room = freshRoom();
  const page = await visitors.enter(room, "Ada");
  const mei = await Guest.enter(room, "Mei");
  onTestFinished(() => mei.close());
  const { keyboard } = page;
  const cake = await mei.says("Cake?");
  await mei.says("Really");
  await sees(page, "Really");
  await untilLazyPart(page);
  mei.send({ type: "reaction", id: "r1", target: cake, emoji: "🎂", on: true });
  const reaction = page.getByRole("button", { name: /^🎂 1/ });
  await reaction.click();
  await page.getByRole("button", { name: /^🎂 2/, pressed: true }).waitFor();
  await keyboard.press("Space");
  await page.getByRole("button", { name: /^🎂 1/, pressed: false }).waitFor();
  await keyboard.press("Control+x");
  expect(await composer(page).inputValue()).toBe("");
  await keyboard.type("really good");
  expect(await composer(page).inputValue()).toBe("really good");
  // A clicked message has the focus as well.
  await page.getByText("Really", { exact: true }).click();
  await keyboard.type("er");
  expect(await composer(page).inputValue()).toBe("really gooder");
  expect(await page.getByText("Replying to").count()).toBe(0);
  // A dialog keeps its letters.
  await page.getByRole("button", { name: / – profile$/ }).click();
  await page.getByRole("menuitem", { name: "Keyboard shortcuts" }).click();
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await help.getByText("Open a message’s actions").waitFor();
  await keyboard.type("x");
  await keyboard.press("Escape");
  await help.waitFor({ state: "hidden" });
  expect(await composer(page).inputValue()).toBe("really gooder");
});

test("a dialog opens with the focus on its field, else on its first control, and what is typed into one stays out of the chat", async () => {
  const room = freshRoom();
  const page = await enterAsOwner(visitors, room);
  const ben = await Guest.enter(room, "Ben");
  onTestFinished(() => ben.close());
  await ben.says("spam");
  await sees(page, "spam");
  await untilLazyPart(page);
  const { keyboard } = page;
  const dialog = page.getByRole("dialog");
  const hasFocus = (control: Locator) =>
    expect.poll(() => control.evaluate((one) => one === document.activeElement)).toBe(true);

  await choose(page, "spam", "Report…");
  await hasFocus(dialog.getByLabel("Why are you reporting it? (optional)"));
  await keyboard.type("he is rude");
  expect(await dialog.getByLabel("Why are you reporting it? (optional)").inputValue()).toBe("he is rude");
  await keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });

  await choose(page, "spam", "Ban…");
  await hasFocus(dialog.getByLabel("Reason"));
  await keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });

  // It asks for no reason. Space declines, and the rest of one goes nowhere.
  await choose(page, "spam", "Kick…");
  await hasFocus(dialog.getByRole("button", { name: "Cancel" }));
  await keyboard.type("he is rude\n");
  await dialog.waitFor({ state: "hidden" });
  expect(await composer(page).inputValue()).toBe("");
  expect(await log(page)).toEqual(["spam"]);

  await page.getByRole("button", { name: "Moderation" }).click();
  await hasFocus(dialog.getByRole("tab", { name: "Reports" }));
  await keyboard.press("Escape");
  await page.getByRole("button", { name: /, Rooms$/ }).click();
  await hasFocus(dialog.getByRole("button", { name: /^Search/ }));
});
