// The search in the messages of a room.
import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { guestIn } from "./guest.ts";
import { useHostSite } from "./host-site.ts";
import { hits, openSearch, searchField } from "./search-states.ts";
import { PHONE } from "./touching.ts";
import { freshRoom, inView, sees, useVisitors } from "./visitors.ts";

const visitors = useVisitors();
const host = useHostSite();

/** A room in which `needle` is far above the newest messages. */
async function roomWithNeedle(): Promise<string> {
  const room = freshRoom();
  const mei = await guestIn(room);
  for (let line = 1; line <= 500; line += 1) {
    const message = line === 5 ? "a needle, **here**" : `line ${line}`;
    mei.send({ type: "message", id: `${line}`, message });
  }
  await mei.hears("line 500");
  await mei.says("another needle");
  mei.close();
  return room;
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);

test("P14.1 a search leads by keyboard to a message far up and its neighbors, and back to the results", async () => {
  const page = await visitors.enter(await roomWithNeedle(), "Ada");
  await sees(page, "another needle");
  await openSearch(page);
  await page.keyboard.type("needle");
  await expect.poll(() => hits(page).count()).toBe(2);
  expect(await hits(page).locator("mark").allTextContents()).toEqual(["needle", "needle"]);
  expect(await page.getByRole("status").getByText("2 results").isVisible()).toBe(true);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("m5");
  await inView(page, "line 4");
  await inView(page, "line 6");
  await page.getByRole("button", { name: "Back to results" }).press("Enter");
  // The result that was opened has the focus, and the arrows go on from there.
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-seq"))).toBe("5");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("m501");
  await page.locator(".search-back").getByRole("button", { name: "Close" }).press("Enter");
  await page.getByRole("button", { name: "Back to results" }).waitFor({ state: "detached" });
  await openSearch(page);
  expect(await searchField(page).inputValue()).toBe("needle");
  await page.keyboard.press("Escape");
  await searchField(page).waitFor({ state: "detached" });
});

test("the key of the search is the browser's own while the search is open", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await openSearch(page);
  const prevented = await page.evaluate(() => {
    const press = () => {
      const key = new KeyboardEvent("keydown", {
        key: "f",
        code: "KeyF",
        ctrlKey: true,
        cancelable: true,
        bubbles: true,
      });
      document.activeElement?.dispatchEvent(key);
      return key.defaultPrevented;
    };
    const isOpenPrevented = press();
    document.querySelector<HTMLDialogElement>("dialog[open]")?.close();
    return [isOpenPrevented, press()];
  });
  expect(prevented).toEqual([false, true]);
});

test("the room's menu opens the search, which says what it is doing, also by touch", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", PHONE);
  await page.getByRole("button", { name: /#.*Rooms/ }).tap();
  await page.getByRole("button", { name: "Search messages" }).tap();
  await page.getByRole("button", { name: "has:link" }).tap();
  expect(await searchField(page).inputValue()).toBe("has:link");
  await page.getByText("No messages found").waitFor();
  // With a status of 200, because the browser reports others as errors.
  const answerWith = (body: string) => page.route("**/search?*", (route) => route.fulfill({ body }));
  for (const [query, field, words] of [
    ["from:", "from", "Add a name after from:"],
    ["has:cheese", "has", "Use has:link or has:file."],
    ["-before:2026-01-01", "before", "Use before: with a day"],
    ["-word", "q", "Add a word to find."],
  ] as const) {
    await answerWith(JSON.stringify({ error: { code: "bad_query", message: "…", field } }));
    await searchField(page).fill(query);
    await page.getByText(words).waitFor();
  }
  await answerWith("<html>");
  await searchField(page).fill("word");
  await page.getByText("Couldn’t search. Try again.").waitFor();
  await page.unroute("**/search?*");
  await page.getByRole("button", { name: "Retry" }).tap();
  await page.getByText("No messages found").waitFor();

  await page.context().setOffline(true);
  await page.evaluate(() => dispatchEvent(new Event("offline")));
  await page.getByText("Search works again when you reconnect.").waitFor();
  await page.context().setOffline(false);
  await page.getByText("No messages found").waitFor();

  await answerWith('{"error":{"code":"not_found","message":"…"}}');
  await searchField(page).fill("words");
  await page.getByText("Search is turned off here.").waitFor();
});

test("a page of results leads to the next, and to messages while the room is indexed", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  for (let line = 1; line <= 25; line += 1) mei.send({ type: "message", id: `${line}`, message: `deploy ${line}` });
  await mei.hears("deploy 25");
  mei.close();
  const page = await visitors.enter(room, "Ada");
  let asked = 0;
  await page.route("**/search?*", async (route) => {
    asked += 1;
    if (asked > 1) return route.continue();
    await route.fulfill({ json: { hits: [], indexed: 0 } });
  });
  await openSearch(page);
  await page.keyboard.type("deploy");
  await expect.poll(() => hits(page).count()).toBe(20);
  await page.getByRole("button", { name: "Show older results" }).click();
  await expect.poll(() => hits(page).count()).toBe(25);
  expect(await hits(page).last().locator(".hit-text").textContent()).toBe("deploy 1");
  expect(await page.getByRole("button", { name: "Show older results" }).count()).toBe(0);
});

test("a frame has the search in its header, and without one by its key", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  await mei.says("a needle");
  mei.close();
  for (const query of ["", "?compact=on"]) {
    const page = await host.open(
      `<iframe title="Chat" style="width: 20rem; height: 30rem" src="${inject("origin")}/embed/${room}${query}"></iframe>`,
    );
    const frame = page.frameLocator("iframe");
    const button = frame.getByRole("button", { name: "Search messages" });
    if (query === "") await button.click();
    else {
      await frame.locator("#composer-text").click();
      // The key is the page's once the lazy part has loaded.
      await expect
        .poll(async () => {
          await page.keyboard.press("ControlOrMeta+f");
          return frame.getByRole("searchbox").count();
        })
        .toBe(1);
    }
    await frame.getByRole("searchbox").fill("needle");
    await frame.locator(".hit").click();
    await expect.poll(() => frame.locator("#m1").evaluate((line) => line === document.activeElement)).toBe(true);
  }
});
