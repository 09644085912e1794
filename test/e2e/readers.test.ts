import { expect, onTestFinished, test } from "vitest";
import { expectNoViolations } from "./accessible.ts";
import { type FakeSocket, letIn, letRead, message, playRoom } from "./fake-room.ts";
import { Guest } from "./guest.ts";
import {
  composer,
  freshRoom,
  join,
  log,
  namePrompt,
  say,
  sees,
  shown,
  status,
  untilLazyPart,
  useVisitors,
  type VisitOptions,
} from "./visitors.ts";

const visitors = useVisitors();

const WIDE = { width: 1280, height: 800 };

/** A room with Ada in it, who has said something, and a newcomer's page. */
async function newcomer(options: VisitOptions = {}) {
  const room = freshRoom();
  const ada = await Guest.enter(room, "Ada");
  onTestFinished(() => ada.close());
  await ada.says("Anyone awake?");
  const page = await visitors.visit({ path: `/r/${room}`, ...options });
  await sees(page, "Anyone awake?");
  return { room, ada, page };
}

test("P3.35 a newcomer reads an open room live without a name, and is only a number to others", async () => {
  const { ada, page, room } = await newcomer({ viewport: WIDE });
  const ben = await visitors.enter(room, "Ben", { viewport: WIDE });
  await ada.says("Hello?");
  await sees(page, "Hello?");
  const people = page.getByRole("complementary", { name: "People" });
  await people.getByText("Ben").waitFor();
  await people.getByText("1 just reading").waitFor();
  await page.getByRole("button", { name: "2 online" }).waitFor();
  expect(await page.title()).toBe(`#${room} · Parley`);
  await ben.getByRole("complementary", { name: "People" }).getByText("1 just reading").waitFor();
  await join(page, "Cleo");
  // The first line about anyone since Ben came.
  await expect
    .poll(() => ben.locator(".system-message").allTextContents())
    .toEqual([expect.stringMatching(/Cleo joined/)]);
  await expect.poll(() => ben.getByText("just reading").count()).toBe(0);
});

test("P3.37 the first message asks for a name and waits for it, through a taken one and a reload", async () => {
  const { ada, page } = await newcomer();
  await say(page, "I am.");
  const name = namePrompt(page).getByLabel("Display name");
  await name.fill("Ada");
  await name.press("Enter");
  await page.getByRole("alert").getByText("That name is taken. Try another.").waitFor();
  expect(await composer(page).inputValue()).toBe("I am.");
  await page.reload();
  await sees(page, "Anyone awake?");
  expect(await composer(page).inputValue()).toBe("I am.");
  await composer(page).press("Enter");
  await name.fill("Ben");
  await name.press("Enter");
  await sees(page, "I am.");
  expect(await ada.told(({ message }) => message === "I am.")).toMatchObject({ username: "Ben" });
  expect(await log(page)).toEqual(["Anyone awake?", "I am."]);
  expect(await composer(page).inputValue()).toBe("");
  await page.getByRole("button", { name: "Ben – profile" }).waitFor();
  expect(await namePrompt(page).count()).toBe(0);
  await page.reload();
  await page.getByRole("button", { name: "Ben – profile" }).waitFor();
});

test("a blocked name is explained at its field, and the reader goes on reading", async () => {
  let socket: FakeSocket | undefined;
  const { page } = await newcomer({
    prepare: (page) =>
      playRoom(
        page,
        (opened) => {
          socket = opened;
          letRead(opened, [message(1, "Anyone awake?")]);
        },
        ({ type }, opened) => {
          if (type === "hello") opened.say({ type: "error", code: "blocked_word", message: "…" });
        },
      ),
  });
  await say(page, "I am.");
  await namePrompt(page).getByLabel("Display name").fill("Rascal");
  await page.keyboard.press("Enter");
  await namePrompt(page).getByRole("alert").getByText("That contains a word that isn’t allowed here.").waitFor();
  socket?.say(message(2, "Still there?"));
  await sees(page, "Still there?");
});

test("by keyboard alone: type, send, name, and type on", async () => {
  const { page } = await newcomer();
  await expect.poll(() => composer(page).evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.type("I am.");
  await page.keyboard.press("Enter");
  const name = namePrompt(page).getByLabel("Display name");
  await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true);
  await expectNoViolations(page);
  await page.keyboard.press("Escape");
  await namePrompt(page).waitFor({ state: "hidden" });
  expect(await composer(page).evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  await name.waitFor();
  await page.keyboard.type("Ben");
  await page.keyboard.press("Enter");
  await sees(page, "I am.");
  await page.keyboard.type("Good night!");
  await page.keyboard.press("Enter");
  await sees(page, "Good night!");
});

test("on a phone nothing takes the focus before a name is asked for", async () => {
  const { page } = await newcomer({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await untilLazyPart(page);
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  await composer(page).tap();
  await page.keyboard.type("I am.");
  await page.getByRole("button", { name: "Send" }).tap();
  await namePrompt(page).getByLabel("Display name").fill("Ben");
  await namePrompt(page).getByRole("button", { name: "Join" }).tap();
  await sees(page, "I am.");
  // The keyboard stays open for the next message.
  expect(await composer(page).evaluate((field) => field === document.activeElement)).toBe(true);
});

test("a reaction and a report ask for a name, and then happen", async () => {
  const { ada, page } = await newcomer();
  await untilLazyPart(page);
  await shown(page, "Anyone awake?").hover();
  await page.getByRole("button", { name: "React with 👍" }).click();
  await namePrompt(page).getByLabel("Display name").fill("Ben");
  await page.keyboard.press("Enter");
  expect(await ada.told(({ type }) => type === "reaction")).toMatchObject({ emoji: "👍", on: true });

  const other = await newcomer();
  await untilLazyPart(other.page);
  await shown(other.page, "Anyone awake?").hover();
  await other.page.getByRole("button", { name: "More" }).click();
  await other.page.getByRole("menuitem", { name: "Report…" }).click();
  await namePrompt(other.page).getByLabel("Display name").fill("Ben");
  await other.page.keyboard.press("Enter");
  await other.page.getByRole("dialog", { name: "Report this message" }).waitFor();
});

test.each([
  ["banned", "You’re banned from this room"],
  ["invitation_needed", "Invite only"],
  ["members_only", "Members only"],
])("P9.5 a newcomer whom a room does not let read (%s) sees why", async (code, title) => {
  const page = await visitors.visit({
    path: `/r/${freshRoom()}`,
    prepare: (page) =>
      playRoom(page, (socket) => {
        socket.say({ type: "error", code, message: "…" });
        void socket.close(4403);
      }),
  });
  await page.getByRole("heading", { name: title }).waitFor();
  expect(await page.getByLabel("Invite link").count()).toBe(code === "invitation_needed" ? 1 : 0);
  await expectNoViolations(page);
});

test("P3.35 a server of an earlier version makes a guest at once, who can write", async () => {
  const sent: unknown[] = [];
  const page = await visitors.visit({
    path: `/r/${freshRoom()}`,
    prepare: (page) =>
      playRoom(
        page,
        (socket) => letIn(socket, [message(1, "hello")], { username: "guest-1234" }),
        (command) => sent.push(command.message),
      ),
  });
  await page.getByRole("button", { name: "guest-1234 – profile" }).waitFor();
  await say(page, "I am.");
  await expect.poll(() => sent).toContain("I am.");
});

test("a returning user enters at once, and is never a reader", async () => {
  const hellos: FakeSocket["hello"][] = [];
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) => {
        hellos.push(socket.hello);
        letIn(socket, []);
      }),
  });
  await status(page, "Connected");
  expect(hellos).toHaveLength(1);
  expect(hellos[0]).toMatchObject({ username: "Ada" });
  expect(hellos[0]).toHaveProperty("nonce");
});
