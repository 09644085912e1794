import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { OWNER_TOKEN } from "../support/owner-token.ts";
import { letIn, message, playRoom } from "./fake-room.ts";
import { choose, enterAsOwner, openMenu, rowOf } from "./message-menu.ts";
import { composer, freshRoom, log, say, sees, status, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

const owner = (room: string): Promise<Page> => enterAsOwner(visitors, room);

/** Confirms the open dialog. */
async function confirm(page: Page, title: string, verb: string): Promise<void> {
  await page.getByRole("dialog", { name: title }).getByRole("button", { name: verb, exact: true }).click();
}

/** Waits until the page says that something was done. */
const done = (page: Page, text: string): Promise<void> =>
  page.getByRole("status").getByText(text, { exact: true }).waitFor();

/** Shows a tab of the moderators' panel. */
async function panel(page: Page, part: string): Promise<Locator> {
  await page.getByRole("button", { name: "Moderation" }).click();
  const dialog = page.getByRole("dialog", { name: "Moderation" });
  await dialog.getByRole("tab", { name: part }).click();
  return dialog.getByRole("tabpanel", { name: part });
}

test("P9.2 a claim link makes its user an owner, disappears from the address bar, and the role survives a reload", async () => {
  const room = freshRoom();
  const olga = await visitors.enter(room, "Olga", { path: `/r/${room}#claim=${encodeURIComponent(OWNER_TOKEN)}` });
  expect(olga.url()).not.toContain("claim");
  const claim = olga.getByRole("dialog", { name: `Become an owner of #${room}?` });
  await claim.getByText("This link makes you an owner.").waitFor();
  await claim.getByRole("button", { name: "Become an owner" }).click();
  await done(olga, "You’re now an owner of this room.");
  const toast = await olga.locator(".toast").boundingBox();
  const log = await olga.getByRole("region", { name: "Messages" }).boundingBox();
  // It covers neither the newest messages nor the draft.
  expect((toast?.y ?? 0) + (toast?.height ?? 0)).toBeLessThan((log?.y ?? 0) + (log?.height ?? 0) / 2);
  await olga.reload();
  await olga.getByRole("button", { name: "Moderation" }).waitFor();
  const ben = await visitors.enter(room, "Ben", { path: `/r/${room}#claim=wrong` });
  await ben.getByRole("button", { name: "Become an owner" }).click();
  await ben.getByRole("alert").getByText("This owner link has expired").waitFor();
  expect(await ben.getByRole("button", { name: "Moderation" }).count()).toBe(0);
});

test("P9.3 a moderator deletes any message, pins and unpins; others have no such menu items", async () => {
  const room = freshRoom();
  const olga = await owner(room);
  const ben = await visitors.enter(room, "Ben");
  await say(ben, "spam");
  await say(ben, "Cake at four");
  await sees(olga, "Cake at four");
  await choose(olga, "Cake at four", "Pin");
  const pinned = ben.getByRole("region", { name: "1 pinned message" });
  await pinned.getByText("Cake at four").waitFor();
  await ben.reload();
  await pinned.getByRole("button", { name: "Ben Cake at four" }).click();
  await expect.poll(() => ben.evaluate(() => document.activeElement?.textContent)).toContain("Cake at four");
  expect(await pinned.getByRole("button", { name: "Unpin" }).count()).toBe(0);
  await choose(olga, "spam", "Delete");
  await confirm(olga, "Delete this message?", "Delete");
  await ben.getByText("Message deleted").waitFor();
  expect(await log(ben)).toEqual(["Cake at four"]);
  await choose(olga, "Cake at four", "Unpin");
  await pinned.waitFor({ state: "detached" });

  await say(olga, "Mine");
  await sees(ben, "Mine");
  await openMenu(ben, "Mine");
  expect(await ben.getByRole("menuitem").allTextContents()).toEqual([
    "Reply",
    "Copy text",
    "Copy link",
    "Block Olga",
    "Report…",
  ]);
});

test("P9.6 a muted user sees why and until when, keeps the draft, and can write again after the mute is lifted", async () => {
  const room = freshRoom();
  const olga = await owner(room);
  const ben = await visitors.enter(room, "Ben");
  await say(ben, "noise");
  await sees(olga, "noise");
  await composer(ben).fill("more noise");
  await choose(olga, "noise", "Mute", "For 10 minutes");
  await ben
    .getByRole("status")
    .getByText(/^You’re muted until \d/)
    .waitFor();
  await expect.poll(() => ben.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
  expect(await composer(ben).inputValue()).toBe("more noise");
  await ben.reload();
  await ben
    .getByRole("status")
    .getByText(/^You’re muted until \d/)
    .waitFor();

  const muted = await panel(olga, "Muted and banned");
  await muted.getByText(/^until \d/).waitFor();
  await muted.getByRole("button", { name: "Unmute Ben" }).click();
  await muted.getByText("No one is muted.").waitFor();
  await ben.getByText(/^You’re muted until/).waitFor({ state: "detached" });
  await ben.getByRole("button", { name: "Send" }).click();
  await sees(ben, "more noise");
});

test("P9.3 P9.5 a kicked or banned user sees the reason, and can return when it ends", async () => {
  const room = freshRoom();
  const olga = await owner(room);
  const ben = await visitors.enter(room, "Ben");
  await say(ben, "noise");
  await sees(olga, "noise");
  await choose(olga, "noise", "Ban…");
  const dialog = olga.getByRole("dialog", { name: "Ban Ben?" });
  await dialog.getByLabel("Duration").selectOption({ label: "Permanent" });
  await dialog.getByLabel("Reason").fill("\u202enoise");
  await dialog.getByRole("button", { name: "Ban", exact: true }).click();
  await ben.getByRole("heading", { name: "You’re banned from this room" }).waitFor();
  await ben.getByText("This ban is permanent.").waitFor();
  await ben.reload();
  await ben.getByRole("heading", { name: "You’re banned from this room" }).waitFor();
  const banned = await panel(olga, "Muted and banned");
  await banned.getByText("noise").waitFor();
  await banned.getByRole("button", { name: "Unban Ben" }).click();
  await banned.getByText("No one is banned.").waitFor();
  await ben.getByRole("button", { name: "Try again" }).click();
  await status(ben, "Connected");
  await olga.keyboard.press("Escape");

  await choose(olga, "noise", "Kick…");
  await confirm(olga, "Kick Ben?", "Kick");
  await ben.getByText(/You can rejoin after \d/).waitFor();
});

test("P9.9 a hidden message is marked for moderators, visible to its author, and to nobody else", async () => {
  const room = freshRoom();
  const olga = await owner(room);
  const ben = await visitors.enter(room, "Ben");
  const mei = await visitors.enter(room, "Mei");
  await say(ben, "first");
  await sees(olga, "first");
  await choose(olga, "first", "Shadow-mute…");
  await confirm(olga, "Shadow-mute Ben?", "Shadow-mute");
  await done(olga, "Shadow-muted Ben");
  await say(ben, "unseen");
  await sees(ben, "unseen");
  await rowOf(olga, "unseen").getByText("Hidden – visible only to the author and moderators").waitFor();
  expect(await ben.getByText("Hidden:").count()).toBe(0);
  await choose(olga, "first", "Remove shadow mute");
  await say(ben, "seen again");
  await sees(mei, "seen again");
  expect(await log(mei)).toEqual(["first", "seen again"]);
  await mei.reload();
  await sees(mei, "seen again");
  expect(await log(mei)).toEqual(["first", "seen again"]);
});

test("P9.3 a user's messages are deleted after confirming, from the member list too", async () => {
  const room = freshRoom();
  const olga = await owner(room);
  const ben = await visitors.enter(room, "Ben");
  const mei = await visitors.enter(room, "Mei");
  for (const text of ["one", "two"]) await say(ben, text);
  await say(mei, "three");
  await sees(olga, "three");
  await olga.getByRole("button", { name: "Actions for Ben" }).click();
  await olga.getByRole("menuitem", { name: "Delete all messages…" }).click();
  await confirm(olga, "Delete Ben’s messages?", "Delete");
  await expect.poll(() => log(mei)).toEqual(["three"]);
  await mei.getByRole("complementary", { name: "People" }).getByText("Olga").waitFor();
  // Everyone can block others for themselves, and only moderators can do more.
  await mei.getByRole("button", { name: "Actions for Ben" }).click();
  expect(await mei.getByRole("menuitem").allTextContents()).toEqual(["Block Ben"]);
});

test("P9.4 a badge shows a verified role at once in every page, and no name can imitate it", async () => {
  const room = freshRoom();
  const olga = await owner(room);
  const ben = await visitors.enter(room, "Ben ✓ Owner");
  await say(olga, "by the owner");
  await say(ben, "by Ben");
  await sees(olga, "by Ben");
  const head = (page: Page, text: string) =>
    page.locator(".messages").filter({ hasText: text }).locator(".messages-head");
  await head(ben, "by the owner").locator(".badge[data-kind=owner]").getByText("Owner").waitFor();
  expect(await head(olga, "by Ben").locator(".badge").count()).toBe(0);
  await choose(olga, "by Ben", "Change role", "Make Ben ✓ Owner a moderator");
  await confirm(olga, "Change Ben ✓ Owner’s role?", "Change role");
  await head(olga, "by Ben").locator(".badge[data-kind=moderator]").getByText("Moderator").waitFor();
  await ben.getByRole("button", { name: "Moderation" }).waitFor();
  // Users with a higher role cannot be moderated.
  await openMenu(ben, "by the owner");
  expect(await ben.getByRole("menuitem").allTextContents()).toEqual([
    "Reply",
    "Copy text",
    "Copy link",
    "Pin",
    "Block Olga",
    "Report…",
  ]);
  await ben.keyboard.press("Escape");
  await choose(olga, "by Ben", "Change role", "Make Ben ✓ Owner a guest");
  await confirm(olga, "Change Ben ✓ Owner’s role?", "Change role");
  await ben.getByRole("button", { name: "Moderation" }).waitFor({ state: "detached" });
});

test("P8 a picture is shown if it is on the page's own host; no other is requested", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) => {
        const members = [
          { uid: "ben", username: "Ben", role: "guest", signedIn: true, avatar: "/icon.svg" },
          { uid: "mei", username: "Mei", role: "guest", signedIn: true, avatar: "https://example.org/mei.png" },
        ];
        const by = (seq: number, uid: string, username: string) => message(seq, `by ${username}`, { uid, username });
        letIn(socket, [by(1, "ben", "Ben"), by(2, "mei", "Mei")], { members, count: 2 });
      }),
  });
  await sees(page, "by Mei");
  const avatars = page.locator(".messages .avatar");
  await expect
    .poll(() =>
      avatars
        .nth(0)
        .locator("img")
        .evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth > 0),
    )
    .toBe(true);
  expect(await avatars.locator("img").first().getAttribute("src")).toBe(new URL("/icon.svg", page.url()).href);
  expect(await avatars.locator("img").count()).toBe(1);
});

test("P9.10 P9.28 a report reaches the moderators with its message, is resolved, and can be looked up", async () => {
  const room = freshRoom();
  const olga = await owner(room);
  const ben = await visitors.enter(room, "Ben");
  const mei = await visitors.enter(room, "Mei");
  await say(ben, "something bad");
  await sees(mei, "something bad");
  await choose(mei, "something bad", "Report…");
  const dialog = mei.getByRole("dialog", { name: "Report this message" });
  // A copied override of the direction does not reach the room, which would refuse it.
  await dialog.getByLabel("Why are you reporting it? (optional)").fill("not \u202enice");
  await dialog.getByRole("button", { name: "Report", exact: true }).click();
  await mei.getByText("Thanks, moderators have been notified.").waitFor();
  await olga.getByRole("button", { name: "Moderation, 1 report" }).waitFor();
  await olga.reload();
  await olga.getByRole("button", { name: "Moderation, 1 report" }).click();
  const reports = olga.getByRole("tabpanel", { name: "Reports" });
  await reports.getByText("something bad").waitFor();
  await reports.getByText("not nice").waitFor();
  await reports.getByText(/^Reported by Mei/).waitFor();
  await reports.getByRole("button", { name: "Delete", exact: true }).click();
  await ben.getByText("Message deleted").waitFor();
  await reports.getByRole("button", { name: "Resolve" }).click();
  await reports.getByText("No open reports").waitFor();
  await reports.getByText("Resolved reports").click();
  const resolved = reports.getByRole("list", { name: "Resolved reports" }).getByRole("listitem").first();
  for (const text of ["something bad", "not nice", "Message deleted", /^Resolved: /])
    await resolved.getByText(text).waitFor();
  const log = olga.getByRole("dialog", { name: "Moderation" });
  await log.getByRole("tab", { name: "Audit log" }).click();
  const told = async () => {
    const texts = await log.getByRole("tabpanel", { name: "Audit log" }).getByRole("listitem").allTextContents();
    return texts.map((text) => text.replace(/\d.*$/, ""));
  };
  await expect.poll(told).toEqual(["Olga resolved a report", "Olga deleted a message", "Olga became an owner"]);
});

test("P9.6 P9.8 room settings apply to open pages: lock, members, slow mode, words", async () => {
  const room = freshRoom();
  const olga = await owner(room);
  const ben = await visitors.enter(room, "Ben");
  const rules = await panel(olga, "Access");
  await rules.getByLabel("Who can post").selectOption({ label: "Moderators" });
  await rules.getByRole("button", { name: "Save" }).click();
  await ben.getByRole("status").getByText("Only moderators can post right now.").waitFor();
  await expect.poll(() => ben.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
  await rules.getByLabel("Who can post").selectOption({ label: "Members" });
  await rules.getByRole("button", { name: "Save" }).click();
  await ben.getByRole("status").getByText("Only members can post.").waitFor();
  await rules.getByLabel("Who can post").selectOption({ label: "Everyone" });
  await rules.getByRole("button", { name: "Save" }).click();
  await ben.getByText("Only members can post.").waitFor({ state: "detached" });

  await rules.getByLabel(/^Slow mode/).selectOption({ label: "1 hour" });
  await rules.getByRole("button", { name: "Save" }).click();
  await ben.getByRole("status").getByText("Slow mode: one message every 1 hour.").waitFor();
  await say(ben, "first");
  await sees(ben, "first");
  await ben.getByRole("button", { name: /^Send (?:59:\d\d|1:00:00)$/ }).waitFor();
  await say(ben, "second");
  expect(await composer(ben).inputValue()).toBe("second");
  await rules.getByLabel(/^Slow mode/).selectOption({ label: "Off" });
  await rules.getByRole("button", { name: "Save" }).click();

  const dialog = olga.getByRole("dialog", { name: "Moderation" });
  await dialog.getByRole("tab", { name: "Blocked words" }).click();
  await dialog.getByLabel("Block messages containing").fill("cabbage*");
  await dialog.getByRole("button", { name: "Save" }).click();
  await done(olga, "Saved");
  const mei = await visitors.enter(room, "Mei");
  await say(mei, "Cabbages!");
  await mei.getByRole("alert").getByText("That contains a word that isn’t allowed here.").waitFor();
});

test("P9.6 a message rejected by slow mode is sent when the time is over", async () => {
  const room = freshRoom();
  const olga = await owner(room);
  const ben = await visitors.enter(room, "Ben");
  await say(ben, "first");
  await sees(olga, "first");
  // The page waits after a message that it sends in slow mode, so it is the server that refuses one too early.
  await say(olga, "/slow 10");
  await ben.getByRole("status").getByText("Slow mode: one message every 10 seconds.").waitFor();
  await say(ben, "second");
  await sees(olga, "second");
});

test("P9.7 an invitation admits a user to an invite-only room, is counted, and ends when revoked", async () => {
  const room = freshRoom();
  const olga = await owner(room);
  const rules = await panel(olga, "Access");
  await rules.getByLabel("Who can join").selectOption({ label: "Invited people" });
  await rules.getByRole("button", { name: "Save" }).click();
  await done(olga, "Saved");
  const dialog = olga.getByRole("dialog", { name: "Moderation" });
  await dialog.getByRole("tab", { name: "Invites" }).click();
  await dialog.getByLabel("Max uses").fill("2");
  await dialog.getByRole("button", { name: "Create invite link" }).click();
  const link = await dialog.getByLabel(/^Copy this link now/).inputValue();
  expect(link).toContain(`/r/${room}#invite=`);
  await dialog.getByText("0 of 2 used").waitFor();

  const ben = await visitors.visit({ path: `/r/${room}` });
  await ben.getByRole("heading", { name: "Invite only" }).waitFor();
  await ben.getByLabel("Invite link").fill("nothing");
  await ben.getByRole("button", { name: "Join", exact: true }).click();
  await ben.getByText("That’s not a valid invite link.").waitFor();
  await ben.getByLabel("Invite link").fill(link);
  await ben.getByRole("button", { name: "Join", exact: true }).click();
  await ben.getByLabel("Display name").fill("Ben");
  await ben.keyboard.press("Enter");
  await status(ben, "Connected");

  const path = link.slice(new URL(link).origin.length);
  const mei = await visitors.enter(room, "Mei", { path });
  expect(mei.url()).not.toContain("invite");
  await mei.reload();
  await status(mei, "Connected");
  await say(mei, "thank you");
  await sees(ben, "thank you");

  await dialog.getByRole("tab", { name: "Access" }).click();
  await dialog.getByRole("tab", { name: "Invites" }).click();
  await dialog.getByText("2 of 2 used").waitFor();
  await dialog.getByRole("button", { name: "Revoke…" }).click();
  const question = olga.getByRole("dialog", { name: "Revoke this invite?" });
  await question.getByRole("button", { name: "Revoke", exact: true }).click();
  await dialog.getByText("No active invites").waitFor();
  const late = await visitors.visit({ path });
  await late.getByLabel("Display name").fill("Late");
  await late.keyboard.press("Enter");
  await late.getByRole("heading", { name: "This invite is no longer valid" }).waitFor();
});

test("P9.5 who can join is saved by a button that says whom it removes; they read why, and it can be undone", async () => {
  const room = freshRoom();
  const olga = await owner(room);
  const ben = await visitors.enter(room, "Ben");
  await olga.getByRole("complementary", { name: "People" }).getByText("Ben").waitFor();
  const rules = await panel(olga, "Access");
  await rules.getByLabel("Who can join").selectOption({ label: "Invited people" });
  await rules.getByRole("status").getByText("Removes 1 person without an invite.").waitFor();
  await say(ben, "still here");
  await sees(ben, "still here");
  await rules.getByRole("button", { name: "Save" }).click();
  await ben.getByRole("heading", { name: "Invite only" }).waitFor();
  await ben.getByLabel("Invite link").waitFor();
  await olga.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => rules.getByLabel("Who can join").inputValue()).toBe("everyone");
  await ben.getByRole("button", { name: "Rejoin" }).click();
  await status(ben, "Connected");
});

test("a refusal that the user can mend is shown at the reason, which stays; a later try closes the dialog", async () => {
  const refused = { type: "error", code: "bad_action", message: "Invalid." };
  let tries = 0;
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(
        page,
        (socket) => letIn(socket, [message(1, "spam")]),
        ({ id, type }, { say }) => {
          if (type !== "report") return;
          tries += 1;
          say(tries === 1 ? { ...refused, id } : { type: "done", id });
        },
      ),
  });
  await choose(page, "spam", "Report…");
  const dialog = page.getByRole("dialog", { name: "Report this message" });
  const reason = dialog.getByLabel("Why are you reporting it? (optional)");
  await reason.waitFor();
  await page.keyboard.type("he is rude");
  await page.keyboard.press("Enter");
  await dialog.getByRole("alert").getByText("Check your input and try again.").waitFor();
  expect(await reason.inputValue()).toBe("he is rude");
  expect(await reason.getAttribute("aria-invalid")).toBe("true");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  await done(page, "Thanks, moderators have been notified.");
});
