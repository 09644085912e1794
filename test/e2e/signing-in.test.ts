import { expect, test } from "vitest";
import { siteToken } from "../support/site.ts";
import { freshRoom, say, sees, status, useVisitors } from "./visitors.ts";

const visitors = useVisitors();

test("P8.1 a link with a token of the site joins the room signed in, under the token's name, without a form", async () => {
  const room = freshRoom();
  const ben = await visitors.enter(room, "Ben");
  const ada = await visitors.visit({ path: `/r/${room}#token=${await siteToken({ name: "Ada" })}` });
  await status(ada, "Connected");
  await ada.getByRole("button", { name: "Ada – profile" }).waitFor();
  await say(ada, "hello from the site");
  await sees(ben, "hello from the site");
  expect(await ben.locator(".messages .name").allTextContents()).toEqual(["Ada"]);
});

test("P8.1 the token disappears from the address bar at once, and is never stored in the browser", async () => {
  const room = freshRoom();
  const token = await siteToken({ name: "Ada" });
  const page = await visitors.visit({ path: `/r/${room}#token=${token}` });
  await status(page, "Connected");
  expect(new URL(page.url()).hash).toBe("");
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  for (const part of token.split(".")) expect(kept).not.toContain(part);
});

test("P8.1 a link that is followed inside the room signs in too", async () => {
  const room = freshRoom();
  const page = await visitors.enter(room, "Guest");
  const token = await siteToken({ name: "Ada" });
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#token=${token}`);
  await page.getByRole("button", { name: "Ada – profile" }).waitFor();
  expect(page.url()).not.toContain(token);
});

test("P8.1 a link with an expired token says so, and the user can join as a guest", async () => {
  const room = freshRoom();
  const page = await visitors.visit({ path: `/r/${room}#token=${await siteToken({ name: "Ada", exp: 1 })}` });
  await page.getByRole("alert").getByText("This sign-in link is no longer valid.").waitFor();
  await page.getByRole("button", { name: "Join as a guest" }).click();
  await status(page, "Connected");
});
