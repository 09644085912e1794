import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { Guest } from "./guest.ts";
import { composer, freshRoom, log, say, sees, status, unsent, untilLazyPart, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

const height = (field: Locator) => field.evaluate((element) => element.clientHeight);

/** The bar above the composer. */
const intent = (page: Page) => page.locator(".composer-mode").getByRole("status").textContent();

test.each(["by its style", "by script if styles cannot"])(
  "the composer grows with its text up to a limit, %s",
  async (how) => {
    const page = await visitors.enter(freshRoom(), "Ada", {
      prepare: (page) =>
        page.addInitScript((isOld) => {
          if (!isOld) return;
          // A browser that ignores the style property.
          const { supports } = CSS;
          CSS.supports = (name: string, value?: string) =>
            name !== "field-sizing" && (value === undefined ? supports(name) : supports(name, value));
          addEventListener("focusin", ({ target }) => {
            if (target instanceof HTMLTextAreaElement) target.style.setProperty("field-sizing", "fixed");
          });
        }, how !== "by its style"),
    });
    const field = composer(page);
    const empty = await height(field);
    await field.fill("one\ntwo\nthree");
    const three = await height(field);
    expect(three).toBeGreaterThan(empty + 30);
    await field.fill("line\n".repeat(100));
    const most = await height(field);
    expect(most).toBeGreaterThan(three);
    expect(most).toBeLessThanOrEqual((page.viewportSize()?.height ?? 0) * 0.4);
    // The rest scrolls.
    expect(await field.evaluate((element) => element.scrollHeight)).toBeGreaterThan(most);
    await field.fill("");
    expect(await height(field)).toBe(empty);
  },
);

test("on touch devices, Enter breaks the line and the button sends", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", { hasTouch: true, isMobile: true });
  expect(await composer(page).getAttribute("enterkeyhint")).toBe("enter");
  await composer(page).focus();
  await page.keyboard.type("one");
  await page.keyboard.press("Enter");
  await page.keyboard.type("two");
  expect(await log(page)).toEqual([]);
  await page.getByRole("button", { name: "Send" }).tap();
  await sees(page, "one\ntwo");
});

test("↑ edits the user's last message, Enter saves it, and the previous draft returns", async () => {
  const room = freshRoom();
  const page = await visitors.enter(room, "Ada");
  const mei = await Guest.enter(room, "Mei");
  await say(page, "furst");
  await sees(page, "furst");
  await mei.says("not hers");
  await sees(page, "not hers");
  await page.keyboard.press("ArrowUp");
  expect(await composer(page).inputValue()).toBe("furst");
  expect(await intent(page)).toBe("Editing message furst");
  for (let count = 0; count < 4; count += 1) await page.keyboard.press("Backspace");
  await page.keyboard.type("irst");
  await page.keyboard.press("Enter");
  await sees(page, "first");
  expect(await log(page)).toEqual(["first", "not hers"]);
  await page.locator(".message", { hasText: "first" }).getByText("(edited)").waitFor();
  expect(await composer(page).inputValue()).toBe("");
  mei.close();
});

test("↑ within a text moves the caret and edits nothing", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await say(page, "said");
  await sees(page, "said");
  await page.keyboard.type("typing");
  await page.keyboard.press("ArrowUp");
  expect(await composer(page).inputValue()).toBe("typing");
});

test("Esc and the cancel button end an edit", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await say(page, "as it is");
  await sees(page, "as it is");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.type(" not");
  await page.keyboard.press("Escape");
  expect(await composer(page).inputValue()).toBe("");
  expect(await intent(page)).toBe("");
  await page.keyboard.press("ArrowUp");
  await page.getByRole("button", { name: "Cancel edit" }).click();
  expect(await composer(page).inputValue()).toBe("");
  expect(await composer(page).evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await log(page)).toEqual(["as it is"]);
});

test("while an input method composes, it receives Enter, ↑ and Esc", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await say(page, "said");
  await sees(page, "said");
  await page.keyboard.press("ArrowUp");
  const keyboard = await page.context().newCDPSession(page);
  await keyboard.send("Input.imeSetComposition", { text: "にほん", selectionStart: 3, selectionEnd: 3 });
  for (const key of ["Enter", "Escape"]) {
    await page.keyboard.press(key);
    expect(await intent(page)).toBe("Editing message said");
  }
  await keyboard.send("Input.insertText", { text: "日本" });
  expect(await composer(page).inputValue()).toContain("日本");
  await page.keyboard.press("Escape");
  expect(await intent(page)).toBe("");
  expect(await log(page)).toEqual(["said"]);
});

test("drafts are saved per room across reloads, until they are sent", async () => {
  const [room, other] = [freshRoom(), freshRoom()];
  const page = await visitors.enter(room, "Ada");
  await page.keyboard.type("half a sen");
  await page.reload();
  await status(page, "Connected");
  expect(await composer(page).inputValue()).toBe("half a sen");
  await page.goto(new URL(`/r/${other}`, page.url()).href);
  await status(page, "Connected");
  expect(await composer(page).inputValue()).toBe("");
  await page.goto(new URL(`/r/${room}`, page.url()).href);
  await status(page, "Connected");
  await composer(page).press("End");
  await page.keyboard.type("tence");
  await page.keyboard.press("Enter");
  await sees(page, "half a sentence");
  await page.reload();
  await status(page, "Connected");
  expect(await composer(page).inputValue()).toBe("");
});

test("P5 a long pasted text stays complete, its length is counted before sending, and it is not sent", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  // Trimmed and composed it has 4,100 characters; as pasted, many more.
  const pasted = `\n  ${"e\u0301".repeat(4_100)}  \n`;
  const keyboard = await page.context().newCDPSession(page);
  await keyboard.send("Input.insertText", { text: pasted });
  await page.locator(".remaining").getByText("100 over the limit").waitFor();
  expect(await composer(page).inputValue()).toBe(pasted);
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("Message is too long.").waitFor();
  expect(await composer(page).inputValue()).toBe(pasted);
  expect(await unsent(page)).toEqual([]);
  // A screen reader hears the count when the user pauses.
  await page.locator(".composer [aria-live=polite]").getByText("100 over the limit").waitFor();
  const described = await composer(page).getAttribute("aria-describedby");
  const texts = await page.evaluate(
    (ids) => ids.split(" ").map((id) => document.getElementById(id)?.textContent),
    described ?? "",
  );
  expect(texts).toContain("100 over the limit");
});

test("Enter in an open block of code starts a line, after its end it sends; Ctrl+Enter always sends", async () => {
  const room = freshRoom();
  const page = await visitors.enter(room, "Ada");
  await untilLazyPart(page);
  const { keyboard } = page;
  for (const line of ["```js", "const a = 1;"]) {
    await keyboard.type(line);
    await keyboard.press("Enter");
  }
  await keyboard.type("```");
  expect(await composer(page).inputValue()).toBe("```js\nconst a = 1;\n```");
  await keyboard.press("Enter");
  await page.locator(".messages pre").waitFor();
  expect(await composer(page).inputValue()).toBe("");
  await keyboard.type("```");
  await keyboard.press("Enter");
  await keyboard.type("left open");
  await keyboard.press("Control+Enter");
  await page.locator(".messages pre").nth(1).waitFor();
});

test("Ctrl+B and Ctrl+I put the selected words between asterisks, and remove them again", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await untilLazyPart(page);
  const { keyboard } = page;
  await keyboard.type("so good");
  for (let count = 0; count < 4; count += 1) await keyboard.press("Shift+ArrowLeft");
  await keyboard.press("Control+b");
  expect(await composer(page).inputValue()).toBe("so **good**");
  await keyboard.press("Control+i");
  expect(await composer(page).inputValue()).toBe("so ***good***");
  await keyboard.press("Control+b");
  expect(await composer(page).inputValue()).toBe("so *good*");
  await keyboard.press("Control+z");
  expect(await composer(page).inputValue()).toBe("so ***good***");
});
