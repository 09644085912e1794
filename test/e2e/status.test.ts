import { expect, test } from "vitest";
import { type FakeSocket, letIn, playRoom } from "./fake-room.ts";
import { composer, freshRoom, leave, notes, say, sees, status, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

test("the connection state is shown in words: connecting, connected, reconnecting, connected", async () => {
  const sockets: FakeSocket[] = [];
  const page = await visitors.visit({
    path: `/r/${freshRoom()}`,
    name: "Ada",
    prepare: (page) => playRoom(page, (socket) => sockets.push(socket)),
  });
  await status(page, "Connecting…");
  await expect.poll(() => sockets.length).toBe(1);
  for (const socket of sockets) letIn(socket, []);
  await status(page, "Connected");
  await sockets[0]?.close(1012, "restart");
  await status(page, "Reconnecting…");
  await expect.poll(() => sockets.length, { timeout: 60_000 }).toBe(2);
  for (const socket of sockets.slice(1)) letIn(socket, []);
  await status(page, "Connected");
});

test.each([
  [4400, "", "This page is out of date. Reload to continue."],
  [4403, "", "You were removed from this room."],
  [4404, "", "This room is closed."],
  [4499, "", "Disconnected (code 4499)"],
  [4499, "Something new.", "Disconnected: Something new."],
])("P6 a room that closes with %i %s is shown as failed, until the user retries", async (code, reason, words) => {
  const sockets: FakeSocket[] = [];
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) => {
        sockets.push(socket);
        letIn(socket, []);
      }),
  });
  await sockets[0]?.close(code, reason);
  await status(page, "Connection failed");
  await page.getByRole("alert").getByText(words, { exact: true }).waitFor();
  expect(await page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
  await page.getByRole("button", { name: "Rejoin" }).click();
  await status(page, "Connected");
  expect(sockets).toHaveLength(2);
});

test.each([
  ["signed_out", "You signed out elsewhere. You can rejoin as someone new.", "Join as someone new"],
  ["erased", "Your data in this room was deleted. You can rejoin as someone new.", "Join as someone new"],
  ["expired", "Your sign-in expired. Sign in again on the site, or join as a guest.", "Join as a guest"],
])("P8.26 a session that ended because it %s says so, and offers a way back", async (reason, words, action) => {
  const sockets: FakeSocket[] = [];
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) => {
        sockets.push(socket);
        letIn(socket, []);
      }),
  });
  sockets[0]?.say({ type: "error", code: "bad_token", message: "…", reason });
  await sockets[0]?.close(4401);
  await page.getByRole("alert").getByText(words, { exact: true }).waitFor();
  await page.getByRole("button", { name: action, exact: true }).click();
  await status(page, "Connected");
});

test("P3.1 P8.10 a user whom the room no longer knows can join as a new user, under a free name", async () => {
  const room = freshRoom();
  const page = await visitors.enter(room, "Ada");
  await say(page, "from the old Ada");
  await sees(page, "from the old Ada");
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.endsWith("#identity")) ?? "";
    const identity = JSON.parse(localStorage.getItem(key) ?? "");
    localStorage.setItem(key, JSON.stringify({ ...identity, token: "stale" }));
  });
  await page.reload();
  // The name is still reserved for the previous user (P8.11).
  await page.getByText("That name is taken. Try another.").waitFor();
  await page.getByRole("textbox", { name: "Display name" }).fill("Ada again");
  await page.keyboard.press("Enter");
  await status(page, "Connected");
  await say(page, "from the new Ada");
  await sees(page, "from the new Ada");
  expect(await page.locator(".messages").count()).toBe(2);
  expect(await page.locator(".messages").getByText("you", { exact: true }).count()).toBe(1);
});

test("a user who leaves is gone, keeps the draft and the log, and can join again", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const ben = await visitors.enter(room, "Ben");
  await say(ada, "Leaving for lunch");
  await sees(ben, "Leaving for lunch");
  await composer(ada).fill("half a thou");
  await leave(ada);
  await status(ada, "Disconnected");
  await sees(ada, "Leaving for lunch");
  await notes(ben, "Ada left");
  await composer(ada).press("Enter");
  expect(await composer(ada).inputValue()).toBe("half a thou");

  await ada.getByRole("button", { name: "Rejoin" }).click();
  await status(ada, "Connected");
  expect(await composer(ada).evaluate((input) => input === document.activeElement)).toBe(true);
  await composer(ada).press("Enter");
  await sees(ben, "half a thou");
});

test("after a dialog is closed by mouse, the composer takes what is typed", async () => {
  const page = await visitors.enter(freshRoom(), "Ada");
  await say(page, "/help");
  await page.getByRole("dialog", { name: "Commands" }).getByRole("button", { name: "Close" }).click();
  await page.getByRole("dialog", { name: "Commands" }).waitFor({ state: "detached" });
  await expect
    .poll(async () => {
      await page.keyboard.type("x");
      return composer(page).inputValue();
    })
    .toMatch(/^x+$/);
});

test("P3.7 an error that belongs to no message is shown", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) => {
        letIn(socket, []);
        socket.say({ type: "error", code: "from_the_future", message: "Something new went wrong." });
      }),
  });
  await page.getByRole("alert").getByText("Something new went wrong.").waitFor();
});
