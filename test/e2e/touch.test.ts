import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectLargeTargets, expectNoViolations } from "./accessible.ts";
import { type FakeSocket, letIn, message, playRoom } from "./fake-room.ts";
import { PHONE, press } from "./touching.ts";
import { freshRoom, sees, untilLazyPart, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** A phone in a room, and the commands that it sends. */
async function phoneIn(messages: readonly object[]): Promise<{ page: Page; sent: FakeSocket["hello"][] }> {
  const sent: FakeSocket["hello"][] = [];
  const page = await visitors.enter(freshRoom(), "Ada", {
    ...PHONE,
    prepare: (page) =>
      playRoom(
        page,
        (socket) => letIn(socket, messages),
        (command) => sent.push(command),
      ),
  });
  await untilLazyPart(page);
  return { page, sent };
}

const LINK = "/404";

test("a tap on a link opens it wherever it stands, and does nothing else", async () => {
  const origin = visitors.origin;
  const padded = Array.from({ length: 8 }, (_, index) =>
    message(index + 1, `${"word ".repeat(index)}[here](${origin}${LINK}?${index})`),
  );
  const { page, sent } = await phoneIn(padded);
  await sees(page, "here");
  const opened: string[] = [];
  page.context().on("page", (tab) => opened.push(new URL(tab.url()).search));
  for (let round = 1; round <= 2; round += 1) {
    for (const [index] of padded.entries()) {
      const box = await page.locator(`#m${index + 1} a`).boundingBox();
      if (box === null) throw new Error("no link");
      const tab = page.context().waitForEvent("page");
      await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
      const { close } = await tab.then((found) => ({ close: () => found.close() }));
      await close();
    }
  }
  expect(opened).toHaveLength(16);
  expect(await page.getByRole("toolbar").count()).toBe(0);
  expect(sent.filter(({ type }) => type !== "ack")).toEqual([]);
});

test("a tap on a message shows nothing that acts, and the whole quote leads to its message", async () => {
  const { page, sent } = await phoneIn([
    message(1, "The question?"),
    ...Array.from({ length: 30 }, (_, index) => message(index + 2, `line ${index}`)),
    message(32, "The answer", { replyTo: 1 }),
  ]);
  await sees(page, "The answer");
  await page.locator("#m32 .said").tap();
  expect(await page.getByRole("toolbar").count()).toBe(0);
  const quote = await page.locator("#m32 .quote").boundingBox();
  if (quote === null) throw new Error("no quote");
  await page.touchscreen.tap(quote.x + quote.width - 4, quote.y + quote.height / 2);
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("m1");
  expect(await page.getByRole("toolbar").count()).toBe(0);
  expect(sent.filter(({ type }) => type !== "ack")).toEqual([]);
});

test("a long press opens a sheet with reactions and actions, and lifting the finger does none of them", async () => {
  const { page, sent } = await phoneIn([message(1, "one"), message(2, "two")]);
  await sees(page, "two");
  const lift = await press(page, "#m2 .said");
  const sheet = page.getByRole("dialog", { name: "Message actions" });
  await sheet.getByRole("menuitem", { name: "Reply" }).waitFor();
  await lift();
  expect(await sheet.isVisible()).toBe(true);
  expect(sent.filter(({ type }) => type !== "ack")).toEqual([]);
  await sheet.getByText("two").waitFor();
  expect(await sheet.locator("time").textContent()).toContain("2027");
  await expectNoViolations(page);
  await expectLargeTargets(page);
  const bottom = await sheet.evaluate((element) => innerHeight - element.getBoundingClientRect().bottom);
  expect(Math.abs(bottom)).toBeLessThan(1);

  await sheet.getByRole("button", { name: "React with 👍" }).tap();
  await sheet.waitFor({ state: "hidden" });
  await expect.poll(() => sent).toContainEqual(expect.objectContaining({ type: "reaction", target: 2, emoji: "👍" }));
});

test("the sheet has the focus, and adds any emoji in a picker as wide as itself", async () => {
  const { page, sent } = await phoneIn([message(1, "one")]);
  await sees(page, "one");
  const lift = await press(page, "#m1 .said");
  const sheet = page.getByRole("dialog", { name: "Message actions" });
  await sheet.getByRole("menuitem", { name: "Reply" }).waitFor();
  await lift();
  // None of its controls looks chosen.
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("DIALOG");
  expect(await sheet.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe("none");
  await sheet.getByRole("button", { name: "Add reaction" }).tap();
  const picker = page.getByRole("dialog", { name: "Add reaction" });
  await picker.getByRole("gridcell").first().waitFor();
  expect(await sheet.count()).toBe(0);
  expect((await picker.boundingBox())?.width).toBe(PHONE.viewport.width);
  await expectNoViolations(page);
  await picker.getByRole("gridcell").first().tap();
  await picker.waitFor({ state: "detached" });
  await expect.poll(() => sent).toContainEqual(expect.objectContaining({ type: "reaction", target: 1 }));
});

/** Classes of the page's buttons. */
const BUTTONS = [
  "button",
  "button button-quiet",
  "button button-danger",
  "button log-jump",
  "reaction",
  "quote",
  "room-button",
  "people-count",
  "menu-item",
  "sheet-reaction",
  "emoji-cell",
  "tab",
  "pinned-message",
];

test("a tapped button looks like before", async () => {
  const { page } = await phoneIn([]);
  await page.evaluate((classes) => {
    const list = document.createElement("div");
    list.id = "buttons";
    list.style.cssText = "position: fixed; inset: 0; z-index: 9; display: grid; background: white";
    for (const name of classes) {
      const button = Object.assign(document.createElement("button"), { className: name, textContent: name });
      button.style.cssText = "position: static; translate: none";
      list.append(button);
    }
    document.body.append(list);
  }, BUTTONS);
  for (const button of await page.locator("#buttons > button").all()) {
    const look = () =>
      button.evaluate((element) => {
        const { backgroundColor, borderInlineStartColor, color, textDecoration } = getComputedStyle(element);
        return { of: element.className, backgroundColor, borderInlineStartColor, color, textDecoration };
      });
    const before = await look();
    await button.tap();
    await expect.poll(() => button.evaluate((element) => element.matches(":hover"))).toBe(true);
    // The focus has a look of its own.
    await button.evaluate((element: HTMLElement) => element.blur());
    await expect.poll(() => button.evaluate((element) => element.getAnimations().length)).toBe(0);
    expect(await look()).toEqual(before);
  }
});

test("on a phone, a text has the whole width, with the buttons below it; the log stays at its end", async () => {
  const { page } = await phoneIn(Array.from({ length: 30 }, (_, index) => message(index + 1, `line ${index + 1}`)));
  await sees(page, "line 30");
  const box = async (selector: string) => {
    const found = await page.locator(selector).boundingBox();
    if (found === null) throw new Error(`no ${selector}`);
    return found;
  };
  const text = page.locator("#composer-text");
  await text.fill("How are you all today?");
  const [field, button, around] = [
    await box("#composer-text"),
    await box(".composer [type=submit]"),
    await box(".composer-field"),
  ];
  expect(field.width).toBe(around.width);
  expect(button.y).toBeGreaterThanOrEqual(field.y + field.height);
  const last = page.locator("#m30");
  expect(await last.evaluate((line) => line.getBoundingClientRect().bottom)).toBeLessThan(field.y);
  await text.fill("");
  expect((await box(".composer [type=submit]")).y).toBe((await box("#composer-text")).y);
});

test("a finger that moves or leaves early opens no sheet", async () => {
  const { page } = await phoneIn([message(1, "one"), message(2, "two")]);
  await sees(page, "two");
  // A tap, and then a press that starts a scroll.
  await page.locator("#m2 .said").tap();
  const lift = await press(page, "#m1 .said");
  await lift();
  const again = await press(page, "#m2 .said");
  await page.getByRole("dialog").waitFor();
  await again();
  expect(await page.getByRole("dialog").getByRole("blockquote").textContent()).toContain("two");
});

test.each([390, 800, 1280])("by mouse, the actions of a message cover no text at %i pixels", async (width) => {
  const origin = visitors.origin;
  const page = await visitors.enter(freshRoom(), "Ada", {
    viewport: { width, height: 720 },
    prepare: (page) =>
      playRoom(page, (socket) =>
        letIn(socket, [
          message(1, "x".repeat(400)),
          message(2, `${"word ".repeat(60)}[the end](${origin}${LINK})`),
          message(3, "short"),
          message(4, `${"long ".repeat(200)}`, { uid: "mei", username: "x".repeat(32) }),
        ]),
      ),
  });
  await sees(page, "short");
  for (let seq = 1; seq <= 4; seq += 1) {
    const row = page.locator(`#m${seq}`);
    await row.hover({ position: { x: 4, y: 4 } });
    await row.getByRole("toolbar").waitFor();
    const covered = await row.evaluate((element) => {
      const bar = element.querySelector(".toolbar")?.getBoundingClientRect();
      const walker = document.createTreeWalker(document.querySelector(".rows") as Node, NodeFilter.SHOW_TEXT);
      const found: string[] = [];
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        if (node.parentElement?.closest(".toolbar, .hidden") != null || bar === undefined) continue;
        const range = document.createRange();
        range.selectNode(node);
        for (const { bottom, left, right, top } of range.getClientRects()) {
          const isApart = right <= bar.left || left >= bar.right || bottom <= bar.top || top >= bar.bottom;
          if (!isApart) found.push(node.textContent ?? "");
        }
      }
      return found;
    });
    expect(covered).toEqual([]);
  }
  // The author's line and picture belong to their message.
  await page.locator(".messages-head").first().hover();
  expect(await page.locator("#m1").getByRole("toolbar").count()).toBe(1);
});

test("nothing in a message is wider than its line; code scrolls, by keyboard too", async () => {
  const wide = "https://example.org/".repeat(20);
  const page = await visitors.enter(freshRoom(), "Ada", {
    viewport: { width: 390, height: 720 },
    prepare: (page) =>
      playRoom(page, (socket) =>
        letIn(socket, [
          message(1, `\`\`\`\n${"const wide = 1; ".repeat(100)}\n\`\`\`\n\`\`\`\nshort\n\`\`\``),
          message(2, `| a | b |\n|---|---|\n| ${"1".repeat(200)} | 2 |`),
          message(3, `\`${"inline".repeat(60)}\``),
          message(4, `> ${"quote".repeat(60)}\n\n- ${"item".repeat(60)}\n1. ${"x²+".repeat(80)}`),
          message(5, wide, { uid: "mei", username: "M".repeat(32) }),
          message(6, "@".padEnd(33, "M"), {
            mentions: [{ uid: "mei", username: "M".repeat(32) }],
            replyTo: 1,
          }),
        ]),
      ),
  });
  await page.locator("#m6").waitFor();
  const wider = await page.evaluate(() =>
    [...document.querySelectorAll(".rows *")]
      .filter((element) => element.closest("pre > *, .quote > *, .hidden") === null)
      .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth)
      .map((element) => element.outerHTML.slice(0, 80)),
  );
  expect(wider).toEqual([]);
  const [code, short] = [page.locator("#m1 pre").first(), page.locator("#m1 pre").last()];
  // Whether its message is active or not; code that does not scroll is no Tab stop.
  await expect.poll(() => short.getAttribute("tabindex")).toBe("-1");
  expect(await code.getAttribute("tabindex")).toBe("0");
  await page.getByRole("group", { name: "Code" }).first().waitFor();
  expect(await short.getAttribute("role")).toBeNull();
  // axe cannot judge the colors of anything out of view.
  await page.setViewportSize({ width: 390, height: 2_400 });
  await expectNoViolations(page);
  expect(await code.evaluate(({ clientWidth, scrollWidth }) => scrollWidth > clientWidth)).toBe(true);
  await code.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => code.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0);
});
