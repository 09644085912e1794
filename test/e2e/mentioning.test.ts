import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { guestIn } from "./guest.ts";
import { chooseForMe, composer, freshRoom, sees, shown, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

const options = (page: Page) => page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");

/** A screen reader's text for the active option. */
const active = (page: Page) =>
  composer(page).evaluate((field) => {
    const id = field.getAttribute("aria-activedescendant");
    return id === null ? null : document.getElementById(id)?.textContent;
  });

test("@ suggests users in the room, and the keyboard moves, chooses and closes", async () => {
  const room = freshRoom();
  await guestIn(room, "Ben");
  await guestIn(room, "Béatrice de la Tour");
  await guestIn(room, "محمد");
  const page = await visitors.enter(room, "Ada");
  await page.getByRole("button", { name: "4 online" }).waitFor();
  await page.keyboard.type("Hello @be");
  await options(page).first().waitFor();
  // Case and accents are ignored, and the user is not in the list.
  expect((await options(page).allTextContents()).length).toBe(2);
  await page.getByRole("status").getByText("2 suggestions").waitFor();
  const first = await active(page);
  await page.keyboard.press("ArrowDown");
  const second = await active(page);
  expect(new Set([first, second])).toEqual(new Set(await options(page).allTextContents()));
  await page.keyboard.press("ArrowUp");
  expect(await active(page)).toBe(first);

  await page.keyboard.press("Escape");
  expect(await options(page).count()).toBe(0);
  expect(await composer(page).inputValue()).toBe("Hello @be");
  expect(await composer(page).getAttribute("aria-activedescendant")).toBeNull();

  await page.keyboard.type("a");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("@b\u00e9a");
  await options(page).first().waitFor();
  await page.keyboard.press("Enter");
  expect(await composer(page).inputValue()).toBe("Hello @Béatrice de la Tour ");
  expect(await options(page).count()).toBe(0);

  await page.keyboard.type("@مح");
  await options(page).first().waitFor();
  await options(page).first().click();
  expect(await composer(page).inputValue()).toBe("Hello @Béatrice de la Tour @محمد ");
  expect(await composer(page).evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  await page.locator(".messages .mention").nth(1).waitFor();
  expect(await page.locator(".messages .mention").allTextContents()).toEqual(["@Béatrice de la Tour", "@محمد"]);
});

test("P2.10 a mention is sent with its message, and still refers to its user after a rename", async () => {
  const room = freshRoom();
  const ben = await visitors.enter(room, "Ben");
  const page = await visitors.enter(room, "Ada");
  const mei = await guestIn(room, "Mei");
  await page.getByRole("button", { name: "3 online" }).waitFor();
  await page.keyboard.type("Look, @Ben");
  await options(page).first().waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.type("!");
  await page.keyboard.press("Enter");
  const told = await mei.told(({ type }) => type === "message");
  expect(told.mentions).toEqual([{ uid: expect.any(String), username: "Ben" }]);

  const chip = (of: Page) => of.locator(".messages .mention");
  await chip(ben).waitFor();
  expect(await chip(ben).getAttribute("data-own")).toBe("true");
  expect(await chip(page).getAttribute("data-own")).toBe("false");
  // The message is highlighted for the mentioned user only.
  const meant = (of: Page) => of.locator(".message:has(.mention)").getAttribute("data-meant");
  expect(await meant(ben)).toBe("true");
  expect(await meant(page)).toBe("false");

  await chooseForMe(ben, "Change your name");
  await ben.getByRole("textbox", { name: "Display name" }).fill("Benjamin");
  await ben.keyboard.press("Enter");
  await page.getByText("Ben is now Benjamin").waitFor();
  await ben.reload();
  await chip(ben).waitFor();
  expect(await chip(ben).textContent()).toBe("@Ben");
  expect(await chip(ben).getAttribute("data-own")).toBe("true");
});

test("P2.10 mentions from another client count only if they are valid", async () => {
  const room = freshRoom();
  const page = await visitors.enter(room, "Ada");
  const mei = await guestIn(room, "Mei");
  for (const [text, mentions] of [
    ["@Ada one", "Ada"],
    ["@Ada two", [{ uid: 7, username: "Ada" }, null]],
    ["@Ada three", [{ uid: "somebody", username: "Bob" }]],
  ] as const) {
    await mei.says(text, { mentions });
    await sees(page, text);
    expect(await shown(page, text).locator(".mention").count()).toBe(0);
  }
});

test("an open suggestion leaves an input method its keys", async () => {
  const room = freshRoom();
  await guestIn(room, "Ben");
  const page = await visitors.enter(room, "Ada");
  await page.getByRole("button", { name: "2 online" }).waitFor();
  await page.keyboard.type("@");
  await options(page).first().waitFor();
  const keyboard = await page.context().newCDPSession(page);
  await keyboard.send("Input.imeSetComposition", { text: "べ", selectionStart: 1, selectionEnd: 1 });
  await options(page).first().waitFor({ state: "detached" });
  await page.keyboard.press("Enter");
  expect(await composer(page).inputValue()).toContain("@べ");
});
