import { expect, test } from "vitest";
import { letIn, playRoom } from "./fake-room.ts";
import { openPublicRooms, PUBLIC_ROOMS } from "./public-rooms.ts";
import { freshRoom, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

test("P18.9 the rooms panel lists public rooms with their titles, topics and people, page by page, and says if it can't", async () => {
  const answers = [
    { body: "not JSON" },
    { json: { rooms: PUBLIC_ROOMS, total: 3, next: 2 } },
    { json: { rooms: [PUBLIC_ROOMS[1], { room: "attic", title: "attic", people: 0 }], total: 3 } },
  ];
  const page = await openPublicRooms(visitors, {}, () => answers.shift());
  const list = page.getByRole("navigation", { name: "Public rooms" });
  await list.getByRole("alert").getByText("Couldn’t load public rooms.").waitFor();
  await list.getByRole("button", { name: "Retry" }).click();
  const links = list.getByRole("link");
  await expect.poll(() => links.allTextContents()).toHaveLength(2);
  expect(await links.first().textContent()).toBe("The garden #garden 12 onlineRoses and their friends");
  expect(await links.first().getAttribute("href")).toBe("/r/garden");
  await list.getByRole("button", { name: "Show more" }).press("Enter");
  await expect.poll(() => links.allTextContents()).toHaveLength(3);
  expect(await links.last().evaluate((link) => link === document.activeElement)).toBe(true);
  // What is listed is not private, whatever its name.
  expect(await page.getByRole("button", { name: "Generate a private name" }).count()).toBe(0);
});

test("P18.15 without a public list, nothing asks for one", async () => {
  const asked: string[] = [];
  const page = await visitors.enter(freshRoom(), "Ada", {
    prepare: async (page) => {
      page.on("request", (request) => asked.push(new URL(request.url()).pathname));
      await playRoom(page, (socket) => letIn(socket, []));
    },
  });
  await page.getByRole("button", { name: /, Rooms$/ }).click();
  await page.getByRole("button", { name: "Generate a private name" }).waitFor();
  expect(await page.getByRole("navigation", { name: "Public rooms" }).count()).toBe(0);
  expect(asked).not.toContain("/api/directory");
});
