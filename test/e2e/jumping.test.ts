// Jumps to messages far above the log.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { MAX_RESUME_EVENTS } from "../../src/protocol/limits.ts";
import { expectNoViolations } from "./accessible.ts";
import { type Guest, guestIn } from "./guest.ts";
import { choose, enterAsOwner, rowOf } from "./message-menu.ts";
import { PHONE, press } from "./touching.ts";
import { composer, freshRoom, inView, pasted, say, sees, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** A guest who has posted `line 1`, `line 2` … in a room. */
async function writerOf(room: string, count: number): Promise<Guest> {
  const mei = await guestIn(room);
  for (let line = 1; line <= count; line += 1) mei.send({ type: "message", id: `${line}`, message: `line ${line}` });
  await mei.hears(`line ${count}`);
  return mei;
}

/** Opens a room, and counts the pages of its history that the page requests. */
async function visit(room: string, hash = ""): Promise<{ page: Page; pages: () => number }> {
  let pages = 0;
  const prepare = async (page: Page) => {
    page.on("request", (request) => {
      if (new URL(request.url()).pathname.endsWith("/messages")) pages += 1;
    });
  };
  const viewport = { width: 400, height: 500 };
  const page = await visitors.visit({ path: `/r/${room}${hash}`, name: "Ada", viewport, prepare });
  return { page, pages: () => pages };
}

/** The messages around the target of a jump. */
const around = (page: Page) => page.getByRole("region", { name: "You’re viewing older messages" });

const live = (page: Page) => page.getByRole("region", { name: "Messages", exact: true });

const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);

test("P7.2 a link to a message far up loads only the messages around it, until the user returns to the latest", async () => {
  const room = freshRoom();
  const mei = await writerOf(room, 1500);
  const { page, pages } = await visit(room, "#m5");
  await expect.poll(() => focused(page)).toBe("m5");
  await inView(page, "line 5");
  const texts = () => around(page).locator(".text").allTextContents();
  expect((await texts()).slice(0, 6)).toEqual(["line 1", "line 2", "line 3", "line 4", "line 5", "line 6"]);
  expect(pages()).toBe(1);
  expect(await live(page).count()).toBe(0);
  expect(await page.locator("#m5").getAttribute("data-target")).toBe("true");
  await page.keyboard.press("ArrowDown");
  expect(await focused(page)).toBe("m6");

  const before = (await texts()).length;
  await around(page).getByRole("button", { name: "Load newer messages" }).click();
  await expect.poll(async () => (await texts()).length).toBe(before + 100);
  expect(await texts()).toEqual(Array.from({ length: before + 100 }, (_, index) => `line ${index + 1}`));
  expect(pages()).toBe(2);

  // Changes arrive here, and new messages are counted.
  await mei.does({ type: "edit", target: 6, message: "line 6, edited" });
  await expect.poll(texts).toContain("line 6, edited");
  await mei.says("said meanwhile");
  await page.getByRole("button", { name: "1 new message" }).click();
  await around(page).waitFor({ state: "detached" });
  await inView(page, "said meanwhile");

  await page.evaluate(() => location.assign("#m600"));
  await expect.poll(() => focused(page)).toBe("m600");
  await around(page).getByRole("button", { name: "Load older messages" }).click();
  await expect.poll(async () => (await texts())[0]).toBe("line 451");
  await say(page, "mine");
  await around(page).waitFor({ state: "detached" });
  await inView(page, "mine");

  await page.evaluate(() => location.assign("#m700"));
  await expect.poll(() => focused(page)).toBe("m700");
  await page.keyboard.press("Escape");
  await around(page).waitFor({ state: "detached" });
  await inView(page, "mine");
  expect(pages()).toBe(5);
});

test("P7.2 a jump to a quote far up shows the messages around it, and newer ones lead back to the log", async () => {
  const room = freshRoom();
  const mei = await writerOf(room, 400);
  await mei.says("an answer", { replyTo: 5 });
  const { page } = await visit(room);
  await sees(page, "an answer");
  await page.getByRole("button", { name: "In reply to an earlier message" }).click();
  await expect.poll(() => focused(page)).toBe("m5");
  const newer = around(page).getByRole("button", { name: "Load newer messages" });
  await newer.click();
  await page.locator("#m155").waitFor();
  await newer.click();
  await around(page).waitFor({ state: "detached" });
  await expect.poll(() => focused(page)).toBe("m155");
  await inView(page, "line 155");
  expect(await live(page).locator(".text").allTextContents()).toContain("line 156");
});

test("P7.2 a jump far up says when there is no such message, and shows a deleted one as deleted", async () => {
  const room = freshRoom();
  const mei = await guestIn(room);
  const first = await mei.says("first");
  const reaction = await mei.does({ type: "reaction", target: first, emoji: "👍", on: true });
  const gone = await mei.says("gone");
  for (let line = 1; line <= 400; line += 1) mei.send({ type: "message", id: `${line}`, message: `line ${line}` });
  await mei.hears("line 400");
  await mei.does({ type: "delete", target: gone });
  const { page } = await visit(room, `#m${reaction}`);
  await page.getByText("Message not found.").waitFor();
  await inView(page, "line 400");
  await page.evaluate((seq) => location.assign(`#m${seq}`), gone);
  await expect.poll(() => focused(page)).toBe(`m${gone}`);
  await around(page).getByText("Message deleted").waitFor();
  // axe cannot judge the colors of anything out of view.
  await page.setViewportSize({ width: 400, height: 2_400 });
  await expectNoViolations(page);
});

test("P9.3 a message far up is pinned, found by its pin, answered, reacted to, edited and deleted where it stands", async () => {
  const room = freshRoom();
  const olga = await enterAsOwner(visitors, room);
  await say(olga, "early");
  await sees(olga, "early");
  const address = olga.url();
  await olga.goto("about:blank");
  // More than a page that comes back catches up with (P4.4), so that the log starts at the newest.
  const mei = await writerOf(room, MAX_RESUME_EVENTS + 1);
  await olga.goto(address);
  await sees(olga, `line ${MAX_RESUME_EVENTS + 1}`);
  const early = (await mei.hears("line 1")).seq - 1;
  await olga.evaluate((seq) => location.assign(`#m${seq}`), early);
  await inView(olga, "early");
  await choose(olga, "line 47", "Pin");
  await olga.getByRole("button", { name: "1 pinned message" }).waitFor();
  await choose(olga, "early", "Edit");
  await olga.getByText("Editing message").waitFor();
  await composer(olga).fill("early, edited");
  await olga.keyboard.press("Enter");
  await around(olga).getByText("early, edited").waitFor();
  await choose(olga, "line 48", "Delete");
  const asked = olga.getByRole("dialog", { name: "Delete this message?" });
  await asked.getByText("line 48").waitFor();
  await asked.getByRole("button", { name: "Delete" }).click();
  await around(olga).getByText("Message deleted").waitFor();
  await olga.keyboard.press("Escape");
  await around(olga).waitFor({ state: "detached" });

  await olga.getByRole("region", { name: "1 pinned message" }).getByText("line 47").click();
  await inView(olga, "line 47");
  await rowOf(olga, "line 47").getByRole("button", { name: "React with 👍" }).click();
  await rowOf(olga, "line 47").getByRole("button", { name: "👍 1: You" }).waitFor();
  await choose(olga, "line 47", "Reply");
  await olga.getByRole("status").getByText("line 47").waitFor();
  await say(olga, "an answer");
  await around(olga).waitFor({ state: "detached" });
  expect(await mei.hears("an answer")).toMatchObject({ replyTo: early + 47 });
});

test("P9.10 by touch, a message far up opens its sheet, and is reacted to, copied and reported where it stands", async () => {
  const room = freshRoom();
  const mei = await writerOf(room, 400);
  const options = { ...PHONE, permissions: ["clipboard-write"] };
  const page = await visitors.visit({ path: `/r/${room}#m5`, name: "Ada", ...options });
  await inView(page, "line 5");
  const sheet = page.getByRole("dialog", { name: "Message actions" });
  const open = async () => {
    const lift = await press(page, "#m5 .said");
    await sheet.getByText("line 5", { exact: true }).waitFor();
    await lift();
  };
  await open();
  await sheet.getByRole("button", { name: "React with 👍" }).tap();
  await mei.told(({ target, type }) => type === "reaction" && target === 5);
  await around(page).getByRole("button", { name: "👍 1: You" }).waitFor();
  await open();
  await sheet.getByRole("menuitem", { name: "Copy text" }).tap();
  await page.getByRole("status").getByText("Copied").waitFor();
  await open();
  await sheet.getByRole("menuitem", { name: "Report…" }).tap();
  const form = page.getByRole("dialog", { name: "Report this message" });
  await form.getByText("line 5", { exact: true }).waitFor();
  await form.getByRole("button", { name: "Report" }).tap();
  await page.getByRole("status").getByText("Thanks, moderators have been notified.").waitFor();
  expect(await around(page).isVisible()).toBe(true);
  expect(await pasted(page)).toBe("line 5");
});
