import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { guestIn } from "./guest.ts";
import { freshRoom, say, sees, showAs, untilLazyPart, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** The test's view of the system notifications, inside the page. */
interface Notices {
  /** How often the browser was asked for permission. */
  asked: number;
  readonly shown: { readonly title: string; readonly text: string; isOpen: boolean; click(): void }[];
}

declare global {
  var notices: Notices;
}

/** Runs in a page before its own scripts: a headless browser shows no notifications. */
function standIn([first, answer]: readonly [NotificationPermission, NotificationPermission]): void {
  globalThis.notices = { asked: 0, shown: [] };
  let permission = first;
  globalThis.Notification = class extends EventTarget {
    static get permission() {
      return permission;
    }
    static async requestPermission() {
      globalThis.notices.asked += 1;
      permission = answer;
      return answer;
    }
    readonly #notice: Notices["shown"][number];
    constructor(title: string, { body = "" }: NotificationOptions = {}) {
      super();
      this.#notice = { title, text: body, isOpen: true, click: () => this.dispatchEvent(new Event("click")) };
      if (permission === "granted") globalThis.notices.shown.push(this.#notice);
    }
    close() {
      this.#notice.isOpen = false;
    }
    // Parts that the page does not use are missing.
  } as unknown as typeof Notification;
}

const standingIn = (first: NotificationPermission, answer: NotificationPermission) => ({
  prepare: (page: Page) => page.addInitScript(standIn, [first, answer] as const),
});

const shownBy = (page: Page) =>
  page.evaluate(() => globalThis.notices.shown.map(({ isOpen, text, title }) => ({ isOpen, text, title })));

const theSwitch = (page: Page) => page.getByRole("checkbox", { name: "Notify me about mentions" });

async function switchOn(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Settings" }).click();
  await theSwitch(page).click();
  await expect.poll(() => theSwitch(page).isChecked()).toBe(true);
  await page.keyboard.press("Escape");
}

test("P2.10 only the mentioned user is notified, while the page is hidden, and a click leads to the message", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada", standingIn("default", "granted"));
  const ben = await visitors.enter(room, "Ben", standingIn("default", "granted"));
  const mei = await guestIn(room);
  await say(ada, "I am here");
  const { uid } = await mei.hears("I am here");
  const mentions = [{ uid, username: "Ada" }];
  for (const page of [ada, ben]) {
    await switchOn(page);
    await showAs(page, "hidden");
  }
  await mei.says("Nobody is meant: @Ada");
  const meant = await mei.says("Are you there, @Ada?", { mentions });
  await mei.says("Nor here, without her name", { mentions });
  for (let count = 1; count <= 40; count += 1) await mei.says(`line ${count}`);
  for (const page of [ada, ben]) await sees(page, "line 40");
  const notice = { title: `Mei mentioned you · #${room}`, text: "Are you there, @Ada?" };
  expect(await shownBy(ada)).toEqual([{ ...notice, isOpen: true }]);
  expect(await shownBy(ben)).toEqual([]);

  await ada.evaluate(() => globalThis.notices.shown[0]?.click());
  await expect.poll(() => ada.evaluate(() => document.activeElement?.id)).toBe(`m${meant}`);
  expect(await shownBy(ada)).toEqual([{ ...notice, isOpen: false }]);
});

test("no notification for visible or old messages, and looking at the page dismisses notifications", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada", standingIn("granted", "granted"));
  const mei = await guestIn(room);
  await switchOn(ada);
  expect(await ada.evaluate(() => globalThis.notices.asked)).toBe(0);
  await say(ada, "I am here");
  const { uid } = await mei.hears("I am here");
  const mentions = [{ uid, username: "Ada" }];
  await mei.says("In sight, @Ada", { mentions });
  await sees(ada, "In sight, @Ada");
  await ada.reload();
  await sees(ada, "In sight, @Ada");
  await untilLazyPart(ada);
  await showAs(ada, "hidden");
  expect(await shownBy(ada)).toEqual([]);
  await mei.says("Out of sight, @Ada", { mentions });
  await expect.poll(() => shownBy(ada)).toMatchObject([{ text: "Out of sight, @Ada", isOpen: true }]);
  await showAs(ada, "visible");
  await expect.poll(() => shownBy(ada)).toMatchObject([{ isOpen: false }]);
});

test("notifications are off by default, and the browser asks only after the user turns them on", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada", standingIn("default", "granted"));
  const mei = await guestIn(room);
  await say(ada, "I am here");
  const { uid } = await mei.hears("I am here");
  const mentions = [{ uid, username: "Ada" }];
  await showAs(ada, "hidden");
  await mei.says("one, @Ada", { mentions });
  await sees(ada, "one, @Ada");
  await showAs(ada, "visible");
  await ada.getByRole("button", { name: "Settings" }).click();
  expect(await theSwitch(ada).isChecked()).toBe(false);
  expect(await ada.evaluate(() => globalThis.notices.asked)).toBe(0);
  await ada.keyboard.press("Escape");
  await switchOn(ada);
  expect(await ada.evaluate(() => globalThis.notices.asked)).toBe(1);

  await ada.getByRole("button", { name: "Settings" }).click();
  await theSwitch(ada).click();
  await expect.poll(() => theSwitch(ada).isChecked()).toBe(false);
  await ada.keyboard.press("Escape");
  await showAs(ada, "hidden");
  await mei.says("two, @Ada", { mentions });
  await sees(ada, "two, @Ada");
  expect(await shownBy(ada)).toEqual([]);
});

test.each<readonly [string, NotificationPermission]>([
  ["denies the request", "default"],
  ["has denied it before", "denied"],
])("if the browser %s, the settings say so and stay off", async (_, first) => {
  const page = await visitors.enter(freshRoom(), "Ada", standingIn(first, "denied"));
  await page.getByRole("button", { name: "Settings" }).click();
  await theSwitch(page).click();
  await page.getByRole("alert").getByText("Notifications are blocked. Allow them in browser settings.").waitFor();
  await expect.poll(() => theSwitch(page).isChecked()).toBe(false);
});

test("a user who dismisses the browser's question is not notified, and can be asked again", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", standingIn("default", "default"));
  await page.getByRole("button", { name: "Settings" }).click();
  for (const times of [1, 2]) {
    await theSwitch(page).click();
    await expect.poll(() => page.evaluate(() => globalThis.notices.asked)).toBe(times);
    await expect.poll(() => theSwitch(page).isChecked()).toBe(false);
  }
});
