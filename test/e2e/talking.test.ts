import { expect, inject, onTestFinished, test } from "vitest";
import { PlainClient } from "./plain-client.ts";
import { freshRoom, inView, log, say, sees, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

test("P2.2 two pages chat: each shows who wrote what, and when", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const ben = await visitors.enter(room, "Ben");
  const before = Date.now();
  await say(ada, "Hello, Ben");
  await sees(ben, "Hello, Ben");
  await say(ben, "Hello, Ada");
  for (const page of [ada, ben]) {
    await sees(page, "Hello, Ada");
    expect(await log(page)).toEqual(["Hello, Ben", "Hello, Ada"]);
    expect(await page.locator(".messages .name").allTextContents()).toEqual(["Ada", "Ben"]);
    const time = await page.locator(".messages time").first().getAttribute("datetime");
    expect(Math.abs(Date.parse(time ?? "") - before)).toBeLessThan(30_000);
  }
});

test("consecutive messages of a user are grouped under one name, with the same color and initials for everyone", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada Lovelace");
  const ben = await visitors.enter(room, "Ben");
  await say(ada, "one");
  await say(ada, "two");
  await sees(ben, "two");
  await say(ben, "three");
  const seen = [];
  for (const page of [ada, ben]) {
    await sees(page, "three");
    expect(await page.locator(".day").count()).toBe(1);
    const blocks = page.locator(".messages");
    expect(await blocks.count()).toBe(2);
    expect(await blocks.first().locator(".text").allTextContents()).toEqual(["one", "two"]);
    expect(await blocks.locator(".avatar").allTextContents()).toEqual(["AL", "B"]);
    seen.push(await blocks.locator("[data-hue]").evaluateAll((marks) => marks.map((mark) => mark.dataset.hue)));
  }
  expect(seen[0]).toEqual(seen[1]);
  expect(await ada.locator(".messages").evaluateAll((blocks) => blocks.map(({ dataset }) => dataset.own))).toEqual([
    "true",
    "false",
  ]);
});

test("hostile text stays text, in names and in messages", async () => {
  const room = freshRoom();
  const hostile = "<img src=x onerror=alert(1)>";
  const ada = await visitors.enter(room, hostile);
  const ben = await visitors.enter(room, "Ben");
  for (const page of [ada, ben]) page.on("dialog", (dialog) => expect.unreachable(dialog.message()));
  await say(ada, hostile);
  await say(ada, "<script>alert(2)</script>&lt;b&gt;");
  for (const page of [ada, ben]) {
    await sees(page, "<script>alert(2)</script>&lt;b&gt;");
    expect(await log(page)).toEqual([hostile, "<script>alert(2)</script>&lt;b&gt;"]);
    expect(new Set(await page.locator(".messages .name").allTextContents())).toEqual(new Set([hostile]));
    expect(await page.locator("#app :is(img, script)").count()).toBe(0);
  }
});

test("P2.2 the PHP tutorial's client and a page see each other", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada");
  const seed = await PlainClient.open(`${inject("origin").replace("http", "ws")}/ws/${room}`);
  onTestFinished(() => seed.close());
  seed.say("Hello from 2014", { username: "Ben", color: "FF7000" });
  await sees(ada, "Hello from 2014");
  expect(await seed.take()).toMatchObject({
    type: "message",
    username: "Ben",
    message: "Hello from 2014",
    color: "FF7000",
  });
  seed.send({ type: "usermsg", anything: [1, 2] });
  expect(await seed.take()).toEqual({ type: "usermsg", anything: [1, 2] });
  await say(ada, "Hello from now");
  expect(await seed.take()).toMatchObject({ type: "message", username: "Ada", message: "Hello from now" });
  await sees(ada, "Hello from now");
  expect(await log(ada)).toEqual(["Hello from 2014", "Hello from now"]);
});

test("the log stays at its end, unless the user scrolls up", async () => {
  const room = freshRoom();
  const ada = await visitors.enter(room, "Ada", { viewport: { width: 400, height: 400 } });
  const ben = await PlainClient.open(`${inject("origin").replace("http", "ws")}/ws/${room}`);
  onTestFinished(() => ben.close());
  for (let count = 1; count <= 60; count += 1) ben.say(`line ${count}`, { username: "Ben" });
  await sees(ada, "line 60");
  await inView(ada, "line 60");

  await ada.getByRole("region", { name: "Messages" }).focus();
  await ada.keyboard.press("Home");
  await inView(ada, "line 1");
  await ada.getByRole("button", { name: "Jump to latest" }).waitFor();
  ben.say("line 61", { username: "Ben" });
  await sees(ada, "line 61");
  await inView(ada, "line 1");

  await ada.getByRole("button", { name: "1 new message" }).click();
  await inView(ada, "line 61");
  await ada.getByRole("button", { name: "1 new message" }).waitFor({ state: "detached" });
  ben.say("line 62", { username: "Ben" });
  await sees(ada, "line 62");
  await inView(ada, "line 62");
});
