import type { Page, WebSocketRoute } from "playwright-core";
import { expect, test } from "vitest";
import { composer, freshRoom, say, sees, status, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

/** Puts the test in the room's place. */
async function playRoom(page: Page, onSocket: (socket: WebSocketRoute) => void): Promise<void> {
  await page.routeWebSocket(/\/ws\//, onSocket);
}

const connected = JSON.stringify({ type: "system", message: "guest-test connected" });

test("the connection's state is said in words: entering, entered, reconnecting, entered", async () => {
  const sockets: WebSocketRoute[] = [];
  const page = await visitors.visit({
    path: `/r/${freshRoom()}`,
    prepare: (page) => playRoom(page, (socket) => sockets.push(socket)),
  });
  await page.getByLabel("Your name").fill("Ada");
  await page.keyboard.press("Enter");
  await status(page, "Entering…");
  await expect.poll(() => sockets.length).toBe(1);
  sockets[0]?.send(connected);
  await status(page, "Entered");
  await sockets[0]?.close({ code: 1012, reason: "restart" });
  await status(page, "Reconnecting…");
  await expect.poll(() => sockets.length, { timeout: 10_000 }).toBe(2);
  sockets[1]?.send(connected);
  await status(page, "Entered");
});

test("P6 a room that says not to come back is failed, with its reason, until the visitor tries again", async () => {
  const sockets: WebSocketRoute[] = [];
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) => {
        sockets.push(socket);
        socket.send(connected);
      }),
  });
  await sockets[0]?.close({ code: 4403, reason: "You were removed." });
  await status(page, "Failed");
  await page.getByRole("alert").getByText("The room closed the connection: You were removed.").waitFor();
  expect(await page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
  await page.getByRole("button", { name: "Enter again" }).click();
  await status(page, "Entered");
  expect(sockets).toHaveLength(2);
});

test("P2.1 who leaves is gone, keeps what they were typing, and can enter again", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const ben = await visitors.enter(room, "Ben");
  await say(ada, "Leaving for lunch");
  await sees(ben, "Leaving for lunch");
  await composer(ada).fill("half a thou");
  await ada.getByRole("button", { name: "Leave" }).click();
  await status(ada, "Disconnected");
  await ben.locator(".note").getByText("Ada disconnected", { exact: true }).waitFor();
  await composer(ada).press("Enter");
  expect(await composer(ada).inputValue()).toBe("half a thou");

  await ada.getByRole("button", { name: "Enter again" }).click();
  await status(ada, "Entered");
  expect(await composer(ada).evaluate((input) => input === document.activeElement)).toBe(true);
  await composer(ada).press("Enter");
  await sees(ben, "half a thou");
});

test("P2.4 a refusal that belongs to no message is shown", async () => {
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(page, (socket) => {
        socket.send(connected);
        socket.send(JSON.stringify({ type: "error", code: "from_the_future", message: "Something new went wrong." }));
      }),
  });
  await page.getByRole("alert").getByText("Something new went wrong.").waitFor();
});
