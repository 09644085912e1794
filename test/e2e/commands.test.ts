import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { letIn, playRoom } from "./fake-room.ts";
import { enterAsOwner } from "./message-menu.ts";
import { composer, freshRoom, log, say, sees, status, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

const owner = (room: string): Promise<Page> => enterAsOwner(visitors, room);

test("an unknown command is reported, stays in the composer, and is not sent; // sends a text that starts with /", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const ben = await visitors.enter(room, "Ben");
  await say(ada, "/dance now");
  await ada.getByRole("alert").getByText("Unknown command /dance. Start with // to send it as text.").waitFor();
  expect(await composer(ada).inputValue()).toBe("/dance now");
  await say(ada, "//dance now");
  await sees(ben, "/dance now");
  expect(await log(ben)).toEqual(["/dance now"]);
  expect(await composer(ada).inputValue()).toBe("");
});

test("commands that the user may run are suggested while typing, and completed by keyboard", async () => {
  const room = freshRoom();
  const olga = await owner(room);
  const ben = await visitors.enter(room, "Ben");
  await composer(ben).pressSequentially("/");
  await ben.getByRole("option").first().waitFor();
  const offered = await ben.getByRole("option").locator(".suggestion-label").allTextContents();
  expect(offered).toEqual(["/help", "/name Ada", "/report …"]);
  await composer(olga).pressSequentially("/mu");
  await olga.getByRole("option", { name: /^\/mute/ }).waitFor();
  await olga.keyboard.press("Enter");
  expect(await composer(olga).inputValue()).toBe("/mute ");
  await composer(olga).pressSequentially("@B");
  await olga.getByRole("option", { name: "Ben" }).waitFor();
  await olga.keyboard.press("Enter");
  await composer(olga).pressSequentially("1h");
  await olga.keyboard.press("Enter");
  await ben.getByText(/^You’re muted until/).waitFor();
  expect(await composer(olga).inputValue()).toBe("");
  await say(olga, "/unmute Ben");
  await ben.getByText(/^You’re muted until/).waitFor({ state: "detached" });
  expect(await log(ben)).toEqual([]);
});

test("commands do the same as menus: lock, slow, name, kick, ban, unban, clear, pin, report, help", async () => {
  const room = freshRoom();
  const olga = await owner(room);
  const ben = await visitors.enter(room, "Ben");
  await say(olga, "/lock");
  await ben.getByText("Only moderators can post right now.").waitFor();
  await say(olga, "/unlock");
  await ben.getByText("Only moderators can post right now.").waitFor({ state: "detached" });
  await say(olga, "/slow 1h");
  await ben.getByText("Slow mode: one message every 1 hour.").waitFor();
  await say(olga, "/slow off");
  await ben.getByText("Slow mode: one message every 1 hour.").waitFor({ state: "detached" });
  await say(ben, "/name Benjamin");
  await olga.getByText("Ben is now Benjamin").waitFor();

  await say(ben, "pin me");
  await sees(olga, "pin me");
  await say(olga, "/pin");
  await olga.getByRole("alert").getByText("Reply to a message, then type /pin.").waitFor();
  await composer(olga).fill("");
  const line = (page: Page) => page.getByRole("article").filter({ hasText: "pin me" }).last();
  await line(olga).focus();
  await line(olga).getByRole("button", { name: "Reply" }).click();
  await say(olga, "/pin");
  await ben.getByRole("region", { name: "1 pinned message" }).waitFor();
  const mei = await visitors.enter(room, "Mei");
  await sees(mei, "pin me");
  await line(mei).focus();
  await line(mei).getByRole("button", { name: "Reply" }).click();
  await say(mei, "/report too loud");
  await mei.getByText("Thanks, moderators have been notified.").waitFor();
  await olga.getByRole("button", { name: "Moderation, 1 report" }).waitFor();
  await say(mei, "/kick Benjamin");
  await mei.getByRole("alert").getByText("You don’t have permission to do that.").waitFor();

  await say(olga, "/kick @Nobody");
  await olga.getByRole("alert").getByText("No one named “Nobody”.").waitFor();
  await say(olga, "/clear Benjamin");
  await olga
    .getByRole("dialog", { name: "Delete Benjamin’s messages?" })
    .getByRole("button", { name: "Delete" })
    .click();
  await ben.getByText("Message deleted").first().waitFor();
  await say(olga, "/ban @Benjamin 1d too loud");
  await ben.getByRole("heading", { name: "You’re banned from this room" }).waitFor();
  await ben.getByText(/You can rejoin after/).waitFor();
  await say(olga, "/unban Benjamin");
  await olga.getByRole("status").getByText("Unbanned Benjamin", { exact: true }).waitFor();
  await ben.getByRole("button", { name: "Try again" }).click();
  await status(ben, "Connected");
  await say(olga, "/help");
  await olga.getByRole("dialog", { name: "Commands" }).getByText("/mute @Ada 10m").waitFor();
});

test.each(["en-GB", "de-DE"])("no suggested command or its description is cut at 320 pixels (%s)", async (locale) => {
  const page = await visitors.visit({
    path: `/r/${freshRoom()}`,
    name: "Ada",
    locale,
    viewport: { width: 320, height: 640 },
    prepare: (page) => playRoom(page, (socket) => letIn(socket, [], { role: "moderator" })),
  });
  await page.locator("#composer-text").pressSequentially("/");
  await page.getByRole("option").nth(4).waitFor();
  const cut = await page
    .locator(".suggestion, .suggestion-label, .suggestion-detail")
    .evaluateAll((parts) =>
      parts.filter(({ clientWidth, scrollWidth }) => scrollWidth > clientWidth).map(({ textContent }) => textContent),
    );
  expect(cut).toEqual([]);
});
