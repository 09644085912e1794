import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { siteToken } from "../support/site.ts";
import { Guest } from "./guest.ts";
import { HOSTILE, keepToken, playOperatorServer } from "./operator-answers.ts";
import { openFirstRoom, openOperatorPage } from "./operator-states.ts";
import { freshRoom, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** Milliseconds until a room has reported itself: it waits ten seconds for the burst that its first event is part of. */
const REPORTED_MS = 60_000;

/** Opens the operator's page of this run's server, signed in. */
const operate = (hash: string): Promise<Page> =>
  visitors.visit({ path: `/admin${hash}`, prepare: (page) => page.addInitScript(keepToken, OWNER_TOKEN) });

/** The text of the element with the focus; without one, its name. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.matches("button, summary")
      ? (activeElement.textContent ?? "")
      : (activeElement?.tagName ?? "");
  });

test("a token that is wrong is refused in words; the right one is kept for the tab, and forgotten on signing out", async () => {
  const page = await visitors.visit({ path: "/admin" });
  await page.getByLabel("Token").waitFor();
  // The field has the focus.
  await page.keyboard.type("not the token");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("That token isn’t valid here.").waitFor();
  await page.getByLabel("Token").fill(OWNER_TOKEN);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  expect(await focused(page)).toBe("MAIN");
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
  expect(await focused(page)).toBe("Save");
  expect(await page.getByLabel("Title").inputValue()).toBe("The garden");

  await page.getByRole("button", { name: "Create owner link" }).click();
  expect(await page.getByLabel("Owner link").inputValue()).toContain(`/r/${room}#claim=`);
  await page.getByRole("status").getByText("Created an owner link").waitFor();

  await page.getByRole("button", { name: "Delete room…" }).click();
  const dialog = page.getByRole("dialog", { name: `Delete #${room}?` });
  await dialog.getByLabel(`Type ${room} to confirm`).fill("another");
  await dialog.getByRole("button", { name: "Delete room" }).click();
  expect(await dialog.isVisible()).toBe(true);
  await dialog.getByLabel(`Type ${room} to confirm`).fill(room);
  await dialog.getByRole("button", { name: "Delete room" }).click();
  await page.getByText("This room will be deleted:").waitFor();
  expect(await focused(page)).toBe("Restore room");
  await page.getByRole("button", { name: "Restore room" }).click();
  await page.getByRole("button", { name: "Delete room…" }).waitFor();
  expect(await focused(page)).toBe("Delete room…");

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
  expect(await focused(page)).not.toBe("BODY");
});

test("P18.3 a person of the site with the role operator signs in with their token, and the audit log has their name", async () => {
  const room = freshRoom();
  const mei = await Guest.enter(room, "Mei");
  onTestFinished(() => mei.close());
  await mei.says("hello");
  const page = await visitors.visit({ path: `/admin#rooms/${room}?tab=acts` });
  await page.getByLabel("Token").fill(await siteToken({ name: "Olga", sub: `o-${room}`, role: "owner" }));
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("You’re signed in, but not as an operator.").waitFor();
  await page.getByLabel("Token").fill(await siteToken({ name: "Olga", sub: `o-${room}`, role: "operator" }));
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Lock the room so only moderators can post" }).click();
  await mei.told(({ settings }) => Object(settings).write === "moderators");
  await page.reload();
  await page.getByRole("tab", { name: "Audit log" }).click();
  await page.getByText("Olga changed room settings").waitFor();
});

test("the address has the part, the search, the order, the room and its section: Back goes back, a reload shows the same", async () => {
  const page = await openOperatorPage(visitors, {}, "#rooms");
  const hash = () => page.evaluate(() => location.hash);
  await page.getByLabel("Search rooms").fill("gard");
  await expect.poll(hash).toBe("#rooms?q=gard");
  await page.getByLabel("Sort by").selectOption("people");
  expect(await hash()).toBe("#rooms?q=gard&sort=people");
  await page.getByRole("link", { name: "#garden" }).click();
  await page.getByRole("tab", { name: "Messages" }).click();
  expect(await hash()).toBe("#rooms/garden?tab=log");
  await page.reload();
  await page.getByRole("tab", { name: "Messages", selected: true }).waitFor();
  await page.goBack();
  await page.getByRole("tab", { name: "Activity", selected: true }).waitFor();
  await page.goBack();
  await page.getByLabel("Search rooms").waitFor();
  expect(await page.getByLabel("Search rooms").inputValue()).toBe("gard");
  expect(await page.getByLabel("Sort by").inputValue()).toBe("people");
  await page.goBack();
  await expect.poll(() => page.getByLabel("Sort by").inputValue()).toBe("last");
});

test("when what has the focus is gone, the next item of the list has it, or else what is near", async () => {
  const page = await openOperatorPage(visitors, {}, "#reports");
  const items = page.getByRole("main").locator(".operator-box > li");
  const resolve = page.getByRole("button", { name: "Resolve" });
  await resolve.first().press("Enter");
  await expect.poll(() => items.count()).toBe(1);
  expect(await items.first().evaluate((item) => item === document.activeElement)).toBe(true);
  await resolve.first().press("Enter");
  await page.getByText("No open reports in any room").waitFor();
  expect(await focused(page)).toBe("MAIN");
  await page.getByRole("link", { name: "Bans" }).click();
  await page.getByRole("button", { name: /^Lift ban/ }).press("Enter");
  await page.getByText("No one is banned from all rooms.").waitFor();
  expect(await focused(page)).toBe("Ban from all rooms");
});

test("what acts on a person says on whom, and a wrong field says what is wrong with it", async () => {
  const page = await openOperatorPage(visitors, {}, "#reports");
  await page.getByRole("button", { name: "Manage author… Zoe" }).click();
  await page.getByRole("menuitem", { name: "Ban from all rooms…" }).click();
  const dialog = page.getByRole("dialog", { name: "Ban Zoe from all rooms?" });
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Ban from all rooms… Zoe" }).click();
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Bans" }).click();
  await page.getByText("Ban from all rooms", { exact: true }).click();
  await page.getByLabel("Person’s ID").fill("g5");
  await page.keyboard.press("Enter");
  const room = page.getByLabel("Room (for guests)");
  await page.getByRole("alert").getByText("A guest’s ID needs the room that they’re in.").waitFor();
  expect(await room.getAttribute("aria-invalid")).toBe("true");
  expect(await room.evaluate((field) => field === document.activeElement)).toBe(true);
});

test("the list of rooms is a table where it fits, and else a card for each room with every figure", async () => {
  const page = await openOperatorPage(visitors, { viewport: { width: 1280, height: 800 } }, "#rooms");
  await page.getByRole("columnheader", { name: "Last message" }).waitFor();
  expect(await page.getByRole("columnheader").count()).toBe(8);
  const names = page.getByRole("row", { name: /#garden/ }).locator(".cell-name");
  expect(await names.filter({ visible: true }).count()).toBe(0);
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(() => names.filter({ visible: true }).count()).toBe(7);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
});

test("P18.13 without a token to sign in with, the page says how to set one; on a server of one's own it has no prices", async () => {
  const prepare = (page: Page) => playOperatorServer(page, { ownServer: true, takesToken: false });
  const page = await visitors.visit({ path: "/admin", prepare });
  await page.getByText('OWNER_TOKEN="…" npm run serve').waitFor();
  expect(await page.getByLabel("Token").count()).toBe(0);
  const own = await openOperatorPage(visitors, {}, "", { ownServer: true });
  await own.getByText(/^This server is your own, .* 1\.1 MB/).waitFor();
  expect(await own.getByText("This month’s cost").count()).toBe(0);
  await own.getByRole("link", { name: "Tokens and keys" }).click();
  await own.getByText('JWT_SECRET="…" npm run serve').waitFor();
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
