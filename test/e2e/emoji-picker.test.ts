import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { composer, freshRoom, sees, status, untilLazyPart, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

const options = (page: Page) => page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");
const picker = (page: Page) => page.getByRole("dialog", { name: "Add emoji" });

/** Opens the picker, and waits for its emoji. */
async function open(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Add emoji" }).click();
  await picker(page).getByRole("gridcell").first().waitFor();
}

test("a shortcode becomes its emoji with the second colon, and undo reverts it", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await page.keyboard.type("well :smile: done :nothing_of_the_kind: at 10:30:");
  await expect.poll(() => composer(page).inputValue()).toBe("well 😄 done :nothing_of_the_kind: at 10:30:");
  await page.keyboard.press("Enter");
  await sees(page, "well 😄 done :nothing_of_the_kind: at 10:30:");
  await page.keyboard.type(":tada:");
  await expect.poll(() => composer(page).inputValue()).toBe("🎉");
  await page.keyboard.press("Control+z");
  await expect.poll(() => composer(page).inputValue()).toContain(":tada");
});

test("shortcodes typed before the lazy part has loaded become emoji, and those of a restored draft stay", async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      page.route("**/assets/parts-*", async (route) => {
        await released;
        await route.continue();
      }),
  });
  await page.keyboard.type("well :smile::tada: done at 10:30:");
  expect(await composer(page).inputValue()).toBe("well :smile::tada: done at 10:30:");
  release();
  await expect.poll(() => composer(page).inputValue()).toBe("well 😄🎉 done at 10:30:");
  await page.keyboard.press("Control+z");
  await expect.poll(() => composer(page).inputValue()).toBe("well 😄:tada: done at 10:30:");
  await page.reload();
  await status(page, "Connected");
  await untilLazyPart(page);
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" :wave:");
  await expect.poll(() => composer(page).inputValue()).toBe("well 😄:tada: done at 10:30: 👋");
});

test("the start of a name suggests emoji, a text smiley does not", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await page.keyboard.type(":tad");
  await options(page).first().waitFor();
  expect(await options(page).first().textContent()).toContain(":tada:");
  await page.keyboard.press("Enter");
  expect(await composer(page).inputValue()).toBe("🎉");
  await page.keyboard.type(" fine :D");
  expect(await options(page).count()).toBe(0);
  await page.keyboard.press("Enter");
  await sees(page, "🎉 fine :D");
});

test("the picker and its emoji load when it is first opened", async () => {
  const asked: string[] = [];
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: async (page) => {
      page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    },
  });
  // A message is shown once the parts of the page that load after the entrance are there.
  await page.keyboard.type("hello");
  await page.keyboard.press("Enter");
  await sees(page, "hello");
  expect(asked.filter((path) => path.includes("emoji"))).toEqual([]);
  await open(page);
  expect(asked.filter((path) => path.includes("emoji")).map((path) => path.replace(/-\w+\.js$/, ""))).toEqual(
    expect.arrayContaining(["/assets/emoji-picker", "/assets/emoji-list", "/assets/emoji-en"]),
  );
});

test("an emoji is searched and chosen by keyboard alone, inserted at the caret, and remembered", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await page.keyboard.type("before after");
  for (let count = 0; count < 5; count += 1) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await picker(page).getByRole("gridcell").first().waitFor();
  await page.keyboard.type("rocket");
  await picker(page).getByRole("grid", { name: "Search results" }).waitFor();
  await page.keyboard.press("ArrowDown");
  expect(await page.locator(":focus").getAttribute("aria-label")).toBe("rocket");
  await page.keyboard.press("Enter");
  await picker(page).waitFor({ state: "detached" });
  expect(await composer(page).inputValue()).toBe("before 🚀after");
  expect(await composer(page).evaluate((field) => field === document.activeElement)).toBe(true);

  await page.reload();
  await open(page);
  await picker(page).getByRole("radio", { name: "Recently used", checked: true }).waitFor();
  expect(await picker(page).getByRole("gridcell").allTextContents()).toEqual(["🚀"]);
});

test("arrow keys move through the picker's groups and grid, and Esc closes it", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await open(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await picker(page).getByRole("grid", { name: "People & Body" }).waitFor();
  await page.keyboard.press("Tab");
  const focused = () => page.locator(":focus").getAttribute("aria-label");
  const names = await picker(page)
    .getByRole("gridcell")
    .evaluateAll((cells) => cells.map((cell) => cell.ariaLabel));
  expect(await focused()).toBe(names[0]);
  await page.keyboard.press("ArrowDown");
  expect(await focused()).toBe(names[8]);
  await page.keyboard.press("ArrowRight");
  expect(await focused()).toBe(names[9]);
  await page.keyboard.press("Escape");
  await picker(page).waitFor({ state: "detached" });
  await expect.poll(focused).toBe("Add emoji");
});

test("a skin tone is chosen once, and applies to every emoji that supports it", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await open(page);
  await picker(page).getByRole("combobox", { name: "Skin tone" }).selectOption({ index: 3 });
  await picker(page).getByRole("radio", { name: "People & Body" }).click();
  await picker(page).getByRole("gridcell", { name: "waving hand", exact: true }).click();
  expect(await composer(page).inputValue()).toBe("👋🏽");
  await page.keyboard.type(":wave:");
  await expect.poll(() => composer(page).inputValue()).toBe("👋🏽👋🏽");
});

test("emoji names are in the user's language", async () => {
  const page = await visitors.visit({ path: `/r/${freshRoom()}`, locale: "de-DE", name: "Ada" });
  await page.getByRole("button", { name: "Emoji hinzufügen" }).click();
  const dialog = page.getByRole("dialog", { name: "Emoji hinzufügen" });
  await dialog.getByRole("searchbox").fill("Rakete");
  await dialog.getByRole("gridcell", { name: "Rakete" }).waitFor();
  await dialog.getByRole("searchbox").fill("gibtesnicht");
  await dialog.getByText("Keine Emojis für „gibtesnicht“ gefunden").waitFor();
});

test("if the emoji cannot be loaded, the picker says so", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  const fail = "**/assets/emoji-list-*.js";
  await page.route(fail, (route) => route.fulfill({ body: "export {};", contentType: "text/javascript" }));
  await page.getByRole("button", { name: "Add emoji" }).click();
  await picker(page).getByText("Couldn’t load emoji. Try again.").waitFor();
  await page.keyboard.press("Escape");
});
