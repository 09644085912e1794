import { expect, onTestFinished, test } from "vitest";
import { type FakeSocket, letIn, letRead, playRoom } from "./fake-room.ts";
import { Guest } from "./guest.ts";
import { chooseForMe, composer, freshRoom, join, notes, say, sees, status, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

const TAKEN = "That name is taken. Try another.";

test("the prompt explains an invalid name, and sends nothing", async () => {
  const hellos: unknown[] = [];
  const page = await visitors.visit({
    path: `/r/${freshRoom()}`,
    prepare: (page) =>
      playRoom(
        page,
        (socket) => letRead(socket, []),
        (hello, socket) => {
          hellos.push(hello);
          letIn(socket, [], { username: hello.username });
        },
      ),
  });
  await page.getByRole("button", { name: "Join" }).click();
  const name = page.getByLabel("Display name");
  for (const [typed, reason] of [
    ["", "Enter a name."],
    ["A", "Names must be 2–32 characters."],
    ["x".repeat(33), "Names must be 2–32 characters."],
    ["Ada\u0378", "That name contains characters we can’t display."],
  ] as const) {
    await name.fill(typed);
    await name.press("Enter");
    await page.getByRole("alert").getByText(reason, { exact: true }).waitFor();
    expect(await name.getAttribute("aria-invalid")).toBe("true");
    expect(await name.evaluate((input) => input === document.activeElement)).toBe(true);
  }
  expect(hellos).toEqual([]);
  await name.fill("  Ada ");
  await name.press("Enter");
  await page.getByRole("button", { name: "Ada – profile" }).waitFor();
  expect(hellos).toMatchObject([{ type: "hello", username: "Ada" }]);
});

test("P8.27 a name that looks like an address is text wherever the page shows it", async () => {
  const room = freshRoom();
  const name = "https://evil.example";
  const page = await visitors.enter(room, name);
  const eve = await Guest.enter(room, "www.evil.example", visitors.origin);
  const asked = await eve.says("A question");
  await say(page, "An answer");
  await eve.says(`@${name}, thanks`, { replyTo: asked, mentions: [{ uid: "any", username: name }] });
  await eve.does({ type: "rename", username: "eve@evil.example" });
  eve.types();
  await page.getByText("is typing").waitFor();
  await notes(page, "www.evil.example is now eve@evil.example");
  await page.getByRole("complementary", { name: "People" }).getByText("eve@evil.example").waitFor();
  const links = await page.getByRole("link").evaluateAll((found) => found.map((link) => link.getAttribute("href")));
  expect(links.filter((link) => link?.includes("evil.example"))).toEqual([]);
});

test("remembers the name in every room", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  const other = freshRoom();
  await page.goto(new URL(`/r/${other}`, page.url()).href);
  await status(page, "Connected");
  await page.getByRole("button", { name: "Ada – profile" }).waitFor();
});

test("a name chosen with /name outlasts a reload, and is the name in every other room", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await say(page, "/name Countess");
  await page.getByRole("button", { name: "Countess – profile" }).waitFor();
  for (const path of [page.url(), new URL(`/r/${freshRoom()}`, page.url()).href]) {
    await page.goto(path);
    await status(page, "Connected");
    await page.getByRole("button", { name: "Countess – profile" }).waitFor();
  }
});

test("renames the user for messages from then on", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const ben = await visitors.enter(room, "Ben");
  await say(ada, "as Ada");
  await chooseForMe(ada, "Change your name");
  await ada.getByRole("dialog").getByLabel("Display name").fill("Countess");
  await ada.keyboard.press("Enter");
  await ada.getByRole("dialog").waitFor({ state: "hidden" });
  await say(ada, "as Countess");
  await sees(ben, "as Countess");
  await notes(ben, "Ada is now Countess");
  expect(await ben.locator(".messages .name").allTextContents()).toEqual(["Ada", "Countess"]);
  await ben.getByRole("complementary", { name: "People" }).getByText("Countess").waitFor();
  await ada.reload();
  await ada.getByRole("button", { name: "Countess – profile" }).waitFor();
});

test("P8.10 the prompt asks again if another user has the name, and keeps what was typed", async () => {
  const room = freshRoom();
  const guest = await Guest.enter(room, "Ada");
  onTestFinished(() => guest.close());
  const page = await visitors.visit({ path: `/r/${room}` });
  await page.getByRole("button", { name: "Join" }).click();
  const name = page.getByLabel("Display name");
  for (const typed of ["Аda", "A d a"]) {
    await name.fill(typed);
    await name.press("Enter");
    await page.getByRole("alert").getByText(TAKEN, { exact: true }).waitFor();
    expect(await name.inputValue()).toBe(typed);
    expect(await name.getAttribute("aria-invalid")).toBe("true");
    expect(await name.evaluate((input) => input === document.activeElement)).toBe(true);
  }
  await name.fill("Ada L.");
  await name.press("Enter");
  await page.getByRole("button", { name: "Ada L. – profile" }).waitFor();
  await page.reload();
  await page.getByRole("button", { name: "Ada L. – profile" }).waitFor();
});

test("P8.10 renaming to another user's name is rejected in the form, and changes nothing", async () => {
  const room = freshRoom();
  const guest = await Guest.enter(room, "Ada");
  onTestFinished(() => guest.close());
  const page = await visitors.enter(room, "Ben");
  await chooseForMe(page, "Change your name");
  const dialog = page.getByRole("dialog");
  const name = dialog.getByLabel("Display name");
  await name.fill("ADA");
  await name.press("Enter");
  await dialog.getByRole("alert").getByText(TAKEN, { exact: true }).waitFor();
  expect(await name.inputValue()).toBe("ADA");
  await page.keyboard.press("Escape");
  await chooseForMe(page, "Change your name");
  expect(await name.inputValue()).toBe("Ben");
  expect((await dialog.getByRole("alert").allTextContents()).join("")).toBe("");
  await name.fill("Benjamin");
  await name.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  await page.reload();
  await page.getByRole("button", { name: "Benjamin – profile" }).waitFor();
});

test("P8.25 a reserved name says that it is reserved, not that somebody has it", async () => {
  const page = await visitors.enter(freshRoom(), "Ben");
  await chooseForMe(page, "Change your name");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Display name").fill("Admin");
  await page.keyboard.press("Enter");
  await dialog.getByRole("alert").getByText("That name is reserved. Try another.", { exact: true }).waitFor();
});

test("P8.10 a returning user whose name is taken chooses another, and keeps unsent messages", async () => {
  const hellos: FakeSocket["hello"][] = [];
  const sent: unknown[] = [];
  let connection: FakeSocket | undefined;
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(
        page,
        (socket) => {
          connection = socket;
          hellos.push(socket.hello);
          // The first time, and once there is another name.
          if (hellos.length !== 2) letIn(socket, [], { username: socket.hello.username });
          else socket.say({ type: "error", code: "name_taken", message: "Somebody else has this name." });
        },
        (command) => sent.push(command.message),
      ),
  });
  await say(page, "said before");
  await composer(page).fill("half a sent");
  await connection?.close(1012);
  const name = page.getByLabel("Display name");
  await page.getByRole("alert").getByText(TAKEN, { exact: true }).waitFor();
  expect(await name.inputValue()).toBe("Ada");
  await name.fill("Ada L.");
  await name.press("Enter");
  await status(page, "Connected");
  expect(hellos.at(-1)).toMatchObject({ username: "Ada L.", token: "token" });
  expect(await composer(page).inputValue()).toBe("half a sent");
  await expect.poll(() => sent.filter((text) => text === "said before").length).toBe(2);
});

test("keeps the name if the rename is canceled", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await chooseForMe(page, "Change your name");
  await page.getByRole("dialog").getByLabel("Display name").fill("Someone");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await chooseForMe(page, "Change your name");
  expect(await page.getByRole("dialog").getByLabel("Display name").inputValue()).toBe("Ada");
});

test("works if the browser denies storage", async () => {
  const page = await visitors.visit({
    path: `/r/${freshRoom()}`,
    prepare: (page) =>
      page.addInitScript(() => {
        Object.defineProperty(globalThis, "localStorage", {
          get: () => {
            throw new DOMException("refused", "SecurityError");
          },
        });
      }),
  });
  await join(page, "Ada");
  await say(page, "still here");
  await sees(page, "still here");
  await page.reload();
  await page.getByRole("button", { name: "Join" }).waitFor();
  await sees(page, "still here");
});
