import { expect, inject, test } from "vitest";
import { freshRoom, log, say, sees, status, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

test("P1.1 each /r/<room> is a separate room, in any case of its name", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const ben = await visitors.enter(room.toUpperCase(), "Ben");
  const eve = await visitors.enter(freshRoom(), "Eve");
  await say(eve, "elsewhere");
  await sees(eve, "elsewhere");
  await say(ada, "here");
  await sees(ben, "here");
  expect(await log(ben)).toEqual(["here"]);
  expect(await log(eve)).toEqual(["elsewhere"]);
  expect(await ben.title()).toBe(`#${room} · Parley`);
});

test("P1.1 / is the lobby", async () => {
  const sockets: string[] = [];
  const page = await visitors.visit({
    name: "Ada",
    prepare: async (page) => void page.on("websocket", (socket) => sockets.push(new URL(socket.url()).pathname)),
  });
  await page.getByRole("heading", { name: "#lobby", level: 1 }).waitFor();
  await status(page, "Connected");
  expect(sockets).toEqual(["/ws/lobby"]);
});

test.each(["/r/-x", `/r/${"a".repeat(65)}`, "/r/%00", "/r/a%2Fb", "/r/a/b", "/r/"])(
  "P1.1 %s is not a room name, and leads to the lobby",
  async (path) => {
    const page = await visitors.visit({ path });
    await page.getByRole("heading", { name: "Room not found" }).waitFor();
    await page.getByRole("link", { name: "Go to the lobby" }).click();
    await page.getByRole("heading", { name: "#lobby", level: 1 }).waitFor();
  },
);

test("any other address shows an error page", async () => {
  const response = await fetch(`${inject("origin")}/nowhere/at/all`);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain("There is nothing here");
});

test.each(["/", "/r/any", "/nowhere", "/icon.svg", "/assets/nothing.js"])("%s has a strict policy", async (path) => {
  const { headers } = await fetch(inject("origin") + path);
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toContain("unsafe");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
});
