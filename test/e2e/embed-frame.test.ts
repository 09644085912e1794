import type { FrameLocator, Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { expectNoViolations } from "./accessible.ts";
import { playRoom } from "./fake-room.ts";
import { useHostSite } from "./host-site.ts";
import { freshRoom, say, sees, useVisitors } from "./visitors.ts";

const host = useHostSite();
const stranger = useHostSite({ isListed: false });
const visitors = useVisitors();

/** An iframe of a room, as an owner writes it. */
function iframe(room: string, query = "", style = "width: 24rem; height: 30rem"): string {
  return `<main><h1>A garden</h1><iframe title="Chat" style="${style}" src="${inject("origin")}/embed/${room}${query}"></iframe></main>`;
}

const inFrame = (page: Page): FrameLocator => page.frameLocator("iframe");

async function join(page: Page, name: string): Promise<void> {
  await inFrame(page).getByRole("button", { name: "Join" }).click();
  await inFrame(page).getByLabel("Display name").fill(name);
  await inFrame(page).getByLabel("Display name").press("Enter");
  await inFrame(page)
    .getByRole("button", { name: `${name} – profile` })
    .waitFor();
}

const shownIn = (page: Page, text: string) => inFrame(page).locator(".messages .text").getByText(text, { exact: true });

async function sayIn(page: Page, text: string): Promise<void> {
  const field = inFrame(page).locator("#composer-text");
  await field.fill(text);
  await field.press("Enter");
}

test("a room in another site's frame joins, receives and sends, without any script on that site", async () => {
  const room = freshRoom();
  const page = await host.open(iframe(room));
  await join(page, "Ada");
  const ben = await visitors.enter(room, "Ben");
  await sayIn(page, "from the frame");
  await sees(ben, "from the frame");
  await say(ben, "from the page");
  await shownIn(page, "from the page").waitFor();
  await expectNoViolations(page);
});

test("P3.37 a newcomer reads an open room in a frame without a name, and the first message asks for one", async () => {
  const room = freshRoom();
  const ben = await visitors.enter(room, "Ben");
  await say(ben, "Anyone awake?");
  const page = await host.open(iframe(room));
  await shownIn(page, "Anyone awake?").waitFor();
  expect(await inFrame(page).getByLabel("Display name").count()).toBe(0);
  expect(await ben.locator(".system-message").count()).toBe(0);
  await sayIn(page, "I am.");
  await inFrame(page).getByLabel("Display name").fill("Ada");
  await inFrame(page).getByLabel("Display name").press("Enter");
  await sees(ben, "I am.");
  await page.reload();
  await inFrame(page).getByRole("button", { name: "Ada – profile" }).waitFor();
});

test("a newcomer in a frame of an invite-only room sees why they can't read", async () => {
  const page = await host.open(iframe(freshRoom()), {
    prepare: (page) =>
      playRoom(page, (socket) => {
        socket.say({ type: "error", code: "invitation_needed", message: "…" });
        void socket.close(4403);
      }),
  });
  await inFrame(page).getByRole("heading", { name: "Invite only" }).waitFor();
});

test("another name after one that is taken leaves no error in the frame", async () => {
  const room = freshRoom();
  await visitors.enter(room, "Ada");
  const page = await host.open(iframe(room, "?name=Ada"));
  const name = inFrame(page).getByLabel("Display name");
  await inFrame(page).getByText("That name is taken. Try another.").waitFor();
  await name.fill("Pia");
  await name.press("Enter");
  await inFrame(page).getByRole("button", { name: "Pia – profile" }).waitFor();
  expect(await inFrame(page).locator("#composer-text").getAttribute("aria-invalid")).not.toBe("true");
  expect(await inFrame(page).getByText("That name is taken").count()).toBe(0);
});

test("the settings of a frame offer no notifications, which browsers block there", async () => {
  const page = await host.open(iframe(freshRoom(), "?name=Ada"));
  await inFrame(page).getByRole("button", { name: "Settings" }).click();
  const settings = inFrame(page).getByRole("dialog", { name: "Settings" });
  await settings.getByRole("radiogroup", { name: "Theme" }).waitFor();
  expect(await settings.getByText("Notify me about mentions").count()).toBe(0);
});

test("a frame takes no focus from the page around it", async () => {
  const page = await host.open(`<label>Search <input></label>${iframe(freshRoom(), "?name=Ada")}`, {
    prepare: (page) =>
      page.addInitScript(() => addEventListener("DOMContentLoaded", () => document.querySelector("input")?.focus())),
  });
  await inFrame(page).getByRole("status").getByText("Connected", { exact: true }).waitFor();
  await page.keyboard.type("roses");
  expect(await page.locator("input").inputValue()).toBe("roses");
  expect(await inFrame(page).locator("#composer-text").inputValue()).toBe("");
});

test("the address sets theme, language, name and density", async () => {
  const room = freshRoom();
  const page = await host.open(iframe(room, "?theme=dark&lang=de&name=Ada&compact"));
  await inFrame(page).getByLabel("Nachricht", { exact: true }).waitFor();
  const html = inFrame(page).locator("html");
  expect(await html.getAttribute("data-theme")).toBe("dark");
  expect(await html.getAttribute("lang")).toBe("de");
  expect(await inFrame(page).locator(".header").count()).toBe(0);
  const ben = await visitors.enter(room, "Ben");
  await sayIn(page, "hallo");
  await sees(ben, "hallo");
  expect(await ben.locator(".messages .name").allTextContents()).toEqual(["Ada"]);
});

test("an address with invalid values is one without them", async () => {
  const page = await host.open(iframe(freshRoom(), "?theme=pink&lang=xx&name=%00&view=3d"));
  await inFrame(page).locator("#composer-text").waitFor();
  expect(await inFrame(page).locator("html").getAttribute("data-theme")).toBeNull();
});

test.each(["read", "stream"])("view=%s shows the room to a reader without a name or a composer", async (view) => {
  const room = freshRoom();
  const ben = await visitors.enter(room, "Ben");
  await say(ben, "before");
  const page = await host.open(iframe(room, `?view=${view}`));
  await shownIn(page, "before").waitFor();
  await say(ben, "after");
  await shownIn(page, "after").waitFor();
  // A reader is a number to others, and no guest who joined.
  expect(await ben.locator(".system-message").count()).toBe(0);
  expect(await inFrame(page).getByLabel("Message", { exact: true }).count()).toBe(0);
  const background = await inFrame(page)
    .locator("html")
    .evaluate((html) => getComputedStyle(html).backgroundColor);
  expect(background === "rgba(0, 0, 0, 0)").toBe(view === "stream");
});

test.each([390, 1280, 1920])("a stream of %d px shows messages, and no people beside them", async (width) => {
  const room = freshRoom();
  const ben = await visitors.enter(room, "Ben");
  await say(ben, "hello");
  const page = await host.open(iframe(room, "?view=stream", `width: ${width}px; height: 30rem; border: 0`), {
    viewport: { width: width + 40, height: 600 },
  });
  await shownIn(page, "hello").waitFor();
  const shown = await inFrame(page).locator(".room").getByRole("complementary").count();
  expect(shown).toBe(0);
  const log = await inFrame(page).locator(".log").boundingBox();
  expect(log?.width).toBe(width);
});

test("the frame opens the full page in a window of its own, and links to no other page in its place", async () => {
  const room = freshRoom();
  const page = await host.open(iframe(room, "?name=Ada"));
  const popup = page.waitForEvent("popup");
  await inFrame(page).getByRole("link", { name: "Open in a new window" }).click();
  const full = await popup;
  await full.getByRole("heading", { name: `#${room}` }).waitFor();
  expect(new URL(full.url()).pathname).toBe(`/r/${room}`);
  expect(page.frames()[1]?.url()).toContain("/embed/");
});

test("a page of a site that EMBED_ORIGINS does not list gets an empty frame", async () => {
  const page = await stranger.open(iframe(freshRoom()));
  await expect.poll(() => page.frames()[1]?.url()).toBe("chrome-error://chromewebdata/");
  const troubles: string[] = [];
  const told = () => troubles.push(...stranger.takeTroubles()) && troubles.join();
  await expect.poll(told).toContain("frame-ancestors");
});

test("the full page stays closed to a site that may embed rooms", async () => {
  const page = await host.open(iframe(freshRoom()).replace("/embed/", "/r/"));
  await expect.poll(() => page.frames()[1]?.url()).toBe("chrome-error://chromewebdata/");
  const troubles: string[] = [];
  const told = () => troubles.push(...host.takeTroubles()) && troubles.join();
  await expect.poll(told).toContain("frame-ancestors 'self'");
});

test.each([320, 1280])("in a frame of %d px nothing needs sideways scrolling", async (width) => {
  const page = await host.open(iframe(freshRoom(), "?name=Ada", `width: ${width}px; height: 30rem; border: 0`), {
    viewport: { width: width + 40, height: 600 },
  });
  await inFrame(page).getByRole("status").getByText("Connected", { exact: true }).waitFor();
  await inFrame(page).getByRole("link", { name: "Open in a new window" }).waitFor();
  const wide = await inFrame(page)
    .locator("html")
    .evaluate((html) => html.scrollWidth > html.clientWidth);
  expect(wide).toBe(false);
});
