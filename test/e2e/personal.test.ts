import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { expectLargeTargets, expectNoViolations } from "./accessible.ts";
import { type FakeSocket, letIn, message, playRoom } from "./fake-room.ts";
import { freshRoom, log, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

type Said = FakeSocket["hello"];

const TALK = [
  message(1, "spam", { username: "Rudi" }),
  message(2, "more spam", { username: "Rudi" }),
  message(3, "a reply", { uid: "mei", username: "Mei", replyTo: 1 }),
];

async function enter(fields: object = {}) {
  const sent: Said[] = [];
  const sockets: FakeSocket[] = [];
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: (page) =>
      playRoom(
        page,
        (socket) => {
          sockets.push(socket);
          letIn(socket, TALK, fields);
        },
        (command, socket) => {
          sent.push(command);
          socket.say({ type: "done", id: command.id });
        },
      ),
  });
  return { page, sent, socket: () => sockets.at(-1) as FakeSocket };
}

describe("blocking a person", () => {
  test("P11.6 folds their messages to one quiet line, survives a reload, and can be undone in the settings", async () => {
    const { page, sent } = await enter();
    await page.getByRole("article").filter({ hasText: "more spam" }).focus();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Block Rudi" }).click();
    await page.getByText("2 blocked messages").waitFor();
    expect(await log(page)).toEqual(["a reply"]);
    expect(await page.getByText("spam").count()).toBe(0);
    await expectNoViolations(page);
    await expectLargeTargets(page);
    await page.reload();
    await page.getByText("2 blocked messages").waitFor();
    await page.getByRole("button", { name: "Show", exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => log(page)).toEqual(["spam", "more spam", "a reply"]);
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Unblock Rudi" }).click();
    await page.getByText("No one is blocked.").waitFor();
    await page.keyboard.press("Escape");
    await page.reload();
    await expect.poll(() => log(page)).toEqual(["spam", "more spam", "a reply"]);
    // Only signed-in users have them in the room as well.
    expect(sent.filter(({ type }) => type === "block")).toEqual([]);
  });

  test("P11.6 signed-in users have their blocks in the room, on all devices", async () => {
    const { page, sent, socket } = await enter({ blocked: ["ben"] });
    await page.getByText("2 blocked messages").waitFor();
    await page.getByRole("article").filter({ hasText: "a reply" }).focus();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Block Mei" }).click();
    await expect.poll(() => sent).toContainEqual(expect.objectContaining({ type: "block", uid: "mei", on: true }));
    socket().say({ type: "blocked", uids: ["ben", "mei"] });
    await page.getByText("Blocked message –").waitFor();
    socket().say({ type: "blocked", uids: [] });
    await expect.poll(() => log(page)).toEqual(["spam", "more spam", "a reply"]);
  });
});

describe("the user's own data", () => {
  test("can be downloaded (P11.3)", async () => {
    const { page } = await enter();
    await page.route("**/people/me/export", (route) => route.fulfill({ json: { messages: ["mine"] } }));
    await page.getByRole("button", { name: "Settings" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download my data" }).click();
    const path = await (await download).path();
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({ messages: ["mine"] });
  });

  test("P11.3 is deleted after a confirmation that says what goes", async () => {
    const { page } = await enter();
    const erased: string[] = [];
    await page.route("**/people/me/erase", async (route) => {
      erased.push(`${route.request().method()} ${await route.request().headerValue("authorization")}`);
      await route.fulfill({ json: {} });
    });
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Delete my data…" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete your data in this room?" });
    await dialog.getByText("Deletes your messages, reactions, reports and name").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    expect(erased).toEqual([]);
    await page.getByRole("button", { name: "Delete my data…" }).click();
    await dialog.getByRole("button", { name: "Delete my data" }).click();
    await page.getByRole("status").getByText("Your data was deleted.").first().waitFor();
    expect(erased).toEqual(["POST Bearer token"]);
  });

  test("sessions elsewhere are ended after a confirmation", async () => {
    const { page, sent } = await enter();
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("dialog", { name: "Settings" }).waitFor();
    await expectNoViolations(page);
    await page.getByRole("button", { name: "Sign out everywhere…" }).click();
    await page.getByRole("dialog", { name: "Sign out everywhere?" }).getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("status").getByText("Signed out everywhere else").first().waitFor();
    expect(sent).toContainEqual(expect.objectContaining({ type: "signOut" }));
  });
});
