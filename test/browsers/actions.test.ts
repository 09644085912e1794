import { expect, test } from "vitest";
import { guestIn } from "../e2e/guest.ts";
import type { Page } from "./page.ts";
import { choose, freshRoom, log, rowOf, say, sees, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

test("a user reacts, replies, edits and deletes by mouse", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const mei = await guestIn(room);
  const question = await mei.says("Coffee?");
  await sees(ada, "Coffee?");

  await ada.hover(rowOf("Coffee?"));
  await ada.click({ role: "button", name: "React with 👍", in: rowOf("Coffee?") });
  await ada.shows({ role: "button", name: "👍 1: You" });
  expect(await mei.told(({ type }) => type === "reaction")).toMatchObject({ target: question, emoji: "👍", on: true });

  await ada.hover(rowOf("Coffee?"));
  await ada.click({ role: "button", name: "Reply", in: rowOf("Coffee?") });
  await say(ada, "Yes, plese");
  expect(await mei.hears("Yes, plese")).toMatchObject({ replyTo: question });

  await choose(ada, "Yes, plese", "Edit");
  await say(ada, "Yes, please");
  await mei.told(({ message, type }) => type === "edit" && message === "Yes, please");
  await ada.shows({ text: "(edited)", in: rowOf("Yes, please") });

  await choose(ada, "Yes, please", "Delete");
  await ada.click({ role: "button", name: "Delete", in: { role: "dialog" } });
  await ada.shows({ text: "Message deleted" });
  expect(await log(ada)).toEqual(["Coffee?"]);
});

/** Presses Tab or Shift+Tab until the focused element has this name; not at all if it already does. */
async function tabTo(page: Page, name: RegExp, modifier?: "Shift"): Promise<void> {
  /** More than the number of controls of the page. */
  const limit = 60;
  for (let count = 0; count < limit; count += 1) {
    if (name.test(await page.focused())) return;
    await page.press("Tab", modifier);
  }
  throw new Error(`Tab does not reach ${name}`);
}

/** Moves from the composer up to a message of the log: the newest, or one a few messages above it. */
async function upToMessage(page: Page, text: string): Promise<void> {
  await tabTo(page, /^Message\b/);
  await tabTo(page, /^Messages/, "Shift");
  await expect
    .poll(async () => {
      await page.press("ArrowUp");
      return page.focused();
    })
    .toContain(text);
}

test("a user reacts, replies, edits and deletes by keyboard", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const mei = await guestIn(room);
  await ada.type("Two");
  await ada.press("Enter", "Shift");
  await ada.type("lines");
  await ada.press("Enter");
  const { seq: own } = await mei.hears("Two\nlines");
  const question = await mei.says("Coffee?");
  await sees(ada, "Coffee?");

  await upToMessage(ada, "Coffee?");
  await tabTo(ada, /^React with 👍/);
  await ada.press("Enter");
  await mei.told(({ target, type }) => type === "reaction" && target === question);

  await tabTo(ada, /^Reply\b/);
  await ada.press("Enter");
  await tabTo(ada, /^Message\b/);
  await ada.type("Yes, please");
  await ada.press("Enter");
  expect(await mei.hears("Yes, please")).toMatchObject({ replyTo: question });

  await upToMessage(ada, "Two");
  await tabTo(ada, /^More\b/);
  await ada.press("Enter");
  await ada.shows({ role: "menuitem", name: "Edit" });
  await ada.press("Enter");
  await tabTo(ada, /^Message\b/);
  await ada.press("a", "Control");
  await ada.type("One line");
  await ada.press("Enter");
  await mei.told(({ message, target, type }) => type === "edit" && target === own && message === "One line");

  await upToMessage(ada, "One line");
  await tabTo(ada, /^More\b/);
  await ada.press("Enter");
  await ada.shows({ role: "menuitem", name: "Delete" });
  await ada.press("End");
  await ada.press("Enter");
  await ada.shows({ role: "dialog", name: "Delete this message?" });
  await tabTo(ada, /^Delete\b/, "Shift");
  await ada.press("Enter");
  await mei.told(({ target, type }) => type === "delete" && target === own);
  await ada.hides({ role: "dialog" });
});
