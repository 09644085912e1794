// The pages of a room's log: HTML of the Worker's, without scripts.
import { expect, test } from "vitest";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessible.ts";
import { PlainClient } from "./plain-client.ts";
import { freshRoom, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

const TEXTS = [
  "Good morning! The **roses** are out, see https://garden.example.org/roses",
  "> The roses are out\nWonderful. Here is what I planted:\n- _thyme_\n- `sage`",
  "```\nconst beds = ['north', 'south'].map((name) => ({ name, plants: [], isWatered: false, isWeeded: false }));\n```",
  "صباح الخير! الورود **جميلة** اليوم",
  "<script>document.title = 'broken'</script>",
  `A long word: ${"x".repeat(300)}`,
];

/** A room in which these texts were said. */
async function talkedRoom(): Promise<string> {
  const room = freshRoom();
  const client = await PlainClient.open(`${visitors.origin.replace("http", "ws")}/ws/${room}`);
  for (const text of TEXTS) {
    client.say(text, { username: "Ada" });
    await client.take();
  }
  client.close();
  return room;
}

test.each([320, 390, 1280, 1920])(
  "P7.4 a page of the log is accessible at %d px, in light and in dark",
  async (width) => {
    const room = await talkedRoom();
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await visitors.visit({ path: `/r/${room}/log`, viewport: { width, height: 900 }, colorScheme });
      await expect.poll(() => page.locator(".log > li").count()).toBe(TEXTS.length);
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
      await page.getByRole("navigation", { name: "Days", exact: true }).waitFor({ state: "detached" });
      expect(await page.title()).toBe(`${room}: newest messages`);
      expect(await page.locator(".text strong").first().textContent()).toBe("roses");
    }
  },
);

test("P7.4 a message's time leads to it, on the page of its day", async () => {
  const room = await talkedRoom();
  const page = await visitors.visit({ path: `/r/${room}/log`, viewport: { width: 390, height: 300 } });
  await page.locator("#m5 .head a").click();
  await page.waitForURL(/\/log\/\d{4}-\d\d-\d\d\?part=0#m5$/);
  expect(await page.locator(":target").getAttribute("id")).toBe("m5");
  expect(await page.locator(":target").evaluate((element) => getComputedStyle(element).backgroundColor)).not.toBe(
    "rgba(0, 0, 0, 0)",
  );
  await page.getByRole("link", { name: "Newest messages" }).first().click();
  await page.waitForURL(`**/r/${room}/log`);
  await page.getByRole("link", { name: "Join the chat" }).click();
  await page.waitForURL(`**/r/${room}`);
});

test("P7.4 without JavaScript, the chat page leads to the log of its room", async () => {
  const room = await talkedRoom();
  const page = await visitors.visit({ path: `/r/${room}`, javaScriptEnabled: false });
  await page.getByRole("link", { name: "open the log" }).click();
  await page.waitForURL(`**/r/${room}/log`);
  expect(await page.locator("#m1 .text").textContent()).toContain("Good morning!");
});

test("P7.4 a browser that keeps the chat page for offline use shows the log as well", async () => {
  const room = await talkedRoom();
  const page = await visitors.visit({ path: `/r/${room}`, keepsPage: true });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await page.goto(`${visitors.origin}/r/${room}/log`);
  expect(await page.locator(".log > li").count()).toBe(TEXTS.length);
  await page.goto(`${visitors.origin}/r/${room}`);
  await page.getByRole("heading", { name: room }).or(page.getByRole("textbox")).first().waitFor();
});

test("P7.4 a print of a page has the messages, and no navigation", async () => {
  const room = await talkedRoom();
  const page = await visitors.visit({ path: `/r/${room}/log/${new Date().toISOString().slice(0, 10)}` });
  await page.emulateMedia({ media: "print" });
  expect(await page.getByRole("link", { name: "Newest messages" }).first().isVisible()).toBe(false);
  expect(await page.locator("#m1").isVisible()).toBe(true);
});
