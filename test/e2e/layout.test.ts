import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { LOCALES } from "../../src/page/i18n/languages.ts";
import { expectNoSidewaysScroll } from "./accessible.ts";
import { letIn, message, playRoom } from "./fake-room.ts";
import { chooseForMe, composer, freshRoom, sees, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

const OWNER = { role: "owner", reports: 2, members: [{ uid: "ada", username: "Ada", role: "owner" }], count: 1 };

/** The labels of visible buttons that stand on more than one line, or do not fit. */
const wrapped = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button:not(.quote, .pinned-message)")]
      .filter((button) => button.checkVisibility() && button.closest(".hidden") === null)
      .filter((button) => {
        const walker = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
        const range = document.createRange();
        const lines = new Set<number>();
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          if (node.parentElement?.closest(".hidden, .me-name") != null) continue;
          range.selectNodeContents(node);
          for (const { top } of range.getClientRects()) lines.add(Math.round(top));
        }
        return lines.size > 1 || button.scrollWidth > button.clientWidth + 1;
      })
      .map(({ textContent }) => textContent ?? ""),
  );

test.each(Object.keys(LOCALES))(
  "no control's label wraps at 320 pixels in %s, and the owner's header fits",
  async (code) => {
    const page = await visitors.visit({
      path: `/r/${freshRoom()}`,
      locale: code === "pt" ? "pt-BR" : code,
      viewport: { width: 320, height: 568 },
      prepare: async (page) => {
        await page.addInitScript(() => localStorage.setItem("parley.name", "Ada"));
        await playRoom(page, (socket) => letIn(socket, [message(1, "hello")], OWNER));
      },
    });
    await sees(page, "hello");
    await page.locator(".moderation-button").waitFor();
    expect(await wrapped(page)).toEqual([]);
    await expectNoSidewaysScroll(page);
    // The room's name is not squeezed out.
    const name = await page.locator(".room-button").boundingBox();
    expect(name?.width).toBeGreaterThan(80);
    await page.locator(".moderation-button").click();
    await page.getByRole("tablist").waitFor();
    for (const tab of await page.getByRole("tab").all()) {
      await tab.click();
      expect(await wrapped(page)).toEqual([]);
      await expectNoSidewaysScroll(page);
    }
  },
);

test("P9.6 at 320 pixels, an hour of slow mode leaves the composer its placeholder", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    viewport: { width: 320, height: 568 },
    prepare: (page) =>
      playRoom(page, (socket) => {
        letIn(socket, [], { settings: { read: "everyone", write: "everyone", slowMode: 3_600 } });
        socket.say(message(1, "mine", { uid: "ada", username: "Ada", at: Date.now() }));
      }),
  });
  await page.getByRole("button", { name: /^Send (?:1:00:00|59:\d\d)$/ }).waitFor();
  const room = await composer(page).evaluate((field: HTMLTextAreaElement) => {
    const { font, paddingInlineEnd, paddingInlineStart } = getComputedStyle(field);
    const pen = new OffscreenCanvas(1, 1).getContext("2d");
    if (pen === null) throw new Error("no canvas");
    pen.font = font;
    const inside = field.clientWidth - Number.parseFloat(paddingInlineStart) - Number.parseFloat(paddingInlineEnd);
    return inside - pen.measureText(field.placeholder).width;
  });
  expect(room).toBeGreaterThan(0);
});

test("the moderators' dialog keeps its size and its tabs in one line, by keyboard too", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    viewport: { width: 390, height: 844 },
    prepare: (page) =>
      playRoom(
        page,
        (socket) => letIn(socket, [], OWNER),
        ({ id, type, what }, socket) => type === "list" && socket.say({ type: "list", id, what, items: [] }),
      ),
  });
  await page.getByRole("button", { name: "Moderation, 2 reports" }).click();
  const dialog = page.getByRole("dialog", { name: "Moderation" });
  const size = () => dialog.evaluate(({ clientHeight, clientWidth }) => [clientWidth, clientHeight]);
  const before = await size();
  const tabs = dialog.getByRole("tab");
  const tops = await tabs.evaluateAll((all) => all.map((tab) => tab.getBoundingClientRect().top));
  expect(new Set(tops).size).toBe(1);
  await tabs.first().focus();
  for (const name of [
    "About",
    "Access",
    "Protection",
    "Invites",
    "Muted and banned",
    "Blocked words",
    "Webhooks",
    "Bots",
    "Audit log",
    "Export",
    "Reports",
  ]) {
    await page.keyboard.press("ArrowRight");
    const tab = dialog.getByRole("tab", { name, selected: true });
    expect(await tab.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await size()).toEqual(before);
  }
});

test("the header spans a wide page, and the log is wider than a column of newspaper", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    viewport: { width: 1920, height: 1080 },
    prepare: (page) => playRoom(page, (socket) => letIn(socket, [message(1, "hello")])),
  });
  await sees(page, "hello");
  expect((await page.locator(".header").boundingBox())?.width).toBe(1920);
  expect((await page.locator(".log-content").boundingBox())?.width).toBeGreaterThan(1000);
  await page.getByRole("complementary", { name: "People" }).waitFor();
  // The room's menu stands below its button.
  const button = await page.getByRole("button", { name: /, Rooms$/ }).boundingBox();
  await page.getByRole("button", { name: /, Rooms$/ }).click();
  const menu = await page.getByRole("dialog", { name: "Rooms" }).boundingBox();
  expect(Math.abs((menu?.x ?? 0) - (button?.x ?? 0))).toBeLessThan(64);
});

test("the room stays within the visible viewport, which a phone's keyboard may shrink alone", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    viewport: { width: 390, height: 844 },
    prepare: (page) =>
      page.addInitScript(() => {
        const fake = Object.assign(new EventTarget(), { height: 844, offsetTop: 0, scale: 1 });
        Object.defineProperty(window, "visualViewport", { value: fake });
      }),
  });
  await composer(page).waitFor();
  const shrink = (height: number, scale = 1) =>
    page.evaluate(
      ([height, scale]) => {
        Object.assign(visualViewport as object, { height, scale });
        visualViewport?.dispatchEvent(new Event("resize"));
      },
      [height, scale] as const,
    );
  const bottom = () => composer(page).evaluate((field) => field.getBoundingClientRect().bottom);
  await page.getByText("Welcome to").waitFor();
  await shrink(508);
  await expect.poll(bottom).toBeLessThan(508);
  await chooseForMe(page, "Change your name");
  const dialog = page.getByRole("dialog", { name: "Change your name" });
  await dialog.waitFor();
  expect(await dialog.evaluate((card) => card.getBoundingClientRect().bottom)).toBeLessThan(508);
  await shrink(330);
  await expect.poll(() => dialog.evaluate((card) => card.getBoundingClientRect().bottom)).toBeLessThan(330);
  await page.keyboard.press("Escape");
  // Zooming in is not a keyboard.
  await shrink(508, 1.5);
  await expect.poll(bottom).toBeGreaterThan(700);
  await shrink(844);
  await expect.poll(bottom).toBeGreaterThan(700);
});

test("on a touch screen the field has the focus only after a tap", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", { hasTouch: true, isMobile: true });
  const isFocused = () => composer(page).evaluate((field) => field === document.activeElement);
  expect(await isFocused()).toBe(false);
  await composer(page).tap();
  expect(await isFocused()).toBe(true);
});

test("each line of a message stands at the side of its own direction, within the width of the longest", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) =>
        letIn(socket, [message(1, "Latin\nعربي\nLatin again\nThe longest line of all of them")]),
      ),
  });
  const said = page.locator("#m1 .said");
  await said.waitFor();
  const column = await page.locator("#m1").boundingBox();
  const box = await said.boundingBox();
  expect(box?.width).toBeLessThan((column?.width ?? 0) / 2);
  const sides = await said.evaluate((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const node = walker.nextNode();
    const text = node?.textContent ?? "";
    const { left, right } = element.getBoundingClientRect();
    // The longest line fills the width.
    const shorter = text.split("\n").slice(0, -1);
    return shorter.map((line) => {
      const range = document.createRange();
      range.setStart(node as Node, text.indexOf(line));
      range.setEnd(node as Node, text.indexOf(line) + line.length);
      const box = range.getBoundingClientRect();
      return box.left - left < right - box.right ? "left" : "right";
    });
  });
  expect(sides).toEqual(["left", "right", "left"]);
});

test("a print has the whole loaded log, without the frame", async () => {
  const reactions = [{ emoji: "👍", count: 1, uids: ["ben"] }];
  const messages = Array.from({ length: 200 }, (_, index) =>
    message(index + 1, `line ${index + 1}`, index === 199 ? { reactions } : {}),
  );
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) => playRoom(page, (socket) => letIn(socket, messages)),
  });
  await sees(page, "line 200");
  const reaction = page.locator("#m200 .reaction");
  expect(await reaction.count()).toBe(2);
  // It comes with the same styles.
  await page.getByRole("complementary", { name: "People" }).getByText("Ada").waitFor();
  await page.emulateMedia({ media: "print" });
  for (const frame of [".header", ".composer", ".people-column"]) {
    expect(await page.locator(frame).isVisible()).toBe(false);
  }
  // The reaction, without the button that adds another.
  expect(await reaction.first().isVisible()).toBe(true);
  expect(await reaction.last().isVisible()).toBe(false);
  const { height, page: whole } = await page.evaluate(() => ({
    height: document.querySelector(".log")?.getBoundingClientRect().height ?? 0,
    page: document.documentElement.scrollHeight,
  }));
  expect(height).toBeGreaterThan(200 * 24);
  expect(whole).toBeGreaterThanOrEqual(Math.floor(height));
});

test("emoji are in color in messages, reactions and names, also those that a text font has", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) =>
        letIn(socket, [
          message(1, "😀", { username: "🐺x", reactions: [{ emoji: "☕", count: 1, uids: ["ben"] }] }),
          message(2, "abc 123", { uid: "mei", username: "Mei" }),
        ]),
      ),
  });
  await sees(page, "😀");
  /** The fonts in which the browser draws an element. */
  const fonts = async (selector: string) => {
    const client = await page.context().newCDPSession(page);
    await client.send("DOM.enable");
    await client.send("CSS.enable");
    const { root } = await client.send("DOM.getDocument");
    const { nodeId } = await client.send("DOM.querySelector", { nodeId: root.nodeId, selector });
    const { fonts } = await client.send("CSS.getPlatformFontsForNode", { nodeId });
    return fonts.map(({ familyName }) => familyName);
  };
  for (const selector of ["#m1 .text", "#m1 .avatar", "#m1 .reaction"]) {
    expect(await fonts(selector), selector).toContain("Noto Color Emoji");
  }
  expect(await page.locator("#m1 .avatar").textContent()).toBe("🐺");
  expect(await fonts("#m2 .text")).not.toContain("Noto Color Emoji");
});
