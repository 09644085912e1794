import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { Guest } from "./guest.ts";
import { HOSTILE, keepToken } from "./operator-answers.ts";
import { openFirstRoom, openOperatorPage } from "./operator-states.ts";
import { freshRoom, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** Milliseconds until a room has reported itself: it waits ten seconds for the burst that its first event is part of. */
const REPORTED_MS = 60_000;

/** Opens the operator's page of this run's server, signed in. */
const operate = (hash: string): Promise<Page> =>
  visitors.visit({ path: `/admin${hash}`, prepare: (page) => page.addInitScript(keepToken, OWNER_TOKEN) });

test("a token that is wrong is refused in words; the right one is kept for the tab, and forgotten on signing out", async () => {
  const page = await visitors.visit({ path: "/admin" });
  await page.getByLabel("Token").fill("not the token");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("That token isn’t valid here.").waitFor();
  await page.getByLabel("Token").fill(OWNER_TOKEN);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.getItem("parley:operator")])).toEqual([
    0,
    OWNER_TOKEN,
  ]);
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Token").waitFor();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test("an operator finds a room, reads its log, names it, makes an owner link, and deletes it by its name, or not", async () => {
  const room = freshRoom();
  const mei = await Guest.enter(room, "Mei");
  onTestFinished(() => mei.close());
  const text = '<img src=x onerror="document.title = `owned`">';
  await mei.says(text);
  const page = await operate("#rooms");
  const link = page.getByRole("link", { name: `#${room}` });
  await expect
    .poll(
      async () => {
        await page.reload();
        await page.getByLabel("Search rooms").fill(room.slice(0, 12));
        await page
          .getByRole("status")
          .getByText(/^(?:1 room|No rooms match\.)$/)
          .waitFor();
        return link.count();
      },
      { timeout: REPORTED_MS, interval: 1_000 },
    )
    .toBe(1);
  await link.click();
  await page.getByRole("heading", { name: `#${room}` }).waitFor();

  await page.getByRole("tab", { name: "Messages" }).click();
  await page.getByText(text).waitFor();
  expect(await page.locator("main img").count()).toBe(0);

  await page.getByRole("tab", { name: "Manage" }).click();
  await page.getByLabel("Title").fill("The garden");
  await page.getByRole("button", { name: "Save" }).click();
  await mei.told(({ settings }) => Object(settings).title === "The garden");
  await page.getByText("The garden", { exact: true }).waitFor();
  expect(await page.getByLabel("Title").inputValue()).toBe("The garden");

  await page.getByRole("button", { name: "Create owner link" }).click();
  expect(await page.getByLabel("Owner link").inputValue()).toContain(`/r/${room}#claim=`);

  await page.getByRole("button", { name: "Delete room…" }).click();
  const dialog = page.getByRole("dialog", { name: `Delete #${room}?` });
  await dialog.getByLabel(`Type ${room} to confirm`).fill("another");
  await dialog.getByRole("button", { name: "Delete room" }).click();
  expect(await dialog.isVisible()).toBe(true);
  await dialog.getByLabel(`Type ${room} to confirm`).fill(room);
  await dialog.getByRole("button", { name: "Delete room" }).click();
  await page.getByText("This room will be deleted:").waitFor();
  await page.getByRole("button", { name: "Restore room" }).click();
  await page.getByRole("button", { name: "Delete room…" }).waitFor();

  await page.getByRole("tab", { name: "Messages" }).click();
  await page.getByRole("button", { name: "Erase person… Mei" }).click();
  const erasing = page.getByRole("dialog", { name: "Erase Mei?" });
  await erasing.getByText("Person’s ID:").waitFor();
  // The field has the focus.
  await page.keyboard.type("Ben");
  await page.keyboard.press("Enter");
  expect(await erasing.isVisible()).toBe(true);
  await erasing.getByLabel("Type Mei to confirm").fill("Mei");
  await page.keyboard.press("Enter");
  await page.getByText("The person was erased").waitFor();
  await page.getByText(text).waitFor({ state: "detached" });
});

test("a room that nobody has entered yet can be claimed", async () => {
  const room = freshRoom();
  const page = await operate(`#rooms/${room}`);
  await page.getByRole("alert").getByText("There’s no room with this name.").waitFor();
  await page.getByRole("button", { name: "Create owner link" }).click();
  expect(await page.getByLabel("Owner link").inputValue()).toContain(`/r/${room}#claim=`);
});

test("a plot is read by keyboard, point by point, and its table has the same values", async () => {
  const page = await openOperatorPage(visitors, {}, "");
  const slider = page.getByRole("slider", { name: "Messages and people" });
  await slider.focus();
  const said = () => slider.getAttribute("aria-valuetext");
  expect(await said()).toMatch(/ · Messages: \d+ · People: \d+$/);
  await page.keyboard.press("Home");
  const first = await said();
  await page.keyboard.press("ArrowRight");
  expect(await said()).not.toBe(first);
  await page.keyboard.press("ArrowLeft");
  expect(await said()).toBe(first);
  await page.getByText("Show as a table").first().click();
  const row = page.getByRole("region", { name: "Messages and people" }).getByRole("row").nth(1);
  const [time, messages, people] = await row.locator("th, td").allTextContents();
  expect(first).toBe(`${time} · Messages: ${messages} · People: ${people}`);
});

test("only the empty lobby of a deployment without owners tells how to claim it, with the command for this room", async () => {
  const note = (page: Page) => page.getByRole("region", { name: "Is this your deployment?" });
  const first = await openFirstRoom(visitors, {}, { claimed: false, room: "lobby" });
  await note(first).getByText(`npm run claim -- --room lobby --url ${visitors.origin}`).waitFor();
  const claimed = await openFirstRoom(visitors, {}, { claimed: true, room: "lobby" });
  // The page has taken the answer when it remembers it.
  await claimed.waitForFunction(() => localStorage.getItem("parley.claimed") !== null);
  expect(await note(claimed).count()).toBe(0);
  const other = await openFirstRoom(visitors, {}, { claimed: false, room: "garden" });
  expect(await note(other).count()).toBe(0);
});

test("the texts of users are texts on every part of the page", async () => {
  const page = await openOperatorPage(visitors, {}, "#rooms");
  for (const [part, text] of [
    ["#rooms", HOSTILE],
    ["#rooms/garden", HOSTILE],
    ["#reports", HOSTILE],
    ["#audit", HOSTILE],
    ["#bans", HOSTILE],
  ] as const) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, part);
    await page.locator("main").getByText(text).first().waitFor();
    expect(await page.locator("main img, main script").count()).toBe(0);
  }
  expect(await page.title()).toBe("Operator · Parley");
});

test("the page has the headers of the chat page, and no one's service worker keeps it", async () => {
  const [chat, operator] = await Promise.all(["/", "/admin"].map((path) => fetch(visitors.origin + path)));
  for (const name of ["content-security-policy", "referrer-policy", "x-content-type-options", "cache-control"]) {
    expect(operator?.headers.get(name)).toBe(chat?.headers.get(name));
  }
  expect(operator?.headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
  const worker = await (await fetch(`${visitors.origin}/service-worker.js`)).text();
  expect(worker).not.toContain("operator-page");
});
