import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { tabThrough } from "./accessible.ts";
import { Guest } from "./guest.ts";
import { STATES } from "./states.ts";
import { composer, freshRoom, log, notes, sees, status, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

test.each(Object.entries(STATES))(
  "%s: the Tab key reaches every control, in an order, and each can be seen to have the focus",
  async (_, reach) => {
    const page = await reach(visitors, { reducedMotion: "reduce" });
    const names = await tabThrough(page);
    expect(names.length).toBeGreaterThan(0);
  },
);

/** Presses Tab, or Shift+Tab, until what has the focus is called so. */
async function tabTo(page: Page, name: RegExp, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  /** More than any state has controls. */
  const limit = 60;
  for (let count = 0; count < limit; count += 1) {
    await page.keyboard.press(key);
    const focused = await page.evaluate(() => {
      const { activeElement: element } = document;
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
      return [element?.ariaLabel, ...labels.map(({ textContent }) => textContent), element?.textContent]
        .join(" ")
        .trim();
    });
    if (name.test(focused)) return;
  }
  throw new Error(`Tab does not reach ${name}`);
}

test("a whole conversation by keyboard alone: enter, write, react, rename, settings, another room, leave", async () => {
  const room = freshRoom();
  const page = await visitors.visit({ path: `/r/${room}` });
  const { keyboard } = page;
  // The field for the name has the focus already, and afterwards the one for the message.
  await keyboard.type("Ada");
  await keyboard.press("Enter");
  await status(page, "Entered");
  const mei = await Guest.enter(room, "Mei");
  onTestFinished(() => mei.close());

  await keyboard.type("Good morning!");
  await keyboard.press("Enter");
  await mei.hears("Good morning!");
  await keyboard.type("Two");
  await keyboard.press("Shift+Enter");
  await keyboard.type("lines");
  await keyboard.press("Enter");
  await mei.hears("Two\nlines");

  const answer = await mei.says("Good morning to you");
  await mei.does({ type: "reaction", target: answer, emoji: "☕", on: true });
  await page.getByRole("button", { name: "☕ 1" }).waitFor();
  // One stop for the whole log; the arrow keys go through its messages, and Tab into the one that has the focus.
  await tabTo(page, /^Messages/, "Shift+Tab");
  await keyboard.press("ArrowUp");
  await tabTo(page, /^☕/);
  await keyboard.press("Enter");
  await mei.told(({ target, type, uid }) => type === "reaction" && target === answer && uid !== undefined);
  await page.getByRole("button", { name: "☕ 2" }).waitFor();

  await tabTo(page, /change your name/, "Shift+Tab");
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("Countess");
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await mei.told(({ type, username }) => type === "notice" && username === "Countess");

  await tabTo(page, /Settings/);
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
  await tabTo(page, /Make or find a room/);
  await keyboard.type(other);
  await keyboard.press("Enter");
  await page.waitForURL(`**/r/${other}`);
  await status(page, "Entered");
  await notes(page, "Nobody has said anything here yet. You could be the first.");
  await page.goBack();
  await sees(page, "Good morning to you");
  expect(await log(page)).toContain("Good morning!");

  await tabTo(page, /^Leave$/);
  await keyboard.press("Enter");
  await status(page, "Disconnected");
  await mei.told(({ left, type }) => type === "presence" && Array.isArray(left) && left.length > 0);
  // What can be done next has the focus.
  await keyboard.press("Enter");
  await status(page, "Entered");
  expect(await composer(page).evaluate((field) => field === document.activeElement)).toBe(true);
});
